-- Where the law asks for it, Alipay+ must know a merchant before it takes payments. It decides within days, so that every request
-- to register one is kept as it was sent, with what became of it and with the instant of the next question about it.
-- A small table beside merchants: a reference table where the schema is distributed.

create table merchant_registrations (
  merchant_id             bigint      not null references merchants,
  registration_request_id text        not null,
  request                 jsonb       not null,
  requested_at            timestamptz not null,
  -- Since when Alipay+ has it.
  accepted_at             timestamptz,
  ended_at                timestamptz,
  outcome                 text        check (outcome in ('registered', 'refused')),
  -- What was heard last.
  detail                  text,
  next_at                 timestamptz,
  primary key (merchant_id, registration_request_id),
  constraint what_has_ended_has_an_outcome check ((ended_at is null) = (outcome is null)),
  constraint whoever_waits_has_a_deadline check ((ended_at is null) = (next_at is not null))
);

create index merchant_registrations_due on merchant_registrations (next_at) where next_at is not null;

grant select, update on merchant_registrations to silkgate_app;
