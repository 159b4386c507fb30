-- A merchant's month is billed for itself: what fails is tried again, and holds up nobody else's, nor a later one of its own.
alter table invoice_cuts
  -- When it is to be billed, or tried again; null once it is, or no fee is covered.
  add column due_at timestamptz;

update invoice_cuts c set due_at = r.at from invoice_runs r where r.month = c.month and r.finished_at is null;

create index invoice_cuts_due on invoice_cuts (due_at) where due_at is not null;

-- Whether a month is billed is said by its cuts.
alter table invoice_runs drop column finished_at;

-- Fees that were posted late: behind the cut before, of a day before it.
create index transfers_of_fees_by_position on transfers (merchant_id, position) where reason in ('fee', 'fee returned');

grant update (due_at) on invoice_cuts to silkgate_app;
