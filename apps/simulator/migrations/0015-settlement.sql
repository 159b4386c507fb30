-- What Alipay+ clears and settles, the files that say so, and what was spoiled in them on demand.

create table clearing_batches (
  clearing_batch_id text    primary key,
  agreement         text    not null,
  currency          text    not null,
  day               date    not null,
  settles_on        date    not null,
  transactions      integer not null,
  -- Signed: what is the acquirer's is positive, what it owes is negative.
  gross_minor       bigint  not null,
  fees_minor        bigint  not null,
  -- The settlement batch that paid it; null until then, and as long as it is carried forward.
  settled_by        text,
  unique (agreement, day)
);

create index clearing_batches_open on clearing_batches (day) where settled_by is null;
create index clearing_batches_by_day on clearing_batches (day);

create table settlement_batches (
  settlement_batch_id text   primary key,
  agreement           text   not null,
  currency            text   not null,
  value_date          date   not null,
  net_minor           bigint not null,
  clearing_batch_ids  text[] not null,
  -- The batch that a negative net is carried forward to; null where it is credited or debited on its value date.
  carried_by          text,
  unique (agreement, value_date)
);

-- What lies on the file servers; the owner is whom they let in. A file that comes late is not there before its instant.
create table files (
  owner      text        not null,
  path       text        not null,
  written_at timestamptz not null,
  body       bytea       not null,
  primary key (owner, path)
);

create table report_strikes (
  id             bigint generated always as identity primary key,
  fault          text        not null,
  path           text        not null,
  at             timestamptz not null,
  -- Which of the rows of details, and of which transaction; null where the whole file is struck.
  detail_row     integer,
  transaction_id text,
  was_right      text        not null
);

-- What happened on a day is found without reading all orders.
create index orders_by_placing on orders (placed_at);
create index orders_by_payment on orders (paid_at) where paid_at is not null;
create index orders_with_more on orders (payment_request_id) where refunds <> '[]' or disputes <> '[]';
