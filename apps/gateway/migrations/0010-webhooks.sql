-- Webhooks that an operator can steer and explain: each attempt is kept, endpoints are verified, paused and removed, events
-- can be sent again, and each has a position in its merchant's list, from which a merchant catches up after an outage.

alter table webhook_endpoints
  -- When the endpoint last answered our verification as it should.
  add column verified_at timestamptz,
  -- While it is set, what happens is kept for the endpoint and nothing is sent.
  add column paused_at   timestamptz,
  add column removed_at  timestamptz;
alter table webhook_endpoints drop constraint webhook_endpoints_merchant_id_url_key;
create unique index webhook_endpoints_url on webhook_endpoints (merchant_id, url) where removed_at is null;

-- A new key is made first, given to the merchant then, and used only after that, as with our own keys.
alter table webhook_keys add column used_from timestamptz;
update webhook_keys set used_from = created_at;

-- One row for each attempt whose outcome is known; the number of one that died with its process is missing.
create table webhook_attempts (
  merchant_id bigint      not null,
  endpoint_id uuid        not null,
  event_id    uuid        not null,
  attempt     integer     not null,
  at          timestamptz not null,
  key_id      text,
  status      integer,
  answer      text,
  error       text,
  duration_ms integer     not null,
  primary key (merchant_id, event_id, endpoint_id, attempt)
);

insert into webhook_attempts
select merchant_id, endpoint_id, event_id, attempts, last_tried_at, null, substring(last_answer from '^(\d{3}) ')::integer,
       substring(last_answer from '^\d{3} (.*)$'), case when last_answer !~ '^\d{3} ' then last_answer end, 0
  from webhook_deliveries where last_answer is not null;

alter table webhook_deliveries
  drop column last_tried_at,
  drop column last_answer,
  -- Asked for again while it was under way: once that is over, it is sent once more.
  add column send_again boolean not null default false;

-- Null until the publisher has seen it committed. A number taken when it is written would let a late commit slip in behind a
-- reader's back. Events that were there before are published like any other.
alter table webhook_events add column position bigint;
create index webhook_events_unpublished on webhook_events (merchant_id, created_at) where position is null;
create unique index webhook_events_published on webhook_events (merchant_id, position) where position is not null;
create index webhook_events_of_type on webhook_events (merchant_id, type, position) where position is not null;

-- The last position given out; whoever publishes for a merchant holds its row.
create table event_positions (
  merchant_id bigint primary key,
  last        bigint not null check (last >= 0)
);

grant select, insert on webhook_attempts to silkgate_app;
grant select, insert, update on event_positions to silkgate_app;
grant update (position) on webhook_events to silkgate_app;
