-- Invoices about our fees: who bills, what is agreed about VAT, which fees each month's invoices cover, the invoices and credit
-- notes themselves, and their numbers. Amounts are in the smallest unit of their currency.

-- The legal entity that bills; the one that was set last is in force. Of no merchant.
create table invoice_suppliers (
  set_at       timestamptz primary key,
  set_by       text        not null,
  -- What its numbers begin with: each series is numbered for itself.
  series       text        not null check (series ~ '^[A-Z0-9]{1,8}$'),
  -- {name, street, further, postcode, city, country, vatId, registration}
  party        jsonb       not null
);

-- What is agreed about VAT with a merchant, from a month on.
create table merchant_vat_terms (
  merchant_id       bigint      not null references merchants,
  from_month        date        not null check (extract(day from from_month) = 1),
  treatment         text        not null check (treatment in ('exempt', 'reverse_charge', 'outside', 'charged')),
  rate_basis_points bigint      not null check (rate_basis_points between 0 and 10000),
  -- What an invoice says about it.
  says              text        not null,
  vat_id            text,
  set_at            timestamptz not null,
  primary key (merchant_id, from_month),
  constraint a_rate_where_it_is_charged check ((treatment = 'charged') = (rate_basis_points > 0)),
  constraint a_vat_id_where_it_must_be_named check (treatment <> 'reverse_charge' or vat_id is not null)
);

-- Months whose invoices are issued, or are being issued. Of no merchant.
create table invoice_runs (
  month       date        primary key check (extract(day from month) = 1),
  at          timestamptz not null,
  finished_at timestamptz
);

-- How far a month's invoices go: fees that count on a day of the month or before it, up to a position, and in no earlier one.
create table invoice_cuts (
  merchant_id bigint not null,
  month       date   not null,
  to_position bigint not null,
  primary key (merchant_id, month)
);

-- The last number that was given out. Whoever issues holds the row until the commit, so that there is no gap. Of no merchant.
create table invoice_numbers (
  series text    not null,
  year   integer not null,
  kind   text    not null check (kind in ('invoice', 'credit_note')),
  last   integer not null check (last >= 0),
  primary key (series, year, kind)
);

-- What was issued. Rows are added, never changed, and kept for ever.
create table invoices (
  merchant_id bigint      not null,
  number      text        not null,
  kind        text        not null check (kind in ('invoice', 'credit_note')),
  series      text        not null,
  year        integer     not null,
  running     integer     not null check (running > 0),
  -- What an invoice is about; null for a credit note.
  month       date        check (extract(day from month) = 1),
  currency    text        not null,
  issued_at   timestamptz not null,
  net_minor   bigint      not null,
  vat_minor   bigint      not null,
  -- A credit note's invoice.
  corrects    text,
  -- All that it says.
  document    jsonb       not null,
  primary key (merchant_id, number),
  unique (merchant_id, month, currency),
  constraint a_credit_note_corrects
    check ((kind = 'credit_note') = (corrects is not null) and (kind = 'invoice') = (month is not null)),
  constraint a_credit_note_gives_back check (kind = 'invoice' or (net_minor > 0 and vat_minor >= 0))
);

create index invoices_by_number on invoices (number);
create index credit_notes_of on invoices (merchant_id, corrects) where corrects is not null;

-- Fees that one person wants to give back and another decides on.
create table invoice_credits (
  merchant_id bigint      not null,
  credit_id   uuid        not null,
  -- The invoice.
  corrects    text        not null,
  net_minor   bigint      not null check (net_minor > 0),
  reason      text        not null,
  asked_by    text        not null,
  asked_at    timestamptz not null,
  decided_by  text        check (decided_by <> asked_by),
  decided_at  timestamptz,
  -- The credit note; null where it was declined.
  number      text,
  primary key (merchant_id, credit_id),
  constraint decided_by_somebody
    check ((decided_by is null) = (decided_at is null) and (number is null or decided_by is not null))
);

create index transfers_of_fees on transfers (merchant_id, accounting_date) where reason in ('fee', 'fee returned');

alter table reports
  -- The invoice or credit note whose file it is.
  add column invoice_number text,
  drop constraint reports_kind_check,
  add constraint reports_kind_check check (kind in ('wx', 'transactions', 'financial', 'invoice', 'credit_note')),
  add constraint an_invoice_has_a_number check ((kind in ('invoice', 'credit_note')) = (invoice_number is not null));

-- Whether a refund gives back its share of our fee, and what that is, in the settlement currency.
alter table contracts add column refunds_fee boolean not null default false;
alter table refunds add column fee_returned_minor bigint check (fee_returned_minor > 0);

-- Invoices are kept.
drop index reports_kept;
create index reports_kept on reports (ready_at, merchant_id)
  where ready_at is not null and removed_at is null and invoice_number is null;

grant select on invoice_suppliers, merchant_vat_terms, invoice_credits to silkgate_app;
grant select, insert on invoice_cuts, invoices to silkgate_app;
grant select, insert, update on invoice_runs, invoice_numbers to silkgate_app;
