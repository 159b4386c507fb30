-- Payment files that are put into the bank's folder, and what becomes of each payment in them.

create table transfer_messages (
  number      integer generated always as identity primary key,
  -- Of the file, on the bank's server.
  path        text        not null unique,
  received_at timestamptz not null,
  answers_at  timestamptz not null,
  answered_at timestamptz,
  -- As the file says; null until it is read, and where it cannot be.
  message_id  text,
  -- ACCP, PART or RJCT; null until it is answered.
  status      text,
  reason      jsonb
);

create index transfer_messages_due on transfer_messages (answers_at) where answered_at is null;
create index transfer_messages_by_id on transfer_messages (message_id) where message_id is not null;

create table transfers (
  id             bigint  generated always as identity primary key,
  message_number integer not null references transfer_messages,
  account_id     text    not null,
  -- All that the file says of it; amounts are texts.
  instructed     jsonb   not null,
  -- Accepted: to be booked on its execution day. Rejected: at once, or on that day.
  status         text    not null check (status in ('accepted', 'rejected', 'booked')),
  reason         jsonb,
  execution_day  date,
  -- Possibly to come.
  returned_on    date,
  check (status = 'rejected' or execution_day is not null)
);

create index transfers_to_execute on transfers (execution_day) where status = 'accepted';

-- What is booked for payments names them, and with them who is at the other end.
alter table bank_entries add column transfers jsonb not null default '[]';
alter table bank_entries alter column counterparty drop not null;
