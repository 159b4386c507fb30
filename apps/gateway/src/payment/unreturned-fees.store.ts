import type { MerchantId, PaymentId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'

/** Payments with a fee and a refund that has no part of it: those of which the contract gives parts back may lack one. */
export const paymentsWithoutReturn = async (
  db: Db,
): Promise<readonly { readonly merchantId: MerchantId; readonly paymentId: PaymentId }[]> => {
  const rows = await db.read<{ merchant_id: bigint; payment_id: PaymentId }>({
    text: `select distinct r.merchant_id, r.payment_id from refunds r join payments p using (merchant_id, payment_id)
            where r.fee_returned_minor is null and r.refused_because is null and not r.cancelled and p.fee_minor > 0
            order by 1, 2`,
    values: [],
  })
  return rows.map(({ merchant_id, payment_id }) => ({ merchantId: merchant_id.toString(), paymentId: payment_id }))
}
