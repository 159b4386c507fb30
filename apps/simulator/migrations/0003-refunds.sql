-- What went back to the wallets, by refund.

alter table orders add column refunds jsonb not null default '[]';
