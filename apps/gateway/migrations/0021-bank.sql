-- What the bank says: our accounts, their statements and entries. They belong to no merchant.

create table bank_accounts (
  account_id text        primary key, -- IBAN, or the number as the bank writes it
  currency   text        not null,
  purpose    text        not null check (purpose in ('safeguarding', 'operating')),
  name       text        not null,
  added_at   timestamptz not null,
  closed_at  timestamptz
);

create table bank_statements (
  statement_id  uuid        primary key,
  account_id    text        not null,
  file_id       uuid        not null,
  format        text        not null,
  number        text        not null,
  -- The bank's gapless number, where it gives one.
  sequence      bigint,
  from_day      date,
  to_day        date        not null,
  currency      text        not null,
  opening_minor bigint      not null,
  closing_minor bigint      not null,
  taken_at      timestamptz not null,
  unique (account_id, number, to_day)
);

-- Credits are positive, debits negative. Only what is booked counts.
create table bank_entries (
  entry_id      uuid        primary key,
  statement_id  uuid        not null,
  account_id    text        not null,
  position      integer     not null,
  booking_day   date        not null,
  value_day     date        not null,
  currency      text        not null,
  minor         bigint      not null check (minor <> 0),
  charges_minor bigint      not null,
  is_reversal   boolean     not null,
  reference     text        not null,
  bank_reference text       not null,
  remittance    text        not null,
  counterparty  text        not null,
  details       jsonb       not null,
  -- What it was found to be: settlement, charges, sweep, remittance, other; null while nobody knows.
  purpose       text,
  explained_at  timestamptz,
  unique (statement_id, position)
);

create index bank_entries_open on bank_entries (account_id, value_day) where purpose is null;

grant select, insert, update on bank_accounts, bank_statements, bank_entries to silkgate_app;
