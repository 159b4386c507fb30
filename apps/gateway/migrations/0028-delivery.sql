-- How reports reach merchants: fetched from our SFTP server, or put on one of theirs, and told of by an event.

-- What a merchant logs in with at our server; each that is not retired is let in.
create table merchant_sftp_keys (
  merchant_id bigint      not null,
  key_id      uuid        not null,
  -- In the form of OpenSSH, as the merchant gave it.
  public_key  text        not null,
  fingerprint text        not null,
  created_at  timestamptz not null,
  retired_at  timestamptz,
  primary key (merchant_id, key_id)
);

create unique index merchant_sftp_keys_once on merchant_sftp_keys (merchant_id, fingerprint) where retired_at is null;

-- The host key of our server, sealed: made once, and the same for all gateways. Of no merchant.
create table sftp_host_key (
  only_one    boolean     primary key default true check (only_one),
  private_key bytea       not null,
  created_at  timestamptz not null
);

-- Where a merchant wants its reports put, on an SFTP server of its own.
create table report_push_targets (
  merchant_id   bigint      primary key,
  host          text        not null,
  port          integer     not null check (port between 1 and 65535),
  username      text        not null,
  -- `SHA256:…`: no other host key is trusted.
  host_key      text        not null,
  folder        text        not null,
  -- What we log in with there, made for this merchant; the private half is sealed.
  public_key    text        not null,
  private_key   bytea       not null,
  set_at        timestamptz not null,
  removed_at    timestamptz,
  -- How often in a row it has failed, why, and when it is tried again.
  failures      integer     not null default 0,
  problem       text,
  next_try_at   timestamptz,
  last_push_at  timestamptz,
  leased_until  timestamptz
);

-- Reports that are put there: each once, and again where that is asked for.
create table report_pushes (
  merchant_id bigint      not null,
  report_id   uuid        not null,
  state       text        not null default 'pending' check (state in ('pending', 'pushed', 'given_up')),
  asked_at    timestamptz not null,
  pushed_at   timestamptz,
  times       integer     not null default 0,
  primary key (merchant_id, report_id)
);

create index report_pushes_pending on report_pushes (merchant_id, asked_at) where state = 'pending';

-- An event is about a payment or about a report.
alter table webhook_events
  alter column payment_id drop not null,
  add column report_id uuid,
  add constraint an_event_is_about_something check (payment_id is not null or report_id is not null);
create unique index webhook_events_of_report on webhook_events (merchant_id, report_id) where report_id is not null;

-- A report that is old enough is taken off the disk; its row stays.
alter table reports add column removed_at timestamptz;
create index reports_kept on reports (ready_at, merchant_id) where ready_at is not null and removed_at is null;

comment on column reports.delivered_at is
  'when its merchant was told that it is ready; from then on it is in the list of reports, and pushed where that is wanted';

grant select on merchant_sftp_keys to silkgate_app;
grant select, insert on sftp_host_key to silkgate_app;
grant select, update on report_push_targets to silkgate_app;
grant select, insert, update on report_pushes to silkgate_app;
