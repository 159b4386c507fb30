import type { MerchantId, RefundStatus } from '@silkgate/domain'
import type { Behind } from '../../http/list-query.ts'
import type { Db } from '../../postgres/db.ts'
import { type RefundRow, refundFromRow, type StoredRefund } from '../refund.row.ts'

export type RefundFilter = {
  /** Undefined: of every merchant. */
  readonly merchantId: MerchantId | undefined
  readonly statuses: readonly RefundStatus[]
  /** Of those on their way, only those whose outcome is unknown. */
  readonly isUnknown: boolean
  readonly from: Date | undefined
  readonly until: Date | undefined
  /** A refund's or payment's id, or the refund's reference, whole. */
  readonly sought: string | undefined
  readonly after: Behind | undefined
  readonly limit: number
}

/** The status that follows from the facts of a refund r, in the order of the domain's `refundStatusOf`. */
const refundStatus = `
  case when r.accepted then 'REFUNDED' when r.refused_because is not null then 'REJECTED' when r.cancelled then 'CANCELLED'
       when r.needs_approval and not r.approved then 'PENDING_APPROVAL' else 'REFUND_REQUESTED' end`

const isUnderWay = 'not r.accepted and not r.cancelled and r.refused_because is null'
/** What is sought can be any of these, and each has an index of its own. */
const soughtBy = ['x.refund_id', 'x.payment_id', "x.asked_by = 'merchant' and x.merchant_reference"]

const underWay: readonly RefundStatus[] = ['PENDING_APPROVAL', 'REFUND_REQUESTED']

/** Refunds that match, the newest first: of each merchant's own index the newest end is read, and the ends are merged. */
export const listRefunds = async (db: Db, filter: RefundFilter): Promise<StoredRefund[]> => {
  const values: unknown[] = []
  const value = (given: unknown): string => `$${values.push(given)}`
  const conditions = ['r.merchant_id = m.merchant_id']
  const isOpen =
    filter.isUnknown || (filter.statuses.length > 0 && filter.statuses.every((one) => underWay.includes(one)))
  if (isOpen) conditions.push(isUnderWay)
  if (filter.isUnknown) conditions.push('r.due_at > r.due_since')
  if (filter.statuses.length > 0) conditions.push(`(${refundStatus}) = any(${value(filter.statuses)})`)
  if (filter.from !== undefined) conditions.push(`r.created_at >= ${value(filter.from)}`)
  if (filter.until !== undefined) conditions.push(`r.created_at < ${value(filter.until)}`)
  if (filter.after !== undefined) {
    const { at, id } = filter.after
    conditions.push(`(r.created_at, r.refund_id) < (${value(at)}, ${value(id)})`)
  }
  if (filter.sought !== undefined) {
    const sought = value(filter.sought)
    const ids = soughtBy.map(
      (one) => `select x.refund_id from refunds x where x.merchant_id = m.merchant_id and ${one} = ${sought}`,
    )
    conditions.push(`r.refund_id in (${ids.join(' union ')})`)
  }
  // What the gateway gives back by itself is between Alipay+ and the operator.
  if (filter.merchantId !== undefined) conditions.push("r.asked_by = 'merchant'")
  const whose = filter.merchantId === undefined ? 'true' : `m.merchant_id = ${value(filter.merchantId)}`
  const limit = value(filter.limit)
  const rows = await db.read<RefundRow>({
    text: `
    select page.* from merchants m cross join lateral (
      select r.* from refunds r where ${conditions.join(' and ')}
       order by r.created_at desc, r.refund_id desc limit ${limit}) page
     where ${whose} order by page.created_at desc, page.refund_id desc limit ${limit}`,
    values,
  })
  return rows.map(refundFromRow)
}
