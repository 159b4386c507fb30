-- Client sessions: what a merchant's page may ask us in the merchant's name, for two hours. The id that the page holds
-- is a secret, so that only its hash is kept; the customer's id stands in addresses and is none.

create table client_sessions (
  merchant_id  bigint      not null,
  session_hash bytea       not null check (octet_length(session_hash) = 32),
  customer_id  text        not null,
  -- Which products the page may see.
  filters      jsonb       not null,
  created_at   timestamptz not null,
  expires_at   timestamptz not null check (expires_at > created_at),
  primary key (merchant_id, session_hash)
);

create index client_sessions_expiry on client_sessions (expires_at);

grant select, insert, delete on client_sessions to silkgate_app;
