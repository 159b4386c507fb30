-- Disputes: what a consumer's wallet asks about a payment or claims of it, answered by its merchant before a deadline.

-- What is claimed by disputes under way, and what was lost by disputes; neither can be refunded.
alter table payments add column disputing_minor bigint not null default 0 check (disputing_minor >= 0);
alter table payments add column disputed_minor bigint not null default 0 check (disputed_minor >= 0);
alter table payments drop constraint refunds_within_what_was_paid;
alter table payments add constraint refunds_within_what_was_paid
  check (refunded_minor + refunding_minor + disputing_minor + disputed_minor <= captured_minor + late_success_minor);

create table disputes (
  merchant_id         bigint      not null,
  dispute_id          text        not null,
  payment_id          text        not null,
  -- The disputeRequestId of Alipay+.
  request_id          text        not null,
  kind                text        not null check (kind in ('retrieval', 'escalation')),
  currency            text        not null,
  amount_minor        bigint      not null check (amount_minor > 0),
  held_minor          bigint      not null check (held_minor >= 0),
  taken_minor         bigint      not null check (taken_minor >= 0),
  settlement_currency text        not null,
  booked_minor        bigint      not null check (booked_minor >= 0),
  reason              text,
  opened_at           timestamptz not null,
  status_changed_at   timestamptz not null,
  answer_by           timestamptz not null,
  answer              text        check (answer in ('defended', 'accepted', 'unanswered')),
  delivered           boolean     not null,
  outcome             text        check (outcome in ('won', 'lost', 'withdrawn')),
  reversed            boolean     not null,
  due_at              timestamptz,
  due_since           timestamptz,
  leased_until        timestamptz,
  primary key (merchant_id, dispute_id),
  unique (merchant_id, payment_id, request_id),
  constraint a_dispute_under_way_has_a_deadline
    check ((due_at is null) = (due_since is null) and (due_at is null) = (outcome is not null))
);

create index disputes_of_payment on disputes (merchant_id, payment_id, dispute_id);
create index disputes_by_request on disputes (request_id);
create index disputes_due on disputes (due_at, merchant_id) where due_at is not null;

grant select, insert, update on disputes to silkgate_app;

-- An event may be about one of a payment's disputes; it is rendered from the dispute as it was at that version, which no other
-- event of the payment has: webhook_events_once holds.
alter table webhook_events add column dispute_id text;
