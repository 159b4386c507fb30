-- Hosted checkouts: a merchant's order that a consumer pays on our page. The link that the consumer holds is a secret, so
-- that only its hash is kept. And how each merchant's page looks.

create table hosted_checkouts (
  merchant_id        bigint      not null,
  hosted_checkout_id uuid        not null,
  secret_hash        bytea       not null check (octet_length(secret_hash) = 32),
  currency           text        not null,
  amount_minor       bigint      not null check (amount_minor > 0),
  created_at         timestamptz not null,
  expires_at         timestamptz not null check (expires_at > created_at),
  -- What the merchant sent that is needed again: references, return URL, wishes for the page, lines of the order.
  request            jsonb       not null,
  attempts           integer     not null default 0,
  payment_id         text,
  cancelled_at       timestamptz,
  deleted_at         timestamptz,
  primary key (merchant_id, hosted_checkout_id),
  constraint each_attempt_is_a_payment check ((attempts = 0) = (payment_id is null))
);

create index hosted_checkouts_expiry on hosted_checkouts (expires_at);

create table checkout_variants (
  merchant_id bigint      not null references merchants,
  variant     text        not null check (variant ~ '^[A-Za-z0-9_-]{1,32}$'),
  accent      text        check (accent ~ '^#[0-9a-f]{6}$'),
  radius_px   integer     check (radius_px between 0 and 24),
  -- A sentence of the merchant's above the ways to pay.
  note        text,
  logo        bytea       check (octet_length(logo) <= 65536),
  logo_type   text        check (logo_type in ('image/png', 'image/jpeg', 'image/webp', 'image/svg+xml')),
  changed_at  timestamptz not null,
  primary key (merchant_id, variant),
  constraint a_logo_has_a_type check ((logo is null) = (logo_type is null))
);

-- A key may stand for a request that is about no payment.
alter table idempotence_keys alter column payment_id drop not null;

grant select, insert, update, delete on hosted_checkouts to silkgate_app;
grant select on checkout_variants to silkgate_app;
