-- What the console shows and keeps of payments: notes of people, lists kept as views, and what lists are read by.

create table payment_notes (
  merchant_id bigint      not null,
  payment_id  text        not null,
  note_id     uuid        not null,
  at          timestamptz not null,
  written_by  text        not null,
  -- Written by the operator's people: the merchant's do not see it.
  is_internal boolean     not null,
  note        text        not null check (note <> ''),
  primary key (merchant_id, payment_id, note_id)
);

create table console_views (
  user_id uuid not null references users,
  view_id uuid not null,
  path    text not null,
  name    text not null check (name <> ''),
  search  text not null,
  primary key (user_id, view_id),
  unique (user_id, path, name)
);

grant select, insert on payment_notes to silkgate_app;
grant select, insert, update, delete on console_views to silkgate_app;

-- Refunds of a merchant, whoever asked for them, the newest first; and those that are at no end.
create index refunds_by_time on refunds (merchant_id, created_at, refund_id);
create index refunds_under_way on refunds (merchant_id, created_at, refund_id)
  where not accepted and not cancelled and refused_because is null;

-- Payments of an amount.
create index payments_by_amount on payments (merchant_id, currency, amount_minor, created_at, payment_id);

-- An exception as an address can name it.
alter table exceptions add column exception_id uuid not null generated always as (
  md5(merchant_id || '/' || payment_id || '/' || refund_id || '/' || kind || '/'
      || extract(epoch from opened_at at time zone 'UTC'))::uuid) stored;
create unique index exceptions_by_id on exceptions (exception_id);
