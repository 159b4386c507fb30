-- What the console lists of merchants' money, the bank and what does not agree: each list goes on from where a page ended, by an
-- index, however much there is.

create index remittances_by_time on remittances (created_at, remittance_id collate "C");
create index breaks_by_age on breaks (opened_at, break_id) where resolved_at is null;
create index breaks_ended on breaks (resolved_at, break_id) where resolved_at is not null;
create index received_files_by_time on received_files (received_at, file_id);
create index quarantined_rows_open on quarantined_rows (at) where resolved_at is null;
create index bank_statements_by_day on bank_statements (to_day, statement_id);
