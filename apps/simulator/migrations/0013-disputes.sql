-- What wallets asked about an order, or claimed of it, and what was answered.

alter table orders add column disputes jsonb not null default '[]';
