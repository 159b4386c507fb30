import type { Dispute, DisputeId, MerchantId, PaymentId } from '@silkgate/domain'
import type { DueQuery } from '../due.store.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { type DisputeRow, disputeFromRow } from './dispute.row.ts'

const selectOfPayments =
  'select * from disputes where merchant_id = $1 and payment_id = any ($2) order by opened_at, dispute_id'

/** Every dispute of some payments, in the order in which they were opened. The payments are locked already. */
export const readDisputesUnderLock = async (
  tx: Tx,
  merchantId: MerchantId,
  paymentIds: readonly PaymentId[],
): Promise<Dispute[]> => {
  const values = [merchantId, paymentIds]
  return (await tx.run<DisputeRow>({ name: 'disputes_of_payments', text: selectOfPayments, values })).map(
    disputeFromRow,
  )
}

export const readDisputesOf = async (
  db: Db,
  merchantId: MerchantId,
  paymentIds: readonly PaymentId[],
): Promise<Dispute[]> => {
  const values = [merchantId, paymentIds]
  return (await db.read<DisputeRow>({ name: 'disputes_of_payments', text: selectOfPayments, values })).map(
    disputeFromRow,
  )
}

export const readDispute = async (
  db: Db,
  merchantId: MerchantId,
  disputeId: DisputeId,
): Promise<Dispute | undefined> => {
  const [row] = await db.read<DisputeRow>({
    name: 'read_dispute',
    text: 'select * from disputes where merchant_id = $1 and dispute_id = $2',
    values: [merchantId, disputeId],
  })
  return row && disputeFromRow(row)
}

/** Whether Alipay+ has used an id of its own for a dispute of another payment, whoever's. */
export const isOfOtherPayment = async (db: Db, requestId: string, paymentId: PaymentId): Promise<boolean> => {
  const rows = await db.read({
    name: 'dispute_of_other_payment',
    text: 'select dispute_id from disputes where request_id = $1 and payment_id <> $2 limit 1',
    values: [requestId, paymentId],
  })
  return rows.length > 0
}

/** Every dispute under way, the most urgent first. */
export const openDisputes = async (db: Db): Promise<Dispute[]> => {
  const text = 'select * from disputes where outcome is null order by due_at, merchant_id, dispute_id'
  return (await db.read<DisputeRow>({ text, values: [] })).map(disputeFromRow)
}

/** Which merchants have disputes of which something is due and nobody at work on it. */
export const merchantsWithDueDisputes = async (db: Db, at: Date, wall: Date): Promise<MerchantId[]> => {
  const rows = await db.read<{ merchant_id: bigint }>({
    name: 'merchants_due_disputes',
    text: `select distinct merchant_id from disputes
            where due_at <= $1 and (leased_until is null or leased_until < $2) limit 1000`,
    values: [at, wall],
  })
  return rows.map((row) => row.merchant_id.toString())
}

/** Claims due disputes of one merchant until the lease ends, oldest first. */
export const claimDueDisputes = async (
  db: Db,
  merchantId: MerchantId,
  claim: { at: Date; wall: Date; leasedUntil: Date; limit: number },
): Promise<Dispute[]> => {
  const rows = await db.write<DisputeRow>('dispute.commit_claim', {
    name: 'claim_due_disputes',
    text: `update disputes d set leased_until = $4
             from (select dispute_id from disputes
                    where merchant_id = $1 and due_at <= $2 and (leased_until is null or leased_until < $3)
                    order by due_at, dispute_id limit $5 for update skip locked) due
            where d.merchant_id = $1 and d.dispute_id = due.dispute_id returning d.*`,
    values: [merchantId, claim.at, claim.wall, claim.leasedUntil, claim.limit],
  })
  return rows.map(disputeFromRow)
}

/** The first instant at which something is due of a dispute. */
export const disputeDue: DueQuery = 'select min(due_at) from disputes where due_at is not null'
