-- A key pair of Alipay+ is published first, and signs only after its clients have had the time to take its public half.

alter table own_keys add column used_from timestamptz;

update own_keys set used_from = now();
