-- What merchants are told: an event for each change of status, and a delivery for each endpoint that wants it.

create table webhook_endpoints (
  merchant_id      bigint      not null,
  endpoint_id      uuid        not null,
  url              text        not null,
  -- Null: every event.
  events           text[],
  created_at       timestamptz not null,
  -- The failure state: while an endpoint fails, only its oldest delivery is tried.
  failures         integer     not null default 0,
  failing_since    timestamptz,
  next_try_at      timestamptz,
  primary key (merchant_id, endpoint_id),
  unique (merchant_id, url)
);

create table webhook_events (
  merchant_id bigint      not null,
  event_id    uuid        not null,
  payment_id  text        not null,
  version     integer     not null,
  type        text        not null,
  created_at  timestamptz not null,
  primary key (merchant_id, event_id),
  unique (merchant_id, payment_id, version)
);

create table webhook_deliveries (
  merchant_id   bigint      not null,
  endpoint_id   uuid        not null,
  event_id      uuid        not null,
  created_at    timestamptz not null,
  state         text        not null default 'pending' check (state in ('pending', 'delivered', 'given_up')),
  attempts      integer     not null default 0,
  leased_until  timestamptz,
  last_tried_at timestamptz,
  last_answer   text,
  primary key (merchant_id, endpoint_id, event_id)
);

create index webhook_deliveries_pending on webhook_deliveries (merchant_id, endpoint_id, created_at, event_id) where state = 'pending';

grant select, insert, update on webhook_endpoints, webhook_deliveries to silkgate_app;
grant select, insert on webhook_events to silkgate_app;
