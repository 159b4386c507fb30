-- Who we work for: merchants, their dated contracts, their keys, and our keys with Alipay+.
-- Small tables that every shard needs whole (reference tables where the schema is distributed).

-- The role the program runs as. Roles belong to the whole server, so another database's migration may be making the same one now.
do $$ begin
  if not exists (select from pg_roles where rolname = 'silkgate_app') then create role silkgate_app nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;

grant select on migrations to silkgate_app;

create table merchants (
  merchant_id          bigint      primary key check (merchant_id between 1 and 9999999999),
  name                 text        not null,
  display_name         text        not null,
  mcc                  text        not null check (mcc ~ '^\d{4}$'),
  address              jsonb       not null,
  settlement_currency  text        not null check (settlement_currency ~ '^[A-Z]{3}$'),
  limits               jsonb       not null default '{}',
  created_at           timestamptz not null
);

create table contracts (
  merchant_id      bigint      not null references merchants,
  valid_from       timestamptz not null,
  fee_basis_points bigint      not null check (fee_basis_points between 0 and 10000),
  fee_fixed_minor  bigint      not null check (fee_fixed_minor >= 0),
  primary key (merchant_id, valid_from)
);

create table api_keys (
  key_id      text        primary key,
  merchant_id bigint      not null references merchants,
  secret      bytea       not null,
  created_at  timestamptz not null,
  retired_at  timestamptz
);

create table webhook_keys (
  key_id      text        primary key,
  merchant_id bigint      not null references merchants,
  secret      bytea       not null,
  created_at  timestamptz not null,
  retired_at  timestamptz
);

-- Our private keys ('ours') and the public keys of Alipay+ ('theirs'), several versions of each at once.
create table alipayplus_keys (
  side        text        not null check (side in ('ours', 'theirs')),
  key_version text        not null,
  public_key  text        not null,
  private_key bytea       check ((private_key is not null) = (side = 'ours')),
  created_at  timestamptz not null,
  retired_at  timestamptz,
  primary key (side, key_version)
);

grant select on merchants, contracts, api_keys, webhook_keys, alipayplus_keys to silkgate_app;
