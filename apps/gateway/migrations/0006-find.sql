-- Finding payments and refunds by the merchant's own references, newest first: what is searched lies in indexes alone.
-- Generated columns, because an index on an expression cannot answer without reading the row.

alter table payments
  add column merchant_reference text generated always as (request ->> 'merchantReference') stored,
  add column merchant_order_id  text generated always as (request ->> 'merchantOrderId') stored,
  add column hosted_checkout_id text generated always as (request ->> 'hostedCheckoutId') stored;

create index payments_newest on payments (merchant_id, created_at, payment_id);
create index payments_by_reference on payments (merchant_id, merchant_reference, created_at, payment_id)
  include (merchant_order_id, hosted_checkout_id) where merchant_reference is not null;
create index payments_by_order on payments (merchant_id, merchant_order_id, created_at, payment_id)
  include (merchant_reference, hosted_checkout_id) where merchant_order_id is not null;
create index payments_by_checkout on payments (merchant_id, hosted_checkout_id, created_at, payment_id)
  where hosted_checkout_id is not null;

alter table refunds add column merchant_reference text generated always as (request ->> 'merchantReference') stored;

-- Refunds that a merchant asked for; what we gave back on our own is not searched.
create index refunds_newest on refunds (merchant_id, created_at, refund_id) include (payment_id)
  where asked_by = 'merchant';
create index refunds_by_reference on refunds (merchant_id, merchant_reference, created_at, refund_id) include (payment_id)
  where asked_by = 'merchant' and merchant_reference is not null;
