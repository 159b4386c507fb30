-- Merchants that acquirers have registered, and what Alipay+ decides on each of them, and when.

create table registrations (
  registration_request_id text        primary key,
  client_id               text        not null,
  reference_merchant_id   text        not null,
  product_code            text        not null,
  requested_at            timestamptz not null,
  decides_at              timestamptz not null,
  -- Null for a yes.
  refused_because         text
);

create index registrations_of_merchant on registrations (reference_merchant_id, requested_at);
