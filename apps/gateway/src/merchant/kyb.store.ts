import type { KybStatus, MerchantId } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import type { By } from './change.store.ts'

/** Who a merchant is, as somebody has looked into it. */
export type Kyb = {
  readonly status: KybStatus
  readonly evidence: string
  readonly submittedBy: string
  readonly submittedAt: Date
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly reason: string | null
  readonly reviewOn: string | null
}

/** A merchant of the sandbox counts as looked into, by its two operators. */
export const insertApprovedKyb = async (tx: Tx, merchantId: MerchantId, at: Date): Promise<void> => {
  await tx.run({
    text: `insert into merchant_kyb (merchant_id, status, evidence, submitted_by, submitted_at, decided_by, decided_at)
           values ($1, 'approved', 'sandbox', 'operator@sandbox.example', $2, 'operator2@sandbox.example', $2)
           on conflict do nothing`,
    values: [merchantId, at],
  })
}

export const readKyb = async (
  { read }: { read: Db['read'] | Tx['run'] },
  merchantId: MerchantId,
): Promise<Kyb | undefined> => {
  const [found] = await read<Kyb>({
    text: `select status, evidence, submitted_by as "submittedBy", submitted_at as "submittedAt", decided_by as "decidedBy",
                  decided_at as "decidedAt", reason, review_on::text as "reviewOn"
             from merchant_kyb where merchant_id = $1`,
    values: [merchantId],
  })
  return found
}

/** Evidence is there to be decided on; what was decided before counts no more. */
export const submitKyb = async (tx: Tx, merchantId: MerchantId, evidence: string, { by, at }: By): Promise<void> => {
  await tx.run({
    text: `insert into merchant_kyb (merchant_id, status, evidence, submitted_by, submitted_at)
           values ($1, 'submitted', $2, $3, $4)
           on conflict (merchant_id) do update
             set status = 'submitted', evidence = $2, submitted_by = $3, submitted_at = $4,
                 decided_by = null, decided_at = null, reason = null, review_on = null`,
    values: [merchantId, evidence, by, at],
  })
}

export type KybDecision =
  | { readonly status: 'approved'; readonly reviewOn: string }
  | { readonly status: 'rejected'; readonly reason: string }

/** A second person decides. */
export const decideKyb = async (
  tx: Tx,
  merchantId: MerchantId,
  decision: KybDecision,
  { by, at }: By,
): Promise<void> => {
  await tx.run({
    text: `update merchant_kyb set status = $2, reason = $3, review_on = $4, decided_by = $5, decided_at = $6
            where merchant_id = $1`,
    values: [
      ...[merchantId, decision.status],
      ...(decision.status === 'approved' ? [null, decision.reviewOn] : [decision.reason, null]),
      ...[by, at],
    ],
  })
}
