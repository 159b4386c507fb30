import { isPaymentId, type MerchantId, merchantOf, type PaymentStatus } from '@silkgate/domain'
import type { Behind } from '../../http/list-query.ts'
import type { Db } from '../../postgres/db.ts'
import { paymentStatus } from '../../postgres/payment-status.ts'
import { planInOrder } from '../../postgres/plan-by-indexes.ts'

export type PaymentFilter = {
  /** Undefined: of every merchant. */
  readonly merchantId: MerchantId | undefined
  readonly statuses: readonly PaymentStatus[]
  /** Only those of which nobody knows yet what became of them. */
  readonly isUnknown: boolean
  readonly wallet: string | undefined
  readonly currency: string | undefined
  /** Of that currency, in its smallest unit; both ends belong to it. */
  readonly leastMinor: bigint | undefined
  readonly mostMinor: bigint | undefined
  readonly from: Date | undefined
  readonly until: Date | undefined
  /** A payment's id, or one of the merchant's references, whole. */
  readonly sought: string | undefined
  readonly isOldestFirst: boolean
  readonly after: Behind | undefined
  readonly limit: number
}

/** A payment as a list shows it. */
export type ListedPayment = {
  readonly merchant_id: bigint
  readonly payment_id: string
  readonly status: PaymentStatus
  readonly currency: string
  readonly amount_minor: bigint
  readonly wallet: string | null
  readonly merchant_reference: string | null
  readonly merchant_order_id: string | null
  readonly created_at: Date
  readonly status_changed_at: Date
}

type Values = { readonly values: unknown[]; readonly value: (given: unknown) => string }

const newValues = (): Values => {
  const values: unknown[] = []
  return { values, value: (given) => `$${values.push(given)}` }
}

/** What each status follows from, where an index has those payments alone. */
const indexed: Readonly<Partial<Record<PaymentStatus, string>>> = {
  CREATED: 'p.due_at is not null',
  REDIRECTED: 'p.due_at is not null',
  REJECTED: 'p.refused is not null',
  CANCELLED: 'p.closed',
  REFUNDED: 'p.refunded_minor > 0',
}

/** What a payment p of merchant m must be to match. */
const conditionsOf = (filter: PaymentFilter, { value }: Values): string => {
  const { sought } = filter
  const all = ['p.merchant_id = m.merchant_id']
  const add = (given: unknown, condition: (place: string) => string) => {
    if (given !== undefined) all.push(condition(value(given)))
  }
  if (filter.statuses.length > 0) all.push(`(${paymentStatus}) = any(${value(filter.statuses)})`)
  const [only, ...others] = filter.statuses
  const fact = only === undefined || others.length > 0 ? undefined : indexed[only]
  if (fact !== undefined) all.push(fact)
  if (filter.isUnknown) all.push('p.due_at is not null and not p.captured and (p.closing or p.success_heard)')
  add(filter.wallet, (place) => `p.network ->> 'walletBrandName' = ${place}`)
  add(filter.currency, (place) => `p.currency = ${place}`)
  add(filter.leastMinor, (place) => `p.amount_minor >= ${place}`)
  add(filter.mostMinor, (place) => `p.amount_minor <= ${place}`)
  add(filter.from, (place) => `p.created_at >= ${place}`)
  add(filter.until, (place) => `p.created_at < ${place}`)
  add(
    sought,
    (place) => `(p.payment_id = ${place} or p.merchant_reference = ${place} or p.merchant_order_id = ${place})`,
  )
  return all.join(' and ')
}

/** Which merchants m are looked through: a payment's id begins with its merchant's, and not all have every currency. */
const whoseOf = ({ merchantId, sought, currency }: PaymentFilter, { value }: Values): string => {
  const all = ['true']
  if (merchantId !== undefined) all.push(`m.merchant_id = ${value(merchantId)}`)
  if (sought !== undefined && isPaymentId(sought)) all.push(`m.merchant_id = ${value(merchantOf(sought))}`)
  if (currency !== undefined) {
    const has = `c.merchant_id = m.merchant_id and c.currency = ${value(currency)}`
    all.push(`exists (select from payments c where ${has})`)
  }
  return all.join(' and ')
}

/**
 * Payments that match, the newest or the oldest first. Each merchant's own index is read from that end and the ends are
 * merged, so that a page costs the same however many payments there are; sorting all that may match would not.
 */
export const listPayments = async (db: Db, filter: PaymentFilter): Promise<ListedPayment[]> => {
  const given = newValues()
  const { after, isOldestFirst, limit } = filter
  const [order, beyond] = isOldestFirst ? ['asc', '>'] : ['desc', '<']
  const conditions = [conditionsOf(filter, given)]
  if (after !== undefined) {
    conditions.push(`(p.created_at, p.payment_id) ${beyond} (${given.value(after.at)}, ${given.value(after.id)})`)
  }
  const most = given.value(limit)
  const text = `
    select page.* from merchants m cross join lateral (
      select p.merchant_id, p.payment_id, ${paymentStatus} as status, p.currency, p.amount_minor,
             p.network ->> 'walletBrandName' as wallet, p.merchant_reference, p.merchant_order_id, p.created_at,
             p.status_changed_at
        from payments p where ${conditions.join(' and ')}
       order by p.created_at ${order}, p.payment_id ${order} limit ${most}) page
     where ${whoseOf(filter, given)} order by page.created_at ${order}, page.payment_id ${order} limit ${most}`
  // What is sought by its id or a reference is found by several indexes at once.
  if (filter.sought !== undefined) return db.read<ListedPayment>({ text, values: given.values })
  return db.snapshot(async (tx) => {
    await planInOrder(tx)
    return tx.run<ListedPayment>({ text, values: given.values })
  })
}

export type Total = { readonly currency: string; readonly count: number; readonly minor: string }

/** How many payments match and what they come to, for each currency; of more than `most`, only so many are counted. */
export const totalPayments = (db: Db, filter: PaymentFilter, most: number | undefined): Promise<Total[]> => {
  const given = newValues()
  const conditions = `${conditionsOf(filter, given)} and ${whoseOf(filter, given)}`
  return db.read<Total>({
    text: `
    select currency, count(*)::integer as count, sum(amount_minor)::text as minor from (
      select p.currency, p.amount_minor from merchants m join payments p on ${conditions}
       limit ${given.value(most ?? null)}) found
     group by currency order by currency`,
    values: given.values,
  })
}

/** What consumers read of each merchant. */
export const merchantNames = async (db: Db): Promise<ReadonlyMap<MerchantId, string>> => {
  const text = 'select merchant_id, display_name from merchants order by merchant_id'
  const rows = await db.read<{ merchant_id: bigint; display_name: string }>({ text, values: [] })
  return new Map(rows.map(({ merchant_id, display_name }) => [merchant_id.toString(), display_name]))
}
