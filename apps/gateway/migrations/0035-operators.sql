-- People who use the console, and their sessions. Who is of no merchant is the operator's.

create table users (
  user_id        uuid        primary key,
  email          text        not null unique check (email = lower(email)),
  name           text        not null,
  merchant_id    bigint      references merchants,
  role           text        not null,
  -- Argon2id as a PHC string; null until somebody invited has chosen one.
  password_hash  text,
  -- Sealed; null until a second factor was confirmed.
  totp_secret    bytea,
  -- The last time step whose code was used: no code works twice.
  totp_last_step bigint,
  failures       integer     not null default 0 check (failures >= 0),
  locked_until   timestamptz,
  created_at     timestamptz not null,
  disabled_at    timestamptz
);

create table console_sessions (
  -- SHA-256 of what the cookie holds: who reads the database cannot use it.
  token_hash   bytea       primary key,
  session_id   uuid        not null unique,
  user_id      uuid        not null references users,
  address      text        not null,
  agent        text        not null,
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  ended_at     timestamptz
);

create index console_sessions_of_user on console_sessions (user_id, created_at);

grant select, insert, update on users, console_sessions to silkgate_app;
