-- Merchants are told of what becomes of what they are paid.

alter table webhook_events
  add column remittance_id     text,
  -- Why the bank said no, or sent the money back, as it was when the event was written.
  add column remittance_reason text,
  drop constraint an_event_is_about_something,
  add constraint an_event_is_about_something
    check (payment_id is not null or report_id is not null or remittance_id is not null);

-- Each is told once.
create unique index webhook_events_of_remittance on webhook_events (merchant_id, remittance_id, type)
  where remittance_id is not null;
