import type { MerchantId, PaymentStatus } from '@silkgate/domain'
import type { Db } from '../../postgres/db.ts'
import { paymentStatus } from '../../postgres/payment-status.ts'

/** Where a list goes on: after the payment that was created then. */
export type After = { readonly createdAt: Date; readonly paymentId: string }

export type PaymentFilter = {
  /** Undefined: of every merchant. */
  readonly merchantId: MerchantId | undefined
  readonly statuses: readonly PaymentStatus[]
  readonly wallet: string | undefined
  readonly currency: string | undefined
  readonly from: Date | undefined
  readonly until: Date | undefined
  /** A payment's id, or one of the merchant's references, whole. */
  readonly sought: string | undefined
  readonly after: After | undefined
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

/**
 * Payments that match, the newest first. Each merchant's own index is read from its newest end and the ends are merged, so that
 * a page costs the same however many payments there are.
 */
export const listPayments = async (db: Db, filter: PaymentFilter): Promise<ListedPayment[]> => {
  const values: unknown[] = []
  const value = (given: unknown): string => `$${values.push(given)}`
  const conditions = ['p.merchant_id = m.merchant_id']
  if (filter.statuses.length > 0) conditions.push(`(${paymentStatus}) = any(${value(filter.statuses)})`)
  if (filter.wallet !== undefined) conditions.push(`p.network ->> 'walletBrandName' = ${value(filter.wallet)}`)
  if (filter.currency !== undefined) conditions.push(`p.currency = ${value(filter.currency)}`)
  if (filter.from !== undefined) conditions.push(`p.created_at >= ${value(filter.from)}`)
  if (filter.until !== undefined) conditions.push(`p.created_at < ${value(filter.until)}`)
  if (filter.after !== undefined) {
    const { createdAt, paymentId } = filter.after
    conditions.push(`(p.created_at, p.payment_id) < (${value(createdAt)}, ${value(paymentId)})`)
  }
  if (filter.sought !== undefined) {
    const sought = value(filter.sought)
    conditions.push(`(p.payment_id = ${sought} or p.merchant_reference = ${sought} or p.merchant_order_id = ${sought})`)
  }
  const whose = filter.merchantId === undefined ? 'true' : `m.merchant_id = ${value(filter.merchantId)}`
  const limit = value(filter.limit)
  return db.read<ListedPayment>({
    text: `
    select page.* from merchants m cross join lateral (
      select p.merchant_id, p.payment_id, ${paymentStatus} as status, p.currency, p.amount_minor,
             p.network ->> 'walletBrandName' as wallet, p.merchant_reference, p.merchant_order_id, p.created_at,
             p.status_changed_at
        from payments p where ${conditions.join(' and ')}
       order by p.created_at desc, p.payment_id desc limit ${limit}) page
     where ${whose} order by page.created_at desc, page.payment_id desc limit ${limit}`,
    values,
  })
}

/** What consumers read of each merchant. */
export const merchantNames = async (db: Db): Promise<ReadonlyMap<MerchantId, string>> => {
  const text = 'select merchant_id, display_name from merchants order by merchant_id'
  const rows = await db.read<{ merchant_id: bigint; display_name: string }>({ text, values: [] })
  return new Map(rows.map(({ merchant_id, display_name }) => [merchant_id.toString(), display_name]))
}
