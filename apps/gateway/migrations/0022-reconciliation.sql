-- What agrees three ways, and what does not. A break's id follows from what it is about, so that finding it twice changes
-- nothing.

-- The part of a bank entry that paid a settlement batch: one to one, one to many, many to one.
create table settlement_receipts (
  settlement_batch_id text        not null,
  entry_id            uuid        not null,
  minor               bigint      not null check (minor <> 0),
  how                 text        not null,
  at                  timestamptz not null,
  primary key (settlement_batch_id, entry_id)
);

create index receipts_of_entry on settlement_receipts (entry_id);

create table breaks (
  break_id            uuid        primary key,
  kind                text        not null,
  -- 0 where it is no merchant's.
  merchant_id         bigint      not null,
  payment_id          text,
  -- What it is about: the line, batch, entry or file.
  about               text        not null,
  clearing_batch_id   text,
  settlement_batch_id text,
  entry_id            uuid,
  currency            text        not null,
  -- What we have or are told of beyond what should be; negative for what is short.
  minor               bigint      not null,
  field               text        not null,
  ours                text        not null,
  theirs              text        not null,
  candidate           text,
  opened_at           timestamptz not null,
  owner               text,
  -- What somebody wants done about it that needs a second person: {action, by, at, reason, …}.
  proposed            jsonb,
  -- Alipay+ or the bank was asked, under this reference; it stays open until the money comes.
  claimed_at          timestamptz,
  claim_reference     text,
  -- Nobody need look at it before this day.
  waits_until         date,
  resolved_at         timestamptz,
  -- agreed (by itself), accepted, written_off, matched, dismissed.
  resolution          text,
  reason              text,
  resolved_by         text,
  approved_by         text,
  constraint a_break_ends_with_a_reason check ((resolved_at is null) = (resolution is null))
);

create index breaks_open on breaks (kind, opened_at) where resolved_at is null;
create index breaks_of_payment on breaks (merchant_id, payment_id) where payment_id is not null;
create index breaks_of_clearing_batch on breaks (clearing_batch_id) where clearing_batch_id is not null;

-- Each time that everything was compared, and when it is wanted next. The hash is over what agrees and what does not: the same
-- files and books give the same.
create table reconciliation_runs (
  run_id      uuid        primary key,
  wanted_at   timestamptz not null,
  because     text        not null,
  -- What comes after this asks for another one.
  started_at  timestamptz,
  ran_at      timestamptz,
  result_hash text
);

create unique index reconciliation_wanted on reconciliation_runs ((true)) where started_at is null;

create table break_notes (
  break_id   uuid        not null,
  note_id    uuid        not null,
  at         timestamptz not null,
  written_by text        not null,
  note       text        not null,
  primary key (break_id, note_id)
);

grant select, insert, update on breaks, reconciliation_runs to silkgate_app;
grant select, insert on settlement_receipts, break_notes to silkgate_app;
