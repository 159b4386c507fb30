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

/** Of a payment that waits for something: these are few, and have an index by when it is due. */
const waits = 'p.due_at is not null'

/** What each status follows from, where an index has those payments alone. */
const indexed: Readonly<Partial<Record<PaymentStatus, string>>> = {
  CREATED: waits,
  REDIRECTED: waits,
  REJECTED: 'p.refused is not null',
  CANCELLED: 'p.closed',
  REFUNDED: 'p.refunded_minor > 0',
}

/** The fact that a filter asks for whose payments an index has alone. */
const factOf = ({ statuses: [only, ...others], isUnknown }: PaymentFilter): string | undefined => {
  if (isUnknown) return `${waits} and not p.captured and (p.closing or p.success_heard)`
  return only === undefined || others.length > 0 ? undefined : indexed[only]
}

/** What a payment p must be to match, beside whose it is. */
const conditionsOf = (filter: PaymentFilter, { value }: Values): readonly string[] => {
  const { statuses, after, isOldestFirst } = filter
  const all: string[] = []
  const add = (given: unknown, condition: (place: string) => string) => {
    if (given !== undefined) all.push(condition(value(given)))
  }
  add(statuses.length > 0 ? statuses : undefined, (place) => `(${paymentStatus}) = any(${place})`)
  add(filter.wallet, (place) => `p.network ->> 'walletBrandName' = ${place}`)
  add(filter.currency, (place) => `p.currency = ${place}`)
  add(filter.leastMinor, (place) => `p.amount_minor >= ${place}`)
  add(filter.mostMinor, (place) => `p.amount_minor <= ${place}`)
  add(filter.from, (place) => `p.created_at >= ${place}`)
  add(filter.until, (place) => `p.created_at < ${place}`)
  if (after !== undefined) {
    const beyond = isOldestFirst ? '>' : '<'
    all.push(`(p.created_at, p.payment_id) ${beyond} (${value(after.at)}, ${value(after.id)})`)
  }
  const fact = factOf(filter)
  return fact === undefined ? all : [...all, fact]
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

const columns = `
  p.merchant_id, p.payment_id, ${paymentStatus} as status, p.currency, p.amount_minor, p.network ->> 'walletBrandName' as wallet,
  p.merchant_reference, p.merchant_order_id, p.created_at, p.status_changed_at`

/** What is sought can be any of these, and each has an index of its own. */
const names = ['payment_id', 'merchant_reference', 'merchant_order_id']

const beginOf = (day: string) => `((${day})::timestamp at time zone 'Europe/Amsterdam')`

/**
 * SQL: the days on which there are payments of a wallet or currency, by the counts of days; and since when those may be behind. A
 * payment has its wallet from its capture, minutes after it was created.
 */
const zoneOf = ({ merchantId, wallet, currency }: PaymentFilter, { value }: Values): string => `
  zone as materialized (
    select ${beginOf('min(day)')} as begins, ${beginOf('max(day) + 1')} as ends,
           coalesce((select at - interval '6 hours' from payments_counted
                      where merchant_id = 0 and not exists (
                        select from merchants m where not exists (
                          select from payments_counted c where c.merchant_id = m.merchant_id))), '-infinity') as counted
      from payment_days where merchant_id = ${value(merchantId ?? 0)}
       ${wallet === undefined ? '' : `and wallet = ${value(wallet)}`}
       ${currency === undefined ? '' : `and currency = ${value(currency)}`})`

const inZone = [
  'p.created_at >= (select counted from zone)',
  `p.created_at < (select counted from zone) and p.created_at >= (select begins from zone)
     and p.created_at < (select ends from zone)`,
]

/**
 * SQL: the first `most` payments that match, the newest or the oldest first. An index in the list's order is read from that end,
 * so that they cost the same however many there are; sorting all that may match would not. Where an index has what is asked for
 * of each merchant alone, the ends of all merchants' are merged. Those that wait for something are so few that they are sorted.
 */
const firstThatMatch = (filter: PaymentFilter, given: Values, most: number | undefined): string => {
  const { merchantId, sought, isOldestFirst, wallet, currency } = filter
  const order = isOldestFirst ? 'asc' : 'desc'
  const limit = given.value(most ?? null)
  const conditions = conditionsOf(filter, given)
  const pageOf = (...more: readonly string[]) => `
    (select ${columns} from payments p where ${[...conditions, ...more].join(' and ') || 'true'}
      order by p.created_at ${order}, p.payment_id ${order} limit ${limit})`
  const ordered = (pages: readonly string[]) => `
    select * from (${pages.join(' union all ')}) page order by created_at ${order}, payment_id ${order} limit ${limit}`
  const whose = () => (merchantId === undefined ? [] : [`p.merchant_id = ${given.value(merchantId)}`])
  if (factOf(filter)?.startsWith(waits) && sought === undefined) {
    const found = `select ${columns} from payments p where ${[...conditions, ...whose()].join(' and ')} offset 0`
    return `select * from (${found}) page order by created_at ${order}, payment_id ${order} limit ${limit}`
  }
  const isByMerchant = sought !== undefined || filter.leastMinor !== undefined || filter.mostMinor !== undefined
  if (!isByMerchant) {
    const isEverywhere = factOf(filter) !== undefined || (wallet === undefined && currency === undefined)
    if (isEverywhere) return ordered([pageOf(...whose())])
    const own = whose()
    return `with ${zoneOf(filter, given)} ${ordered(inZone.map((zone) => pageOf(...own, zone)))}`
  }
  const own = 'p.merchant_id = m.merchant_id'
  const place = sought === undefined ? '' : given.value(sought)
  const pages = sought === undefined ? [pageOf(own)] : names.map((name) => pageOf(own, `p.${name} = ${place}`))
  return `
    select page.* from merchants m cross join lateral (${pages.join(' union ')}) page
     where ${whoseOf(filter, given)} order by page.created_at ${order}, page.payment_id ${order} limit ${limit}`
}

/** Payments that match, the newest or the oldest first. */
export const listPayments = (db: Db, filter: PaymentFilter): Promise<ListedPayment[]> => {
  const given = newValues()
  const text = firstThatMatch(filter, given, filter.limit)
  return db.snapshot(async (tx) => {
    await planInOrder(tx)
    return tx.run<ListedPayment>({ text, values: given.values })
  })
}

export type Total = { readonly currency: string; readonly count: number; readonly minor: string }

/** How many payments match and what they come to, for each currency; of more than `most`, only so many are counted. */
export const totalPayments = (db: Db, filter: PaymentFilter, most: number | undefined): Promise<Total[]> => {
  const given = newValues()
  const text = `
    select currency, count(*)::integer as count, sum(amount_minor)::text as minor
      from (${firstThatMatch(filter, given, most)}) found group by currency order by currency`
  return db.snapshot(async (tx) => {
    // Whoever wants all of them counted reads all that may match, in whatever order.
    if (most !== undefined) await planInOrder(tx)
    return tx.run<Total>({ text, values: given.values })
  })
}

/** What consumers read of each merchant. */
export const merchantNames = async (db: Db): Promise<ReadonlyMap<MerchantId, string>> => {
  const text = 'select merchant_id, display_name from merchants order by merchant_id'
  const rows = await db.read<{ merchant_id: bigint; display_name: string }>({ text, values: [] })
  return new Map(rows.map(({ merchant_id, display_name }) => [merchant_id.toString(), display_name]))
}
