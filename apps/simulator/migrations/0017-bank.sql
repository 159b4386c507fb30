-- The simulated bank: which business days it has closed, what it books on accounts, and their statements.

create table bank_days (
  day date primary key
);

create table bank_entries (
  id                   bigint generated always as identity primary key,
  account_id           text   not null,
  -- Possibly to come; null while it waits to be put together with the next one of its account.
  booking_day          date,
  -- Signed: a credit is positive, a debit negative.
  minor                bigint not null,
  -- What the bank took of it, stated with it.
  charges_minor        bigint not null,
  -- What it is for; empty where it is no settlement.
  settlement_batch_ids text[] not null,
  remittance           text   not null,
  counterparty         text   not null
);

create index bank_entries_by_day on bank_entries (booking_day);

create table bank_statements (
  account_id    text    not null,
  number        integer not null,
  day           date    not null,
  opening_minor bigint  not null,
  closing_minor bigint  not null,
  primary key (account_id, number),
  unique (account_id, day)
);

create table bank_strikes (
  id        bigint generated always as identity primary key,
  fault     text        not null,
  about     text        not null,
  at        timestamptz not null,
  was_right text        not null
);
