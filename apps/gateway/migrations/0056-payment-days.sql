-- What became of the payments of each day, so that whoever asks about days need not read their payments. Days are those of the
-- books, Europe/Amsterdam; merchant 0 is all merchants together. A day is counted anew once something became of its payments.

create table payment_days (
  merchant_id    bigint  not null,
  day            date    not null,
  currency       text    not null,
  -- Empty while no wallet is known.
  wallet         text    not null,
  -- How many payments have each status now.
  created        integer not null,
  redirected     integer not null,
  captured       integer not null,
  paid           integer not null,
  refunded       integer not null,
  rejected       integer not null,
  cancelled      integer not null,
  -- How many were sent on to a wallet's page.
  sent           integer not null,
  -- What those come to that were captured, in the currency's smallest unit.
  captured_minor bigint  not null,
  primary key (merchant_id, day, currency, wallet)
);
create index payment_days_of_all on payment_days (day);

-- How long it took from a payment's creation to its capture: how many took less than so many seconds, and not less than the next
-- smaller number.
create table capture_times (
  merchant_id bigint  not null,
  day         date    not null,
  currency    text    not null,
  under_s     integer not null,
  payments    integer not null,
  primary key (merchant_id, day, currency, under_s)
);
create index capture_times_of_all on capture_times (day);

-- Up to which of a merchant's events its payments are counted, and when they were. Whoever counts holds the row of merchant 0.
create table payments_counted (
  merchant_id bigint      primary key,
  position    bigint      not null,
  at          timestamptz not null
);

grant select, insert, update, delete on payment_days, capture_times, payments_counted to silkgate_app;

-- What merchants were paid in some days.
create index remittances_confirmed on remittances (confirmed_at) where confirmed_at is not null;
