-- The console lists reports that can be downloaded, the latest first: of all merchants, or of one.
create index reports_listed on reports (ready_at, merchant_id, name collate "C")
  where ready_at is not null and removed_at is null;
create index reports_of_merchant_listed on reports (merchant_id, ready_at, name collate "C")
  where ready_at is not null and removed_at is null;
