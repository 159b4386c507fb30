-- Refunds: several for a payment, each asked for at Alipay+ under one id until its outcome is known.

alter table merchants add column refunds_need_approval boolean not null default false;
alter table merchants add column refunds_after_paid boolean not null default false;

-- What refunds that went back or are on their way were booked at, in the settlement currency.
alter table payments add column refund_booked_minor bigint not null default 0 check (refund_booked_minor >= 0);

create table refunds (
  merchant_id           bigint      not null,
  refund_id             text        not null,
  payment_id            text        not null,
  asked_by              text        not null check (asked_by in ('merchant', 'late_success')),
  currency              text        not null,
  amount_minor          bigint      not null check (amount_minor > 0),
  settlement_currency   text        not null,
  booked_minor          bigint      not null check (booked_minor >= 0),
  created_at            timestamptz not null,
  status_changed_at     timestamptz not null,
  -- What the merchant sent that is answered again: references and reason.
  request               jsonb       not null,
  needs_approval        boolean     not null,
  approved              boolean     not null,
  accepted              boolean     not null,
  refused_because       text,
  cancelled             boolean     not null,
  settlement_minor      bigint,
  alipayplus_refund_id  text,
  -- The next call, written down before it is made. Null for a refund that waits for nobody but a person, or is at its end.
  due_at                timestamptz,
  due_since             timestamptz,
  leased_until          timestamptz,
  primary key (merchant_id, refund_id),
  constraint a_refund_in_flight_has_a_deadline check ((due_at is null) = (due_since is null)),
  constraint a_refund_has_one_end check (accepted::int + cancelled::int + (refused_because is not null)::int <= 1)
);

create index refunds_of_payment on refunds (merchant_id, payment_id, refund_id);
create index refunds_due on refunds (due_at, merchant_id) where due_at is not null;

grant select, insert, update on refunds to silkgate_app;

-- An event may be about one of a payment's refunds; it is rendered from the refund as it was at that version.
alter table webhook_events add column refund_id text;
alter table webhook_events drop constraint webhook_events_merchant_id_payment_id_version_key;
create unique index webhook_events_once on webhook_events (merchant_id, payment_id, version, coalesce(refund_id, ''));

-- A request may be about a refund; a repeat that came before its answer was kept is answered with the refund as it is.
alter table idempotence_keys add column refund_id text;

-- A kind of exception may come again after it was resolved, and each refund has its own; at most one of each is open.
alter table exceptions drop constraint exceptions_pkey;
alter table exceptions add column refund_id text not null default '';
alter table exceptions add primary key (merchant_id, payment_id, refund_id, kind, opened_at);
create unique index exceptions_open on exceptions (merchant_id, payment_id, refund_id, kind) where resolved_at is null;
