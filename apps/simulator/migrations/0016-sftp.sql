-- What partners fetch over SFTP: files of Alipay+ and of the bank, the server's host key, and the keys that its users log in with.

create table if not exists files (
  owner      text        not null,
  path       text        not null,
  written_at timestamptz not null,
  body       bytea       not null,
  primary key (owner, path)
);

-- Uncompressed, so that a piece from the middle is read without the rest.
alter table files alter column body set storage external;

create table sftp_host_key (
  one         boolean primary key default true check (one),
  private_key text    not null
);

create table sftp_client_keys (
  username   text not null check (username in ('alipayplus', 'bank')),
  public_key text not null,
  primary key (username, public_key)
);
