-- The truth of the simulated world: what was ordered, what each wallet paid and got back, and who was told.

create table orders (
  payment_request_id text        primary key,
  payment_id         text        not null unique,
  code               text        not null unique,
  terms              jsonb       not null,
  currency           text        not null,
  minor              bigint      not null check (minor > 0),
  placed_at          timestamptz not null,
  expires_at         timestamptz not null,
  -- The wallet that opened the order last, and the one that paid or refused.
  opened_in          text,
  wallet             text,
  paid_at            timestamptz,
  refused_at         timestamptz,
  refused_because    text,
  cancelled_at       timestamptz,
  check (paid_at is null or refused_at is null)
);

create table notifications (
  notification_id    uuid        primary key,
  payment_request_id text        not null,
  url                text        not null,
  body               text        not null,
  -- Who signs it: we, or a forger.
  signed_by          text        not null default 'alipayplus' check (signed_by in ('alipayplus', 'forger')),
  attempts           integer     not null default 0,
  -- Null once it was acknowledged or given up.
  next_at            timestamptz,
  last_answer        text
);

create index notifications_due on notifications (next_at) where next_at is not null;

-- Key pairs of the simulated Alipay+, and the public keys of its clients. Test keys, made at the first start.
create table own_keys (
  key_version text primary key,
  public_key  text not null,
  private_key text not null
);

create table client_keys (
  client_id   text not null,
  key_version text not null,
  public_key  text not null,
  primary key (client_id, key_version)
);
