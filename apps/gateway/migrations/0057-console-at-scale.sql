-- What was found by checks that look at everything, so that whoever wants to know need not have it looked at again. Times are
-- those of the wall clock: what is stored is checked, whatever the clock of the sandbox says.

create table checks (
  name         text        primary key,
  -- Null while it was never made.
  at           timestamptz,
  took_ms      integer,
  found        jsonb,
  -- When somebody asked for it to be made anew.
  wanted_at    timestamptz,
  -- While it is made: until when nobody else makes it.
  leased_until timestamptz
);

grant select, insert, update on checks to silkgate_app;

-- The newest payments of all merchants, for those who see all; like every index over payments, of nothing that changes.
create index payments_by_time on payments (created_at, payment_id);
create index payments_refused_by_time on payments (created_at, payment_id) where refused is not null;
create index payments_closed_by_time on payments (created_at, payment_id) where closed;
create index payments_refunded_by_time on payments (created_at, payment_id) where refunded_minor > 0;
