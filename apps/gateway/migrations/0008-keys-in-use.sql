-- A key of ours is made first, uploaded at Alipay+ then, and used only after that: the public half must be known there before
-- anything is signed with the private one.

alter table alipayplus_keys add column used_from timestamptz;

update alipayplus_keys set used_from = created_at where side = 'ours';
