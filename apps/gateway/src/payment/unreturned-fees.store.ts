import type { MerchantId, PaymentId } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'

export type Lacking = { readonly merchantId: MerchantId; readonly paymentId: PaymentId }

/** How many are read at a time. */
const pageSize = 500

/**
 * Payments with a fee and a refund that has no part of it, which were captured since a contract of their merchant gives parts
 * back: these may lack one. Some of them, in an order of their own, after another one.
 */
export const mayLackReturn = async (tx: Tx, after?: Lacking): Promise<readonly Lacking[]> => {
  const rows = await tx.run<{ merchant_id: bigint; payment_id: PaymentId }>({
    text: `select distinct r.merchant_id, r.payment_id
             from (select merchant_id, min(valid_from) as since from contracts where refunds_fee group by 1) c
             join refunds r using (merchant_id) join payments p using (merchant_id, payment_id)
            where r.fee_returned_minor is null and r.refused_because is null and not r.cancelled and p.fee_minor > 0
              and p.captured_at >= c.since and (r.merchant_id, r.payment_id) > ($1, $2) order by 1, 2 limit ${pageSize}`,
    values: [after?.merchantId ?? 0, after?.paymentId ?? ''],
  })
  return rows.map(({ merchant_id, payment_id }) => ({ merchantId: merchant_id.toString(), paymentId: payment_id }))
}
