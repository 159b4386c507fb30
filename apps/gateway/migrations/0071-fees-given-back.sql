-- Giving back what refunds lack of our fee is a matter for two people, where it is much; and is found without a look at every
-- refund.
alter table approvals drop constraint approvals_kind_check;
alter table approvals add constraint approvals_kind_check
  check (kind in ('bank_account', 'vat_terms', 'invoice_supplier', 'fee_return'));

create index refunds_without_fee on refunds (merchant_id, payment_id)
  where fee_returned_minor is null and refused_because is null and not cancelled;
