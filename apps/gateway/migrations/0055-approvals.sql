-- What one person asks for and another agrees to, where it decides where money goes or what is charged. Nothing happens before.
create table approvals (
  -- 0 for what belongs to no merchant.
  merchant_id bigint      not null,
  approval_id uuid        not null,
  kind        text        not null check (kind in ('bank_account', 'vat_terms')),
  -- What is to be so.
  asked       jsonb       not null,
  asked_by    text        not null,
  asked_at    timestamptz not null,
  decided_by  text        check (decided_by <> asked_by),
  decided_at  timestamptz,
  is_approved boolean,
  primary key (merchant_id, approval_id),
  constraint decided_by_somebody
    check ((decided_by is null) = (decided_at is null) and (decided_by is null) = (is_approved is null))
);

create index approvals_waiting on approvals (kind, asked_at) where decided_by is null;

select keep_changes_of('approvals');

grant select on approvals to silkgate_app;
