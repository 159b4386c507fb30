-- A sweep that the bank was never told of moves nothing: the next check does not count it, and orders anew what is right then.
alter table sweeps add column withdrawn_at timestamptz;

drop index sweeps_to_send;
create index sweeps_to_send on sweeps (currency) where file_id is null and withdrawn_at is null;
