-- Merchants get their money: runs, what each pays to whom, the movements that it is made of, files for the bank, and what the bank
-- says. Amounts are in the smallest unit of their currency.

create table remittance_runs (
  run_id      uuid        primary key,
  -- The business day whose run it is; null for one that a person started.
  day         date        unique,
  at          timestamptz not null,
  started_by  text        not null,
  -- Null: all merchants.
  only_merchant bigint,
  finished_at timestamptz
);

-- Which movements are in remittances already: those up to a position. A run holds the row of each merchant and currency while it
-- pays; payments never touch it.
create table remittance_cutoffs (
  merchant_id bigint not null,
  currency    text   not null,
  position    bigint not null default 0,
  last_number bigint not null default 0,
  primary key (merchant_id, currency)
);

create table remittances (
  merchant_id          bigint      not null,
  remittance_id        text        not null,
  run_id               uuid        not null,
  currency             text        not null,
  minor                bigint      not null check (minor > 0),
  status               text        not null check (status in ('awaiting_approval', 'approved', 'sent', 'accepted', 'confirmed',
                                                              'rejected', 'returned', 'cancelled')),
  -- Of all statuses that it has had, the last is the highest.
  version              integer     not null default 1,
  -- Its movements have positions after the one and up to the other.
  after_position       bigint      not null,
  cutoff_position      bigint      not null,
  available_at_cutoff  bigint      not null,
  allowed_negative     bigint      not null check (allowed_negative >= 0),
  -- What the last remittance left: available_at_cutoff is this and the movements.
  carried_over_minor   bigint      not null,
  movements_minor      bigint      not null,
  reserve_minor        bigint      not null check (reserve_minor >= 0),
  kept_back_minor      bigint      not null check (kept_back_minor >= 0),
  -- Whom the bank is told to pay, as it was then.
  account              jsonb       not null,
  created_at           timestamptz not null,
  started_by           text        not null,
  approved_at          timestamptz,
  approved_by          text,
  -- The file that tells the bank; from then on it cannot be called off.
  file_id              uuid,
  -- Its group in that file, which the bank may debit as one.
  payment_information_id text,
  sent_at              timestamptz,
  accepted_at          timestamptz,
  confirmed_at         timestamptz,
  rejected_at          timestamptz,
  returned_at          timestamptz,
  cancelled_at         timestamptz,
  cancelled_by         text,
  -- Why it was rejected, returned or called off.
  reason               text,
  -- The remittance that pays what this one did not.
  carried_into         text,
  primary key (merchant_id, remittance_id),
  unique (merchant_id, currency, run_id),
  constraint no_more_than_there_was check (minor <= available_at_cutoff + allowed_negative),
  constraint it_adds_up check (available_at_cutoff = carried_over_minor + movements_minor
                               and minor = available_at_cutoff - reserve_minor - kept_back_minor)
);

create index remittances_open on remittances (status, created_at) where status in ('awaiting_approval', 'approved', 'sent', 'accepted');
create index remittances_of_run on remittances (run_id);
create index remittances_of_file on remittances (file_id) where file_id is not null;

-- What a remittance is made of. kind: payment, fee, refund, dispute, rejected, returned, cancelled (what an earlier remittance did
-- not pay), reserve_released, other. Negative: less for the merchant.
create table remittance_payments (
  merchant_id   bigint      not null,
  remittance_id text        not null,
  -- The payment for kinds payment and fee, otherwise the transfer: each is in one remittance.
  movement_id   text        not null,
  kind          text        not null,
  payment_id    text,
  -- The earlier remittance that it is about.
  about         text,
  minor         bigint      not null,
  at            timestamptz not null,
  primary key (merchant_id, remittance_id, kind, movement_id)
);

create unique index remittance_payments_once on remittance_payments (merchant_id, kind, movement_id);
create index remittance_payments_of_payment on remittance_payments (merchant_id, payment_id) where payment_id is not null;

-- Merchants with a balance that a run did not pay, and why.
create table remittance_skips (
  run_id          uuid        not null,
  merchant_id     bigint      not null,
  currency        text        not null,
  reason          text        not null,
  available_minor bigint      not null,
  at              timestamptz not null,
  primary key (run_id, merchant_id, currency)
);

create table reserves (
  merchant_id   bigint      not null,
  remittance_id text        not null,
  currency      text        not null,
  minor         bigint      not null check (minor > 0),
  held_at       timestamptz not null,
  release_at    timestamptz not null,
  released_at   timestamptz,
  primary key (merchant_id, remittance_id)
);

create index reserves_held on reserves (merchant_id, currency, release_at) where released_at is null;

-- Files of orders for the bank. Their bytes lie under DATA_DIR before the row is there; the bank knows each by its message id.
create table remittance_files (
  file_id      uuid        primary key,
  message_id   text        not null unique,
  name         text        not null unique,
  account_id   text        not null,
  currency     text        not null,
  orders       integer     not null,
  minor        bigint      not null,
  sha256       text        not null,
  bytes        bigint      not null,
  made_at      timestamptz not null,
  -- When it is put into the bank's folder next; null once it lies there.
  due_at       timestamptz,
  sent_at      timestamptz,
  failures     integer     not null default 0,
  problem      text,
  leased_until timestamptz,
  constraint a_file_that_waits_has_a_deadline check ((sent_at is null) = (due_at is not null))
);

create index remittance_files_due on remittance_files (due_at) where due_at is not null;

-- What the bank said of an order, by pain.002.
create table remittance_answers (
  merchant_id   bigint      not null,
  remittance_id text        not null,
  -- The received file.
  file_id       uuid        not null,
  code          text        not null,
  reason        text        not null,
  move          text        not null,
  at            timestamptz not null,
  primary key (merchant_id, remittance_id, file_id, code)
);

-- The part of an entry on our bank statement that paid a remittance (negative), or brought it back.
create table remittance_entries (
  merchant_id   bigint      not null,
  remittance_id text        not null,
  entry_id      uuid        not null,
  minor         bigint      not null check (minor <> 0),
  at            timestamptz not null,
  primary key (merchant_id, remittance_id, entry_id)
);

create index remittance_entries_of_entry on remittance_entries (entry_id);

grant select, insert, update on remittance_runs, remittance_cutoffs, remittances, reserves, remittance_files to silkgate_app;
grant select, insert on remittance_payments, remittance_skips, remittance_answers, remittance_entries to silkgate_app;
