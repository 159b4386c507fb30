import type { MerchantId } from '@silkgate/domain'
import type { FindQuery } from '../http/find-query.ts'
import type { Db, Statement } from '../postgres/db.ts'
import { fromRow, type PaymentRow, type StoredPayment } from './payment.row.ts'

/**
 * A page of a merchant's payments, newest first, beside the number of all. It has no name, so that each query is planned
 * for the values it has: what is rare for one merchant is in every row of another.
 */
export const findStatement = (merchantId: MerchantId, query: FindQuery, since: Date): Statement => {
  const values: unknown[] = [merchantId, since, query.limit, query.offset]
  const wanted = Object.entries({
    merchant_reference: query.merchantReference,
    merchant_order_id: query.merchantOrderId,
    hosted_checkout_id: query.hostedCheckoutId,
  }).map(([column, value]) => (value === undefined ? '' : `and ${column} = $${values.push(value)}`))
  const matches = `from payments where merchant_id = $1 and created_at > $2 ${wanted.join(' ')}`
  const text = `
    select found.total, p.*
      from (select count(*)::integer as total ${matches}) found
      left join payments p on p.merchant_id = $1 and p.payment_id = any (array(
             select payment_id ${matches} order by created_at desc, payment_id desc limit $3 offset $4))
     order by p.created_at desc, p.payment_id desc`
  return { text, values }
}

type FoundRow = { readonly total: number } & (PaymentRow | { readonly payment_id: null })

export const readFoundPayments = async (
  db: Db,
  merchantId: MerchantId,
  query: FindQuery,
  since: Date,
): Promise<{ total: number; payments: StoredPayment[] }> => {
  const rows = await db.read<FoundRow>(findStatement(merchantId, query, since))
  const payments = rows.flatMap((row) => (row.payment_id === null ? [] : [fromRow(row)]))
  return { total: rows[0]?.total ?? 0, payments }
}
