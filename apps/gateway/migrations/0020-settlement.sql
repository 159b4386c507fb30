-- What Alipay+ says it cleared and will pay: batches, their lines, and the rows that could not be read. Batches belong to no
-- merchant; a line belongs to the merchant whose request id it carries, or to the operator (0).

-- What Alipay+ charges us: dated, by agreement, fee and reach. A line's fees are compared with it.
create table scheme_fees (
  participant_agreement_id text    not null,
  fee_type                 text    not null check (fee_type in ('INTERCHANGE_FEE', 'SERVICE_FEE')),
  reach                    text    not null check (reach in ('domestic', 'cross_border')),
  valid_from               date    not null,
  basis_points             integer not null check (basis_points between 0 and 10000),
  on_refund                text    not null check (on_refund in ('returned', 'kept')),
  primary key (participant_agreement_id, fee_type, reach, valid_from)
);

-- Amounts to us are positive, from us negative; fees that we pay are positive. What a file says of itself stands beside what
-- was read of its good rows.
create table clearing_batches (
  clearing_batch_id        text        primary key,
  participant_agreement_id text        not null,
  currency                 text        not null,
  clearing_day             date        not null,
  items_file               uuid        not null,
  summary_file             uuid        not null,
  fees_file                uuid        not null,
  items_said               bigint      not null,
  items_said_minor         bigint      not null,
  items_read               bigint      not null,
  items_read_minor         bigint      not null,
  fees_said                bigint      not null,
  fees_said_minor          bigint      not null,
  fees_read                bigint      not null,
  fees_read_minor          bigint      not null,
  summary_said             bigint      not null,
  summary_net_minor        bigint      not null,
  taken_at                 timestamptz not null,
  unique (participant_agreement_id, clearing_day)
);

create table settlement_batches (
  settlement_batch_id      text        primary key,
  participant_agreement_id text        not null,
  currency                 text        not null,
  file_id                  uuid        not null,
  said_minor               bigint      not null,
  settlement_date          date        not null,
  value_date               date        not null,
  taken_at                 timestamptz not null,
  -- When its money was found on our bank statement and posted.
  settled_at               timestamptz,
  -- When the last of its payments became PAID.
  finished_at              timestamptz
);

create table settlement_batch_parts (
  settlement_batch_id text   not null,
  clearing_batch_id   text   not null,
  said_minor          bigint not null,
  primary key (settlement_batch_id, clearing_batch_id)
);

create index settlement_of_clearing on settlement_batch_parts (clearing_batch_id);

create table report_lines (
  merchant_id             bigint      not null,
  transaction_request_id  text        not null,
  transaction_type        text        not null,
  transaction_id          text        not null,
  clearing_batch_id       text        not null,
  file_row                integer     not null,
  -- Ours; null while the line is not known to us.
  payment_id              text,
  original_transaction_id text,
  transaction_time        timestamptz not null,
  psp_id                  text,
  amount_minor            bigint      not null,
  currency                text        not null,
  settlement_minor        bigint      not null,
  interchange_minor       bigint      not null,
  service_minor           bigint      not null,
  -- What is charged beyond the contract.
  fee_difference_minor    bigint      not null,
  -- agreed, or the kind of break.
  outcome                 text        not null,
  primary key (merchant_id, transaction_request_id, transaction_type, transaction_id, clearing_batch_id)
);

create index report_lines_of_batch on report_lines (clearing_batch_id, merchant_id);
create index report_lines_of_payment on report_lines (merchant_id, payment_id) where payment_id is not null;
create index report_lines_in_doubt on report_lines (clearing_batch_id) 
  where outcome <> 'agreed' or fee_difference_minor <> 0;

-- A row of a file that could not be read; the rest of the file went on.
create table quarantined_rows (
  file_id     uuid        not null,
  file_row    integer     not null,
  file_column text        not null,
  reason      text        not null,
  raw         text        not null,
  at          timestamptz not null,
  resolved_at timestamptz,
  resolved_by text,
  resolution  text,
  primary key (file_id, file_row, file_column)
);

grant select, insert, update on scheme_fees, clearing_batches, settlement_batches, settlement_batch_parts, report_lines,
  quarantined_rows to silkgate_app;
