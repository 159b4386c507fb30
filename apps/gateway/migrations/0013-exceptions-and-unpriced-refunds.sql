-- What a person must look at has an owner, notes, and an end that somebody gave a reason for. And a payment whose settlement
-- amount is not known yet can be refunded.

alter table exceptions add column owner text;
alter table exceptions add column resolved_by text;
alter table exceptions add column resolution text;
alter table exceptions add constraint whoever_resolves_says_why
  check ((resolved_by is null) = (resolution is null) and (resolved_by is null or resolved_at is not null));

create table exception_notes (
  merchant_id bigint      not null,
  payment_id  text        not null,
  note_id     uuid        not null,
  refund_id   text        not null,
  kind        text        not null,
  opened_at   timestamptz not null,
  at          timestamptz not null,
  written_by  text        not null,
  note        text        not null,
  primary key (merchant_id, payment_id, note_id)
);

grant select, insert on exception_notes to silkgate_app;

-- Asked for before the payment had a settlement amount: booked_minor is in the payment's currency.
alter table refunds add column unpriced boolean not null default false;
