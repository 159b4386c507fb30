-- Payments: facts that only grow, the events that made them, and what was said on the wire.
-- Everything here leads with merchant_id, and nothing refers across merchants.

-- Order numbers are handed out in blocks; gaps are allowed.
create table order_numbers (
  merchant_id bigint primary key,
  next        bigint not null check (next > 0)
);

create table payments (
  merchant_id          bigint      not null,
  payment_id           text        not null check (payment_id ~ '^\d{30}$'),
  version              integer     not null,
  currency             text        not null,
  amount_minor         bigint      not null check (amount_minor > 0),
  settlement_currency  text        not null,
  created_at           timestamptz not null,
  expires_at           timestamptz not null,
  status_changed_at    timestamptz not null,
  -- What the merchant sent that is needed again: references, return URL, shopper's country and device.
  request              jsonb       not null,
  redirect_url         text,
  captured             boolean     not null default false,
  captured_at          timestamptz,
  captured_minor       bigint      not null default 0,
  fee_minor            bigint,
  closing              boolean     not null default false,
  cancel_window_passed boolean     not null default false,
  success_heard        boolean     not null default false,
  closed               boolean     not null default false,
  refused              integer,
  refused_because      text,
  late_success_minor   bigint      not null default 0,
  settled              boolean     not null default false,
  refunded_minor       bigint      not null default 0,
  refunding_minor      bigint      not null default 0,
  settlement_minor     bigint,
  network              jsonb       not null default '{}',
  -- The next step, written down before it is taken. Null for a payment at rest.
  step                 text,
  due_at               timestamptz,
  step_since           timestamptz,
  leased_until         timestamptz,
  primary key (merchant_id, payment_id),
  constraint whoever_waits_has_a_deadline check ((step is null) = (due_at is null) and (step is null) = (step_since is null)),
  constraint refunds_within_what_was_paid check (refunded_minor + refunding_minor <= captured_minor + late_success_minor)
);

create index payments_due on payments (due_at, merchant_id) where due_at is not null;

-- One row for each event that changed the facts; replaying them gives the facts.
create table payment_events (
  merchant_id bigint      not null,
  payment_id  text        not null,
  version     integer     not null,
  name        text        not null,
  at          timestamptz not null,
  event       jsonb       not null,
  primary key (merchant_id, payment_id, version)
);

-- What was sent and received, masked. One row for each call or notification.
create table messages (
  merchant_id   bigint      not null,
  payment_id    text        not null,
  message_id    uuid        not null,
  at            timestamptz not null,
  api           text        not null,
  outcome       text        not null,
  http_status   integer,
  duration_ms   integer,
  request_body  text,
  response_body text,
  primary key (merchant_id, payment_id, message_id)
);

create table idempotence_keys (
  merchant_id   bigint      not null,
  method        text        not null,
  path          text        not null,
  key           text        not null,
  fingerprint   text        not null,
  payment_id    text        not null,
  first_at      timestamptz not null,
  expires_at    timestamptz not null,
  leased_until  timestamptz not null,
  answer_status integer,
  answer_body   text,
  primary key (merchant_id, method, path, key)
);

create index idempotence_keys_expiry on idempotence_keys (expires_at);

-- What a person must look at; at most one open of a kind for a payment.
create table exceptions (
  merchant_id bigint      not null,
  payment_id  text        not null,
  kind        text        not null,
  detail      text        not null,
  opened_at   timestamptz not null,
  deadline_at timestamptz not null,
  resolved_at timestamptz,
  primary key (merchant_id, payment_id, kind)
);

grant select, insert, update on order_numbers, payments, idempotence_keys, exceptions to silkgate_app;
grant select, insert on payment_events, messages to silkgate_app;
grant delete on idempotence_keys to silkgate_app;
