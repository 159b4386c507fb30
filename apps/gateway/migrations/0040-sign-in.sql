-- How people show who they are beside their password, and what their organisation asks of them.

alter table console_sessions
  add column shown text not null default 'password' check (shown in ('password', 'password_and_code', 'passkey', 'oidc')),
  -- When they last showed who they are: ways to sign in are changed soon after it alone.
  add column confirmed_at timestamptz not null default '-infinity';
alter table console_sessions alter column shown drop default, alter column confirmed_at drop default;
update console_sessions s set shown = 'password_and_code'
  from users u where u.user_id = s.user_id and u.totp_secret is not null;

create table recovery_codes (
  user_id   uuid  not null references users,
  -- SHA-256 of 80 random bits.
  code_hash bytea not null,
  used_at   timestamptz,
  primary key (user_id, code_hash)
);

create table passkeys (
  credential_id bytea       primary key,
  passkey_id    uuid        not null unique,
  user_id       uuid        not null references users,
  name          text        not null,
  public_key    bytea       not null,
  sign_count    bigint      not null check (sign_count >= 0),
  transports    text[]      not null,
  created_at    timestamptz not null,
  last_used_at  timestamptz
);

create index passkeys_of_user on passkeys (user_id, created_at);

-- What was asked of a browser and is not answered yet: challenges of passkeys, and ways to another sign-in. Each is used once.
create table sign_in_questions (
  -- SHA-256 of the challenge, or of what the browser's cookie holds.
  question_hash bytea       primary key,
  kind          text        not null check (kind in ('new_passkey', 'passkey', 'oidc')),
  user_id       uuid        references users,
  sealed        bytea,
  expires_at    timestamptz not null
);

create index sign_in_questions_by_end on sign_in_questions (expires_at);

-- Who somebody is at the other sign-in, from the first time that they came from there.
create table oidc_links (
  user_id   uuid        primary key references users,
  issuer    text        not null,
  subject   text        not null,
  linked_at timestamptz not null,
  unique (issuer, subject)
);

create table sign_in_rules (
  -- Null for the operator's people.
  merchant_id bigint      unique nulls not distinct references merchants,
  needs       text        not null check (needs in ('password', 'second_factor', 'passkey', 'oidc')),
  set_by      text        not null,
  set_at      timestamptz not null
);

-- Links that were mailed: each is used once, and says what for.
create table mailed_links (
  token_hash bytea       primary key,
  kind       text        not null check (kind in ('invitation', 'recovery')),
  user_id    uuid        not null references users,
  made_at    timestamptz not null,
  expires_at timestamptz not null,
  used_at    timestamptz
);

create index mailed_links_of_user on mailed_links (user_id, made_at);

-- Mails to be sent. What a mail says is sealed, since it may hold a link, and removed once it was sent.
create table mails (
  mail_id     uuid        primary key,
  to_address  text        not null,
  subject     text        not null,
  sealed_text bytea,
  made_at     timestamptz not null,
  attempts    integer     not null default 0,
  next_try_at timestamptz,
  sent_at     timestamptz,
  check (next_try_at is null or sealed_text is not null)
);

create index mails_to_send on mails (next_try_at) where next_try_at is not null;
create index mails_by_age on mails (made_at);

grant select, insert, update on passkeys, recovery_codes, mailed_links, sign_in_rules, oidc_links, mails to silkgate_app;
grant select, insert on sign_in_questions to silkgate_app;
grant delete on recovery_codes, passkeys, sign_in_questions, oidc_links, mails, mailed_links to silkgate_app;
