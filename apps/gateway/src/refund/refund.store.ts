import type { MerchantId, PaymentId, RefundId } from '@silkgate/domain'
import type { DueQuery } from '../due.store.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { type RefundRow, refundFromRow, type StoredRefund } from './refund.row.ts'

const selectOfPayments = `select * from refunds where merchant_id = $1 and payment_id = any ($2)
                           order by created_at, length(refund_id), refund_id`

/** Every refund of some payments, in the order in which they were asked for. The payments are locked already. */
export const readRefundsUnderLock = async (
  tx: Tx,
  merchantId: MerchantId,
  paymentIds: readonly PaymentId[],
): Promise<StoredRefund[]> => {
  const values = [merchantId, paymentIds]
  return (await tx.run<RefundRow>({ name: 'refunds_of_payments', text: selectOfPayments, values })).map(refundFromRow)
}

export const readRefundsOf = async (
  db: Db,
  merchantId: MerchantId,
  paymentIds: readonly PaymentId[],
): Promise<StoredRefund[]> => {
  const values = [merchantId, paymentIds]
  return (await db.read<RefundRow>({ name: 'refunds_of_payments', text: selectOfPayments, values })).map(refundFromRow)
}

export const readRefund = async (
  db: Db,
  merchantId: MerchantId,
  refundId: RefundId,
): Promise<StoredRefund | undefined> => {
  const [row] = await db.read<RefundRow>({
    name: 'read_refund',
    text: 'select * from refunds where merchant_id = $1 and refund_id = $2',
    values: [merchantId, refundId],
  })
  return row && refundFromRow(row)
}

/** Which merchants have refunds whose call is due and nobody at work on it. */
export const merchantsWithDueRefunds = async (db: Db, at: Date, wall: Date): Promise<MerchantId[]> => {
  const rows = await db.read<{ merchant_id: bigint }>({
    name: 'merchants_due_refunds',
    text: `select distinct merchant_id from refunds
            where due_at <= $1 and (leased_until is null or leased_until < $2) limit 1000`,
    values: [at, wall],
  })
  return rows.map((row) => row.merchant_id.toString())
}

/** Claims due refunds of one merchant until the lease ends, oldest first. */
export const claimDueRefunds = async (
  db: Db,
  merchantId: MerchantId,
  claim: { at: Date; wall: Date; leasedUntil: Date; limit: number },
): Promise<StoredRefund[]> => {
  const rows = await db.write<RefundRow>('refund.commit_claim', {
    name: 'claim_due_refunds',
    text: `update refunds r set leased_until = $4
             from (select refund_id from refunds
                    where merchant_id = $1 and due_at <= $2 and (leased_until is null or leased_until < $3)
                    order by due_at, refund_id limit $5 for update skip locked) due
            where r.merchant_id = $1 and r.refund_id = due.refund_id returning r.*`,
    values: [merchantId, claim.at, claim.wall, claim.leasedUntil, claim.limit],
  })
  return rows.map(refundFromRow)
}

/** The first instant at which a refund's call is due. */
export const refundDue: DueQuery = 'select min(due_at) from refunds where due_at is not null'
