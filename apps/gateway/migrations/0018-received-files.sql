-- Files from outside: what Alipay+ and the bank have written, before anything of it is understood. A file is received once by its
-- content, whatever it is called; its bytes lie on disk under DATA_DIR. Of no merchant: reference tables where the schema is
-- distributed.

create table received_files (
  file_id      uuid        primary key,
  source       text        not null check (source in ('alipayplus', 'bank')),
  -- As it was called and where it lay when it came first.
  name         text        not null,
  path         text        not null,
  sha256       text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes        bigint      not null check (bytes >= 0),
  received_at  timestamptz not null,
  how          text        not null check (how in ('sftp', 'upload', 'folder')),
  state        text        not null default 'received' check (state in ('received', 'taken', 'refused')),
  -- Why it was refused.
  reason       text,
  ended_at     timestamptz,
  -- When it is to be taken, and how often that has failed.
  due_at       timestamptz,
  failures     integer     not null default 0,
  leased_until timestamptz,
  unique (source, sha256),
  constraint what_has_ended_waits_no_more check ((state = 'received') = (due_at is not null)),
  constraint what_has_ended_says_when check ((state = 'received') = (ended_at is null)),
  constraint a_refusal_has_a_reason check ((state = 'refused') = (reason is not null))
);

create index received_files_waiting on received_files (received_at, file_id) where state = 'received';
create index received_files_of_source on received_files (source, received_at, file_id);

-- Every name under which a content has come. What was seen at an SFTP server is not fetched again.
create table received_file_names (
  file_id     uuid        not null references received_files,
  source      text        not null,
  how         text        not null,
  path        text        not null,
  bytes       bigint      not null,
  modified_at timestamptz not null,
  seen_at     timestamptz not null,
  primary key (file_id, how, path, modified_at)
);

create index received_file_names_seen on received_file_names (source, path);

-- When each SFTP server is looked at next, and how it went last.
create table file_pulls (
  source       text        primary key check (source in ('alipayplus', 'bank')),
  due_at       timestamptz not null,
  -- How often it was looked at again since the last time of day, and in vain.
  tries        integer     not null default 0,
  -- What it had until then is here, but for what comes late.
  complete_to  timestamptz not null,
  -- When something new came last.
  brought_at   timestamptz,
  last_at      timestamptz,
  -- Why the last look failed.
  problem      text,
  leased_until timestamptz
);

-- What we log in with at SFTP servers; each that is not retired is offered, the youngest first.
create table sftp_keys (
  source      text        not null check (source in ('alipayplus', 'bank')),
  key_id      uuid        primary key,
  -- In the form of OpenSSH, for the other side.
  public_key  text        not null,
  private_key bytea       not null,
  created_at  timestamptz not null,
  retired_at  timestamptz
);

grant select, insert, update on received_files, received_file_names, file_pulls to silkgate_app;
grant select on sftp_keys to silkgate_app;
