-- Who did what, from where, before and after. Each entry carries the hash of the one before, so that a gap, another order, a
-- change or a missing entry shows; the end of the chain is kept apart, so that missing entries at its end show too.

create table audit_entries (
  number       bigint      primary key check (number > 0),
  at           timestamptz not null,
  door         text        not null check (door in ('console', 'command line')),
  -- The address of a request, or the login and machine of a command.
  origin       text        not null,
  -- Null for somebody who did not show who they are.
  by           text,
  role         text,
  -- Whose person it was: a merchant's, or the operator's (null).
  organisation bigint,
  operation    text        not null,
  -- What it was about.
  merchant_id  bigint,
  about        text,
  -- What was asked, and each changed row before and after. As json, whose text stays as it was written.
  details      json        not null,
  previous     bytea       not null unique check (octet_length(previous) = 32),
  -- SHA-256 over previous and the columns above.
  hash         bytea       not null check (octet_length(hash) = 32)
);

create index audit_entries_of_organisation on audit_entries (organisation, number);
create index audit_entries_by on audit_entries (by, number);
create index audit_entries_about on audit_entries (about, number);
create index audit_entries_of_operation on audit_entries (operation, number);

-- The end of the chain: whoever adds an entry holds this row, for as long as that takes.
create table audit_head (
  one    boolean primary key default true check (one),
  number bigint  not null check (number >= 0),
  hash   bytea   not null check (octet_length(hash) = 32)
);

insert into audit_head (number, hash) values (0, decode(repeat('00', 32), 'hex'));

grant select, insert on audit_entries to silkgate_app;
grant select, update (number, hash) on audit_head to silkgate_app;

-- Notes a changed row for the entry that ends the transaction. What is longer than a line of text is left out, and beyond so
-- many rows they are counted alone.
create function note_change() returns trigger language plpgsql as $$
declare
  noted text := current_setting('silkgate.changes', true);
begin
  if length(noted) < 65536 then
    perform set_config('silkgate.changes', noted || jsonb_build_object(
      'table', tg_table_name, 'before', short_fields(to_jsonb(old)), 'after', short_fields(to_jsonb(new)))::text || E'\n', true);
  else
    perform set_config('silkgate.changes_left_out',
      (coalesce(nullif(current_setting('silkgate.changes_left_out', true), ''), '0')::bigint + 1)::text, true);
  end if;
  return null;
end $$;

create function short_fields(fields jsonb) returns jsonb language sql immutable as $$
  select jsonb_object_agg(key, case when length(value::text) > 4000 then '"(long)"' else value end) from jsonb_each(fields)
$$;

-- To be called by the migration that makes a table which people change.
create function keep_changes_of(changed regclass) returns void language plpgsql as $$
begin
  execute format(
    'create trigger note_change after insert or update or delete on %s for each row '
    'when (current_setting(''silkgate.audited'', true) = ''on'') execute function note_change()', changed);
end $$;

-- Every table but those that the program alone writes, each of whose rows says itself what it follows from.
select keep_changes_of(format('%I', table_name)::regclass)
  from information_schema.tables
 where table_schema = current_schema() and table_type = 'BASE TABLE'
   and table_name not in (
     'migrations', 'audit_entries', 'audit_head',
     'order_numbers', 'payments', 'payment_events', 'messages', 'idempotence_keys', 'client_sessions', 'hosted_checkouts',
     'transfers', 'transfer_positions', 'balance_checkpoints', 'daily_checks', 'merchant_volumes', 'merchant_takings',
     'webhook_events', 'webhook_deliveries', 'webhook_attempts', 'event_positions',
     'received_files', 'received_file_names', 'file_pulls', 'clearing_batches', 'settlement_batches', 'settlement_batch_parts',
     'report_lines', 'quarantined_rows', 'report_files', 'bank_statements', 'bank_entries', 'settlement_receipts',
     'reconciliation_runs', 'remittance_cutoffs', 'remittance_payments', 'remittance_skips', 'remittance_files',
     'remittance_answers', 'remittance_entries', 'reports', 'report_days', 'report_pushes', 'sftp_host_key');
