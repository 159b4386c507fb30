-- Developers in the console. Keys are made, put in use and ended there too; whoever changes a merchant holds its row meanwhile, which
-- needs a column that may be changed.

grant insert, update (retired_at) on api_keys to silkgate_app;
grant insert, update (retired_at, used_from) on webhook_keys to silkgate_app;
grant insert on merchant_changes to silkgate_app;
grant update (status) on merchants to silkgate_app;

-- When a key last signed a request that was let in, and where that came from.
create table api_key_uses (
  merchant_id bigint      not null,
  key_id      text        not null,
  used_at     timestamptz not null,
  address     text        not null,
  primary key (merchant_id, key_id)
);

grant select, insert, update (used_at, address) on api_key_uses to silkgate_app;

-- What merchants' programs have called, kept for 30 days so that their developers see why a call failed. It is written beside the
-- API, in batches; nothing of the books follows from it, and what is not written yet when the process dies is lost.
create table api_calls (
  merchant_id     bigint      not null,
  -- The request id that an error answer names too.
  call_id         uuid        not null,
  at              timestamptz not null,
  -- Null where nobody has shown to have signed it.
  api_key_id      text,
  address         text        not null,
  operation       text        not null,
  method          text        not null,
  path            text        not null,
  query           text,
  status          smallint    not null,
  -- The id of the first error of the answer.
  error_id        text,
  duration_ms     integer     not null,
  idempotence_key text,
  -- Bodies with all that may say who the consumer is, or let somebody act, masked.
  request         text,
  answer          text,
  -- Of a request that was refused for its signature: what the signature covers, sealed, for the signature doctor alone.
  signed_parts    bytea,
  primary key (merchant_id, call_id)
);

create index api_calls_by_time on api_calls (merchant_id, at, call_id);
create index api_calls_by_error on api_calls (merchant_id, error_id, at) where error_id is not null;
create index api_calls_by_idempotence_key on api_calls (merchant_id, idempotence_key) where idempotence_key is not null;
create index api_calls_by_age on api_calls (at);

grant select, insert, delete on api_calls to silkgate_app;
