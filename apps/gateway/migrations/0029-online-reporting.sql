-- Disputes in the order in which they came, as payments and refunds are found already.
create index disputes_newest on disputes (merchant_id, opened_at, dispute_id);
