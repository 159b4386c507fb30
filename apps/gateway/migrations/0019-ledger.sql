-- Books that can be closed: what a posting is for, the day it counts on, its position among its merchant's postings, sums up to
-- a position, months that are closed, and the daily check of safeguarded money.

alter table transfers
  -- The clearing batch, settlement batch, bank entry or break that it is for; null for what happened to a payment.
  add column about           text,
  -- The day of `at` in Europe/Amsterdam, or the first open day where that day's month is closed.
  add column accounting_date date,
  -- Null until the publisher has seen it committed, as with webhook events.
  add column position        bigint;
update transfers set accounting_date = (at at time zone 'Europe/Amsterdam')::date;
alter table transfers alter column accounting_date set not null;

drop index transfers_of_payment;
create index transfers_of_payment on transfers (merchant_id, payment_id) where payment_id is not null;
create index transfers_about on transfers (about) where about is not null;
create index transfers_by_time on transfers using brin (at, accounting_date) with (pages_per_range = 32, autosummarize = on);
create index transfers_unpublished on transfers (merchant_id) where position is null;
create unique index transfers_published on transfers (merchant_id, position) where position is not null;

-- The last position given out; whoever publishes for a merchant holds its row.
create table transfer_positions (
  merchant_id bigint primary key,
  last        bigint not null check (last >= 0)
);

-- What stood on each account after a position, debits less credits, so that a balance need not add up everything.
create table balance_checkpoints (
  merchant_id bigint      not null,
  position    bigint      not null,
  account     text        not null,
  currency    text        not null,
  minor       bigint      not null,
  -- The latest `at` up to the position.
  latest_at   timestamptz not null,
  primary key (merchant_id, position, account, currency)
);

-- A closed month is never opened again: no posting of the program gets a day in it.
create table closed_months (
  month         date        primary key check (extract(day from month) = 1),
  closed_at     timestamptz not null,
  closed_by     text        not null,
  -- What each account held before, what moved, and what it holds at the month's end, with a SHA-256 that goes on from the one
  -- of the month before. Null for a moment: drawn once nothing more can be posted into the month.
  trial_balance jsonb,
  hash          text
);

alter table transfers enable row level security;
create policy read_transfers on transfers for select to silkgate_app using (true);
create policy post_into_open_months on transfers for insert to silkgate_app
  with check (accounting_date >= coalesce((select max(month) + interval '1 month' from closed_months), '-infinity'));
create policy give_positions_once on transfers for update to silkgate_app using (position is null) with check (true);

-- What the daily check found for a currency, in its smallest unit, and what it moved between our bank accounts for it.
create table daily_checks (
  day         date        not null,
  currency    text        not null,
  at          timestamptz not null,
  owed        bigint      not null,
  -- Of it, what merchants can have now: so much money stays where it is.
  due         bigint      not null,
  fees        bigint      not null,
  safeguarded bigint      not null,
  receivable  bigint      not null,
  breaks      bigint      not null,
  -- Negative: a shortfall.
  surplus     bigint      not null,
  -- To the operating account; negative: from it.
  swept       bigint      not null,
  primary key (day, currency)
);

grant update (position) on transfers to silkgate_app;
grant select, insert, update on transfer_positions to silkgate_app;
grant select, insert on balance_checkpoints, daily_checks to silkgate_app;
grant select on closed_months to silkgate_app;
