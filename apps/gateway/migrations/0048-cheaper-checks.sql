-- Checked at every update of a payment: thirty digits, without the search for a pattern.

alter table payments drop constraint payments_payment_id_check;
alter table payments add constraint payments_payment_id_check
  check (length(payment_id) = 30 and translate(payment_id, '0123456789', '') = '');
