-- A day of a million payments is settled in the time that PostgreSQL needs for it.

-- What becomes of a payment changes no column of an index. With room on its page the new version lies beside the old one, and
-- no index is written to.
alter table payments set (fillfactor = 85);

-- The payments of a batch's lines, merchant by merchant and in their order: chunks of them become PAID without a sort.
drop index report_lines_of_batch;
create index report_lines_of_batch on report_lines (clearing_batch_id, merchant_id, payment_id collate "C");

-- A payment's own line lies under its id in the primary key; only lines that came under another id are found by it here.
drop index report_lines_of_payment;
create index report_lines_of_payment on report_lines (merchant_id, payment_id)
  where payment_id is not null and payment_id <> transaction_request_id;

-- When it was last looked for payments and refunds of its day that no line names; null when its lines have changed since.
alter table clearing_batches add column looked_for_missing_at timestamptz;
