import type { Currency, Match } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'
import { holdSettlementOf, type LateLine, postLateLines } from './late-lines.store.ts'
import { type FeesOfLines, postFees } from './match-lines.store.ts'
import { expectedReceipts, postMatch, unexplainedEntries } from './receipts.store.ts'

/**
 * Matches settlement batches with the entries that name them, whatever they come to, because a person says so. Answers what was
 * matched; undefined where a batch or its entries are open no more.
 */
export const matchByHand = async (tx: Tx, batchIds: readonly string[], at: Date): Promise<Match | undefined> => {
  const reads = { read: tx.run }
  const batches = (await expectedReceipts(reads)).filter(({ id }) => batchIds.includes(id))
  const entries = (await unexplainedEntries(reads)).filter(({ text }) => batchIds.some((id) => text.includes(id)))
  if (batches.length !== batchIds.length || entries.length === 0) return undefined
  const sum = (items: readonly { readonly minor: bigint }[]) => items.reduce((all, { minor }) => all + minor, 0n)
  const match: Match = { batches, entries, how: 'by hand', chargesMinor: sum(batches) - sum(entries) }
  return (await postMatch(tx, match, at, 0n)) === 'posted' ? match : undefined
}

/** A person takes a line as Alipay+ says it, its fees too: they are posted, and its payment is settled with its batch. */
export const acceptLine = async (tx: Tx, clearingBatchId: string, about: string, at: Date): Promise<void> => {
  const settledIn = await holdSettlementOf(tx, clearingBatchId)
  const accepted = await tx.run<LateLine & FeesOfLines & { currency: Currency }>({
    text: `update report_lines l set outcome = 'agreed', fee_difference_minor = 0
             from clearing_batches c
            where l.clearing_batch_id = $1 and c.clearing_batch_id = $1 and l.outcome <> 'agreed'
              and concat_ws('/', l.clearing_batch_id, l.transaction_type, l.transaction_id) = $2
           returning l.merchant_id, $2 as about, l.interchange_minor as interchange, l.service_minor as service,
                     l.fee_difference_minor as difference, l.settlement_minor - l.interchange_minor - l.service_minor as net,
                     c.currency`,
    values: [clearingBatchId, about],
  })
  const [line] = accepted
  if (line === undefined) throw new Error(`the line ${about} is not in doubt any more`)
  const of = { currency: line.currency, at }
  await postFees(tx, accepted, of)
  await postLateLines(tx, settledIn, accepted, of)
}
