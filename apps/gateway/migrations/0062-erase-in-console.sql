-- What tells who paid is erased in the console too: of each table, the columns in which it can stand, and no others.

grant update (request_body, response_body) on messages to silkgate_app;
grant update (note) on exception_notes, payment_notes, break_notes to silkgate_app;
grant update (answer) on webhook_attempts to silkgate_app;
grant delete on dispute_files to silkgate_app;

-- What happened to a payment stays as it was written: of it, the reason that people gave can be erased, and nothing else changed.
create function erase_reasons(merchants bigint[], payments text[]) returns void language sql security definer
  set search_path from current as $$
  update payment_events set event = event || '{"reason": "(erased)"}'
   where merchant_id = any (merchants) and payment_id = any (payments) and event ? 'reason'
$$;

revoke execute on function erase_reasons from public;
grant execute on function erase_reasons to silkgate_app;
