-- Merchants are boarded and changed in the console too. A new version of a contract is proposed there, and holds once another
-- person has approved it.

create table contract_proposals (
  merchant_id bigint      not null references merchants,
  proposal_id uuid        not null,
  -- From when on it is to hold; null: as soon as it is approved.
  valid_from  timestamptz,
  -- What is to change, as it was given: what is not named stays as it is then.
  terms       jsonb       not null,
  proposed_by text        not null,
  proposed_at timestamptz not null,
  decision    text        check (decision in ('approved', 'refused')),
  decided_by  text,
  decided_at  timestamptz,
  primary key (merchant_id, proposal_id),
  constraint decided_by_somebody check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null)),
  constraint approved_by_another check (decision <> 'approved' or decided_by <> proposed_by)
);

-- One at a time, so that whoever approves knows what it changes.
create unique index contract_proposals_open on contract_proposals (merchant_id) where decision is null;

select keep_changes_of('contract_proposals');

grant select, insert on contract_proposals to silkgate_app;
grant update (decision, decided_by, decided_at) on contract_proposals to silkgate_app;
grant insert on merchants, contracts, contract_prices, merchant_kyb, payout_accounts, merchant_registrations to silkgate_app;
grant update (name, display_name, mcc, address, limits, day_limits, month_limits, further_currencies, expires_after_seconds)
  on merchants to silkgate_app;
grant update on merchant_kyb to silkgate_app;
grant update (approved_by, approved_at, usable_from) on payout_accounts to silkgate_app;
