-- What the daily check moves between our own accounts is told to the bank, and is on the books once the bank has moved it.

create table sweeps (
  -- The end-to-end id of its order.
  sweep_id               text        primary key,
  day                    date        not null,
  currency               text        not null,
  -- To the operating account; negative: from it.
  minor                  bigint      not null check (minor <> 0),
  ordered_at             timestamptz not null,
  -- The file that tells the bank, and its group there.
  file_id                uuid,
  payment_information_id text,
  sent_at                timestamptz,
  -- What pain.002 says.
  accepted_at            timestamptz,
  rejected_at            timestamptz,
  -- What statements say: a debit, a credit on the other account, or one on the account that it left.
  left_at                timestamptz,
  arrived_at             timestamptz,
  returned_at            timestamptz,
  -- Why it was rejected or returned.
  reason                 text,
  unique (day, currency)
);

create index sweeps_to_send on sweeps (currency) where file_id is null;
create index sweeps_of_file on sweeps (file_id) where file_id is not null;
create index sweeps_open on sweeps (currency) where left_at is null or arrived_at is null;

grant select, insert, update on sweeps to silkgate_app;

-- What was on its way at a check; null where what it swept was never told to the bank.
alter table daily_checks add column in_transit bigint;

-- Until now sweeps were on the books and the bank never heard of them: they are taken back, and the next check orders them.
insert into transfers (merchant_id, transfer_id, about, debit, credit, currency, minor, reason, at, accounting_date)
select t.merchant_id, md5('sweep taken back ' || t.transfer_id)::uuid, t.about, t.credit, t.debit, t.currency, t.minor,
       'sweep taken back', m.at,
       greatest((m.at at time zone 'Europe/Amsterdam')::date,
                (select (max(month) + interval '1 month')::date from closed_months))
  from transfers t, (select greatest(now(), max(at)) as at from transfers) m
 where t.merchant_id = 0 and t.reason = 'sweep';

-- Where our accounts are: banks want it of whom they pay outside SEPA.
alter table bank_accounts
  add column bic     text,
  add column town    text,
  add column country text;
