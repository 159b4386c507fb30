import type { MerchantId } from '@silkgate/domain'
import type { FindQuery } from '../http/find-query.ts'
import type { Db, Statement } from '../postgres/db.ts'
import { type RefundRow, refundFromRow, type StoredRefund } from './refund.row.ts'

/**
 * A page of the refunds that a merchant asked for, newest first, beside the number of all. The reference is the refund's
 * own; order and hosted checkout are its payment's. It has no name, so that each query is planned for the values it has.
 */
export const findStatement = (merchantId: MerchantId, query: FindQuery, since: Date): Statement => {
  const values: unknown[] = [merchantId, since, query.limit, query.offset]
  const ofPayment = (column: string, value: string | undefined) =>
    value === undefined
      ? ''
      : `and payment_id in (select payment_id from payments where merchant_id = $1 and ${column} = $${values.push(value)})`
  const own =
    query.merchantReference === undefined ? '' : `and merchant_reference = $${values.push(query.merchantReference)}`
  const matches = `from refunds where merchant_id = $1 and asked_by = 'merchant' and created_at > $2 ${own}
    ${ofPayment('merchant_order_id', query.merchantOrderId)} ${ofPayment('hosted_checkout_id', query.hostedCheckoutId)}`
  const text = `
    select found.total, r.*
      from (select count(*)::integer as total ${matches}) found
      left join refunds r on r.merchant_id = $1 and r.refund_id = any (array(
             select refund_id ${matches} order by created_at desc, refund_id desc limit $3 offset $4))
     order by r.created_at desc, r.refund_id desc`
  return { text, values }
}

type FoundRow = { readonly total: number } & (RefundRow | { readonly refund_id: null })

export const readFoundRefunds = async (
  db: Db,
  merchantId: MerchantId,
  query: FindQuery,
  since: Date,
): Promise<{ total: number; refunds: StoredRefund[] }> => {
  const rows = await db.read<FoundRow>(findStatement(merchantId, query, since))
  const refunds = rows.flatMap((row) => (row.refund_id === null ? [] : [refundFromRow(row)]))
  return { total: rows[0]?.total ?? 0, refunds }
}
