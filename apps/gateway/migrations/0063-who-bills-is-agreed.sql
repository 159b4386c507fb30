-- Who bills is a matter for two people, as what is agreed about VAT is.
alter table approvals drop constraint approvals_kind_check;
alter table approvals add constraint approvals_kind_check check (kind in ('bank_account', 'vat_terms', 'invoice_supplier'));
