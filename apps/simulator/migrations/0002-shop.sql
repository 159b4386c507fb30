-- The demo shop's own database: its orders, and what it was told about them.

create table shop_orders (
  order_id   text        primary key,
  -- What the payment carries as merchantReference.
  reference  text        not null unique,
  product_id text        not null,
  created_at timestamptz not null,
  -- The body of the create request, kept so that a repeat is the same word for word.
  request    text        not null,
  payment_id text unique,
  return_mac text,
  pay_url    text,
  -- Why the order could not be paid, in words for its customer.
  problem    text,
  -- The SDK's call, request and answer.
  exchange   jsonb
);

create table shop_events (
  order_id text        not null,
  event_id text        not null,
  at       timestamptz not null,
  what     text        not null,
  detail   text,
  verified boolean,
  status   text,
  primary key (order_id, event_id)
);
