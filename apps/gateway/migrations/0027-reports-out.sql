-- What merchants are given every day: files, each with the part of the books that it covers. The bytes lie under DATA_DIR.

create table reports (
  merchant_id   bigint      not null,
  report_id     uuid        not null,
  kind          text        not null check (kind in ('wx', 'transactions', 'financial', 'invoice')),
  format        text        not null check (format in ('xml', 'csv', 'pdf', 'xlsx')),
  -- The file's name, as it is delivered.
  name          text        not null,
  -- The day in Europe/Amsterdam that it is made for, and the first day that it tells of.
  day           date        not null,
  since         date        not null,
  -- Null where it tells of every currency.
  currency      text,
  -- A later version of the same day takes the place of an earlier one.
  version       integer     not null default 1 check (version > 0),
  -- The instant that it was due at, and is stamped with.
  made_at       timestamptz not null,
  -- The merchant's postings after `from_position` up to `to_position`, and its events alike: fixed before it is made, so that
  -- it can be made again, and the next one begins where it ends.
  from_position bigint      not null,
  to_position   bigint      not null check (to_position >= from_position),
  from_event    bigint      not null,
  to_event      bigint      not null check (to_event >= from_event),
  -- What it came to; null until its bytes are on disk.
  byte_size     bigint,
  sha256        text,
  rows          bigint,
  totals        jsonb,
  ready_at      timestamptz,
  delivered_at  timestamptz,
  primary key (merchant_id, report_id),
  unique (merchant_id, name),
  constraint what_is_ready_is_known
    check ((ready_at is null) = (byte_size is null) and (ready_at is null) = (sha256 is null)
       and (ready_at is null) = (rows is null) and (ready_at is null) = (totals is null))
);

create index reports_of_day on reports (merchant_id, kind, day desc);
create index reports_to_make on reports (made_at, merchant_id) where ready_at is null;
create index reports_to_deliver on reports (ready_at, merchant_id) where ready_at is not null and delivered_at is null;

-- Days of which it is fixed what their reports cover.
create table report_days (
  day     date        primary key,
  made_at timestamptz not null
);

grant select, insert, update on reports to silkgate_app;
grant select, insert on report_days to silkgate_app;

-- What a posting about a payment is for: the refund or the dispute; a report's row names it.
comment on column transfers.about is
  'the clearing batch, settlement batch, bank entry or break that it is for; the refund or dispute where it is about one';
