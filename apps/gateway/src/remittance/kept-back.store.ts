import {
  type ByPayment,
  type Currency,
  type MerchantId,
  type PartOfPayment,
  type PaymentId,
  paidOfPayment,
  type RemittanceId,
  type RemittanceStatus,
  unpaidOfPayment,
} from '@silkgate/domain'
import type { Db, Row, Tx } from '../postgres/db.ts'
import { goesOnInto } from './list-remittances.store.ts'
import type { Pair } from './run.store.ts'

type Reads = { readonly read: Db['read'] | Tx['run'] }

/** What the last remittance of a merchant and currency kept back, which stayed available. */
export const keptBackBefore = async (tx: Tx, { merchantId, currency }: Pair): Promise<bigint> => {
  const [row] = await tx.run<{ minor: bigint }>({
    text: `select kept_back_minor as minor from remittances where merchant_id = $1 and currency = $2
            order by cutoff_position desc, remittance_id collate "C" desc limit 1`,
    values: [merchantId, currency],
  })
  return row?.minor ?? 0n
}

/** What disputes under way may take of each payment that is settled, at its rate. */
export const disputedOf = async ({ run }: Pick<Tx, 'run'>, { merchantId, currency }: Pair): Promise<ByPayment> => {
  const rows = await run<{ payment_id: PaymentId; minor: bigint }>({
    text: `select payment_id, sum((d.held_minor * p.settlement_minor + p.amount_minor - 1) / p.amount_minor)::bigint as minor
             from disputes d join payments p using (merchant_id, payment_id)
            where merchant_id = $1 and d.outcome is null and d.held_minor > 0 and p.settled and p.settlement_currency = $2
            group by payment_id`,
    values: [merchantId, currency],
  })
  return new Map(rows.map(({ payment_id, minor }) => [payment_id, minor]))
}

type HeldPayment = {
  readonly paymentId: PaymentId
  readonly currency: Currency
  /** What it has brought, less our fee and what went back. */
  readonly ownMinor: bigint
  readonly parts: PartOfPayment[]
}

type PartRow = Row & {
  readonly payment_id: PaymentId
  readonly currency: Currency
  readonly own: bigint
  readonly remittance_id: RemittanceId | null
  readonly status: RemittanceStatus
  readonly listed: bigint
  readonly kept: bigint
  readonly next: RemittanceId | null
  readonly carried_into: RemittanceId | null
}

/** SQL: payments on hold of the merchants $1, and the remittances that have to do with them, or money of theirs went on into. */
const parts = `
  with recursive held as (
    select p.merchant_id, p.payment_id, p.settlement_currency as currency,
           (select coalesce(sum(case when t.credit in ('pending', 'available') then t.minor else - t.minor end), 0)
              from transfers t
             where t.merchant_id = p.merchant_id and t.payment_id = p.payment_id and t.currency = p.settlement_currency
               and (t.credit in ('pending', 'available') or t.debit in ('pending', 'available')))
           - coalesce(p.fee_minor, 0) as own
      from holds h join payments p on p.merchant_id = h.merchant_id and p.payment_id = h.object_id
     where h.merchant_id = any ($1) and h.about = 'payment' and h.released_at is null and p.settled),
  touched as (
    select m.merchant_id, m.payment_id, m.remittance_id from held join remittance_payments m using (merchant_id, payment_id)
    union
    select t.merchant_id, t.payment_id, later.remittance_id
      from touched t join remittances r using (merchant_id, remittance_id)
      cross join ${goesOnInto('t.payment_id')} later)
  select h.payment_id, h.currency, h.own::bigint as own, r.remittance_id, r.status, r.carried_into,
         (select coalesce(sum(m.minor), 0)::bigint from remittance_payments m
           where m.merchant_id = h.merchant_id and m.payment_id = h.payment_id and m.remittance_id = r.remittance_id) as listed,
         coalesce(k.minor, 0) as kept,
         (select n.remittance_id from remittances n
           where n.merchant_id = r.merchant_id and n.currency = r.currency and n.remittance_id > r.remittance_id
           order by n.remittance_id limit 1) as next
    from held h left join touched t using (merchant_id, payment_id) left join remittances r using (merchant_id, remittance_id)
    left join remittance_kept k using (merchant_id, remittance_id, payment_id)`

/** Payments of merchants that are on hold and settled, with what remittances have to do with each. */
const heldPayments = async ({ read }: Reads, merchantIds: readonly MerchantId[]): Promise<HeldPayment[]> => {
  const rows = await read<PartRow>({ text: parts, values: [merchantIds] })
  const held = new Map<PaymentId, HeldPayment>()
  for (const {
    payment_id: paymentId,
    currency,
    own,
    remittance_id: remittanceId,
    status,
    listed,
    kept,
    ...row
  } of rows) {
    const one = held.get(paymentId) ?? { paymentId, currency, ownMinor: own, parts: [] }
    held.set(paymentId, one)
    if (remittanceId === null) continue
    const [next, carriedInto] = [row.next ?? undefined, row.carried_into ?? undefined]
    one.parts.push({ remittanceId, status, listedMinor: listed, keptMinor: kept, next, carriedInto })
  }
  return [...held.values()]
}

/** What is left of each payment that is on hold: what no remittance has paid. */
export const heldOf = async (tx: Tx, { merchantId, currency }: Pair): Promise<ByPayment> => {
  const held = (await heldPayments({ read: tx.run }, [merchantId])).filter((one) => one.currency === currency)
  return new Map(held.map(({ paymentId, ownMinor, parts: own }) => [paymentId, unpaidOfPayment(ownMinor, own)]))
}

/** The remittances of merchants in which money of a payment is that is on hold now. */
export const withHeldMoney = async (
  reads: Reads,
  merchantIds: readonly MerchantId[],
): Promise<ReadonlySet<RemittanceId>> => {
  if (merchantIds.length === 0) return new Set()
  const paid = (await heldPayments(reads, merchantIds)).flatMap((one) => [...paidOfPayment(one.parts)])
  return new Set(paid.flatMap(([remittanceId, minor]) => (minor > 0n ? [remittanceId] : [])))
}

/** Writes down what a remittance kept back, payment by payment: whether it has paid one is told from it. */
export const insertKept = (
  tx: Tx,
  merchantId: MerchantId,
  remittanceId: RemittanceId,
  kept: ByPayment,
): Promise<unknown> =>
  tx.run({
    text: `insert into remittance_kept (merchant_id, remittance_id, payment_id, minor)
           select $1, $2, payment_id, minor from unnest($3::text[], $4::bigint[]) as k (payment_id, minor)`,
    values: [merchantId, remittanceId, [...kept.keys()], [...kept.values()]],
  })

/** What a remittance kept back, payment by payment. */
export const keptOf = ({ read }: Reads, merchantId: MerchantId, remittanceId: RemittanceId) =>
  read<{ paymentId: PaymentId; minor: bigint }>({
    text: `select payment_id as "paymentId", minor from remittance_kept where merchant_id = $1 and remittance_id = $2
            order by payment_id`,
    values: [merchantId, remittanceId],
  })
