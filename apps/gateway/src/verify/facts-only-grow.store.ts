import { type Invariant, look } from './verdict.store.ts'

/** A payment stands at the version of its last event, and there is one event for each version. */
const versions = `
  select p.payment_id as id from payments p
    left join (select merchant_id, payment_id, count(*) as events, max(version) as last from payment_events group by 1, 2) e
         using (merchant_id, payment_id)
   where p.version <> coalesce(e.last, 1) or p.version <> coalesce(e.events, 0) + 1`

const contradictions = `
  select payment_id as id from payments
   where (captured and (closed or refused is not null))
      or captured <> (captured_minor > 0) or captured <> (captured_at is not null)
      or (captured and captured_minor <> amount_minor)
      or (settled and not captured) or (late_success_minor > 0 and (captured or not (closed or refused is not null)))`

/** Whoever can still be paid, and every refund that Alipay+ has not answered, has a next step and a time for it. */
const withoutDeadline = `
  select payment_id as id from payments where not captured and not closed and refused is null and due_at is null
  union all
  select refund_id from refunds
   where not accepted and not cancelled and refused_because is null and (approved or not needs_approval) and due_at is null
  union all
  select dispute_id from disputes where outcome is null and due_at is null`

export const factsOnlyGrow: Invariant = {
  number: 2,
  says: 'facts only grow; whoever waits has a deadline',
  check: (tx) =>
    look(
      tx,
      { looked: 'select count(*) from payment_events', broken: versions },
      { looked: 'select count(*) from payments', broken: contradictions },
      { looked: 'select (select count(*) from refunds) + (select count(*) from disputes)', broken: withoutDeadline },
    ),
}
