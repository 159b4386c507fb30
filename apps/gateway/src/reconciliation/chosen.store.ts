import { type Currency, isNear, type Match } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'
import { holdSettlementOf, postLateLines } from './late-lines.store.ts'
import { compareAgain } from './match-lines.store.ts'
import { expectedReceipts, type Posted, postMatch, unexplainedEntries } from './receipts.store.ts'
import { linesOfBatch } from './run.store.ts'

/** What a break and what was chosen to match it with come to, and how that is posted. */
export type Weighed = {
  /** What came beyond what was expected: negative for what the bank kept, positive for what we keep. */
  readonly differenceMinor: bigint
  readonly settle: () => Promise<Posted>
}

type Refused = { readonly refused: string }

const sum = (items: readonly { readonly minor: bigint }[]): bigint => items.reduce((all, { minor }) => all + minor, 0n)

const tooFar =
  'what is chosen is further away than a tenth, or than 1000 of the smallest units: that is not the same money'

/** Settlement batches and entries at the bank that somebody says belong together. Nothing is posted yet. */
export const weighReceipts = async (
  tx: Tx,
  batchIds: readonly string[],
  entryIds: readonly string[],
  at: Date,
): Promise<Weighed | Refused> => {
  const reads = { read: tx.run }
  const batches = (await expectedReceipts(reads)).filter(({ id }) => batchIds.includes(id))
  const entries = (await unexplainedEntries(reads)).filter(({ id }) => entryIds.includes(id))
  if (batches.length !== batchIds.length) {
    return {
      refused: 'a settlement batch of it is paid already, or carried by another, or its reports are not all here',
    }
  }
  if (entries.length !== entryIds.length) return { refused: 'an entry of it is explained already' }
  if (new Set([...batches, ...entries].map(({ currency }) => currency)).size > 1) {
    return { refused: 'they are of several currencies' }
  }
  const differenceMinor = sum(entries) - sum(batches)
  if (!isNear(sum(batches), differenceMinor)) return { refused: tooFar }
  const match: Match = { batches, entries, how: 'by hand', chargesMinor: -differenceMinor }
  return { differenceMinor, settle: () => postMatch(tx, match, at, 0n) }
}

type Pair = {
  readonly merchant_id: bigint
  readonly currency: Currency
  readonly line_currency: Currency
  readonly ours: bigint
  readonly theirs: bigint
}

const isTheLine = `concat_ws('/', l.clearing_batch_id, l.transaction_type, l.transaction_id)`

/** A report line and the captured payment that somebody says it is about. Nothing is written yet. */
export const weighLine = async (
  tx: Tx,
  { clearingBatchId, about }: { readonly clearingBatchId: string; readonly about: string },
  paymentId: string,
  at: Date,
): Promise<Weighed | Refused> => {
  const settledIn = await holdSettlementOf(tx, clearingBatchId)
  const [pair] = await tx.run<Pair>({
    text: `select p.merchant_id, p.settlement_currency as currency, c.currency as line_currency, p.settlement_minor as ours,
                  l.settlement_minor as theirs
             from report_lines l join clearing_batches c using (clearing_batch_id)
             join payments p on p.payment_id = $3 and p.merchant_id = any (array(select merchant_id from merchants))
            where l.clearing_batch_id = $1 and ${isTheLine} = $2 and l.outcome = 'unknown_transaction'
              and l.transaction_type = 'PAYMENT' and p.captured and not p.settled and p.settlement_minor is not null`,
    values: [clearingBatchId, about, paymentId],
  })
  if (pair === undefined) return { refused: 'there is no captured payment of that id that waits for its settlement' }
  if (pair.currency !== pair.line_currency) return { refused: 'they are of several currencies' }
  const differenceMinor = pair.theirs - pair.ours
  if (!isNear(pair.ours, differenceMinor)) return { refused: tooFar }
  const settle = async (): Promise<Posted> => {
    const batch = await linesOfBatch(tx, clearingBatchId, at)
    if (batch === undefined) return 'taken'
    await tx.run({
      text: `update report_lines l set merchant_id = $3, payment_id = $4
              where clearing_batch_id = $1 and ${isTheLine} = $2 and outcome = 'unknown_transaction'`,
      values: [clearingBatchId, about, pair.merchant_id, paymentId],
    })
    await postLateLines(tx, settledIn, await compareAgain(tx, batch), batch)
    return 'posted'
  }
  return { differenceMinor, settle }
}
