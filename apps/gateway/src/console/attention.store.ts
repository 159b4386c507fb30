import type { MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'

/** What needs somebody, each as a count. */
export type Attention = {
  readonly openBreaks: number
  readonly oldBreaks: number
  readonly overdueMoney: number
  readonly openExceptions: number
  readonly overdueExceptions: number
  readonly unknownOutcomes: number
  readonly openDisputes: number
  readonly refundsToDecide: number
  readonly remittancesToDecide: number
  readonly failingWebhooks: number
}

export type AttentionQuery = {
  /** Undefined: of every merchant. What no list shows by merchant is counted of all. */
  readonly merchantId: MerchantId | undefined
  /** Whether one of the merchant's people asks. */
  readonly isOfMerchant: boolean
  readonly now: Date
  /** The day in Amsterdam. */
  readonly today: string
  /** A break that was opened before is an old one. */
  readonly oldBefore: Date
}

const whose = '($1::bigint is null or p.merchant_id = $1)'

/** Each by the condition that its list goes by. */
export const readAttention = async (db: Db, query: AttentionQuery): Promise<Attention> => {
  const { merchantId, isOfMerchant, now, today, oldBefore } = query
  const [row] = await db.read<Attention>({
    name: 'attention',
    text: `
    select (select count(*) from breaks where resolved_at is null)::integer as "openBreaks",
           (select count(*) from breaks where resolved_at is null and opened_at < $5)::integer as "oldBreaks",
           (select count(*) from settlement_batches
             where settled_at is null and said_minor <> 0 and value_date < $4)::integer as "overdueMoney",
           (select count(*) from exceptions where resolved_at is null)::integer as "openExceptions",
           (select count(*) from exceptions where resolved_at is null and deadline_at < $2)::integer as "overdueExceptions",
           (select count(*) from payments p
             where due_at is not null and not captured and (closing or success_heard) and ${whose})::integer as "unknownOutcomes",
           (select count(*) from disputes p where answer is null and outcome is null and ${whose})::integer as "openDisputes",
           (select count(*) from refunds p where not accepted and not cancelled and refused_because is null
               and needs_approval and not approved and (not $3 or asked_by = 'merchant') and ${whose})::integer
             as "refundsToDecide",
           (select count(*) from remittances p where status = 'awaiting_approval' and ${whose})::integer
             as "remittancesToDecide",
           (select count(*) from webhook_endpoints p
             where failing_since is not null and paused_at is null and removed_at is null and ${whose})::integer
             as "failingWebhooks"`,
    values: [merchantId ?? null, now, isOfMerchant, today, oldBefore],
  })
  if (row === undefined) throw new Error('Broken invariant: a count has a row')
  return row
}
