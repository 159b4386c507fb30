-- A merchant may leave its consumers less time to pay than the ten minutes that Alipay+ allows.

alter table merchants add column expires_after_seconds integer not null default 600
  check (expires_after_seconds between 60 and 600);
