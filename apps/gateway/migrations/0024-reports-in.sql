-- Reports of Alipay+ as they come in: what each file was found to be, so that three of them are taken in together and one that
-- is missing can be told; and what is agreed with Alipay+ about each agreement.

-- A file that waits for others is received and not due; its reason says for what it waits.
alter table received_files
  drop constraint what_has_ended_waits_no_more,
  drop constraint a_refusal_has_a_reason,
  add constraint what_has_ended_waits_no_more check (state = 'received' or due_at is null),
  add constraint a_refusal_has_a_reason check (state <> 'refused' or reason is not null);

create table report_files (
  file_id                  uuid    not null,
  kind                     text    not null check (kind in ('transactionItems', 'summary', 'feeItems', 'settlement')),
  -- The clearing batch, or the settlement batch.
  batch_id                 text    not null,
  participant_agreement_id text    not null,
  currency                 text    not null,
  -- The clearing day, or the settlement day; null while only another file of the batch says it.
  day                      date,
  -- Files without rows are alike from day to day: one content, many names, each of another batch.
  primary key (file_id, batch_id)
);

create index report_files_of_batch on report_files (batch_id);
create index report_files_of_day on report_files (participant_agreement_id, day, kind);

create table settlement_agreements (
  participant_agreement_id text    primary key,
  currency                 text    not null,
  -- Settled so many business days after the clearing day.
  settled_after            integer not null check (settled_after in (1, 2)),
  -- From the first day that a file has told of; null until then.
  first_clearing_day       date,
  -- Up to this day it was looked for files that are missing.
  looked_to                date
);

grant select, insert, update on report_files, settlement_agreements to silkgate_app;
