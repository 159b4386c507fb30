-- The books: one positive amount of one currency moves between two accounts of one merchant. The program may insert and read
-- transfers, never change them. Merchant 0 is the operator.

create table transfers (
  merchant_id bigint      not null,
  transfer_id uuid        not null,
  payment_id  text,
  debit       text        not null,
  credit      text        not null,
  currency    text        not null check (currency ~ '^[A-Z]{3}$'),
  minor       bigint      not null check (minor > 0),
  reason      text        not null,
  at          timestamptz not null,
  primary key (merchant_id, transfer_id),
  check (debit <> credit)
);

create index transfers_of_payment on transfers (merchant_id, payment_id);

revoke all on transfers from public;
grant select, insert on transfers to silkgate_app;
