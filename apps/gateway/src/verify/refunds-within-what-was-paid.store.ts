import { remittancesWithinWhatWasAvailable } from './remittances-within-what-was-available.store.ts'
import { type Invariant, look } from './verdict.store.ts'

/** What a payment's refunds and disputes come to is what stands in its row, and no more than was captured or came late. */
const exceeded = `
  select p.payment_id as id from payments p
    left join (select merchant_id, payment_id,
                      coalesce(sum(amount_minor) filter (where accepted), 0) as refunded,
                      coalesce(sum(amount_minor) filter (where not accepted and not cancelled and refused_because is null), 0)
                        as refunding
                 from refunds group by 1, 2) r using (merchant_id, payment_id)
    left join (select merchant_id, payment_id,
                      coalesce(sum(held_minor) filter (where outcome is null), 0) as disputing,
                      coalesce(sum(taken_minor) filter (where outcome = 'lost' and not reversed), 0) as disputed
                 from disputes where kind = 'escalation' group by 1, 2) d using (merchant_id, payment_id)
   where p.refunded_minor + p.refunding_minor + p.disputing_minor + p.disputed_minor > p.captured_minor + p.late_success_minor
      or (p.refunded_minor, p.refunding_minor) is distinct from (coalesce(r.refunded, 0), coalesce(r.refunding, 0))
      or (p.disputing_minor, p.disputed_minor) is distinct from (coalesce(d.disputing, 0), coalesce(d.disputed, 0))`

export const refundsWithinWhatWasPaid: Invariant = {
  number: 4,
  says:
    'refunds and disputes are never more than was captured or came late, and no remittance is more than was available at its ' +
    'cut-off',
  check: (tx) =>
    look(tx, { looked: 'select count(*) from payments', broken: exceeded }, remittancesWithinWhatWasAvailable),
}
