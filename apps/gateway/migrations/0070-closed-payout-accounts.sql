-- A merchant's account can be closed: nobody is paid to it, nor to one that it took the place of. One person asks for it, about
-- the youngest version of a currency; another agrees, and every version that there is of it is closed.

alter table payout_accounts
  add column closing_reason   text,
  add column closing_asked_by text,
  add column closing_asked_at timestamptz,
  add column closed_by        text,
  add column closed_at        timestamptz,
  add constraint closing_asked_by_somebody
    check ((closing_reason is null) = (closing_asked_by is null) and (closing_reason is null) = (closing_asked_at is null)),
  add constraint closed_by_another check (closed_by <> closing_asked_by and (closed_by is null) = (closed_at is null));

grant update (closing_reason, closing_asked_by, closing_asked_at, closed_by, closed_at) on payout_accounts to silkgate_app;
