import { isNear, type Match, type Said } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'
import { holdSettlementOf, postLateLines } from './late-lines.store.ts'
import { compareAgain } from './match-lines.store.ts'
import { nameOtherSide, otherSideOf, type UnknownLine } from './other-side.store.ts'
import { expectedReceipts, type Posted, postMatch, unexplainedEntries } from './receipts.store.ts'
import { linesOfBatch } from './run.store.ts'

/** What a break and what was chosen to match it with come to, and how that is posted. */
export type Weighed = {
  /** What came beyond what was expected: negative for what the bank kept, positive for what we keep. */
  readonly differenceMinor: bigint
  readonly settle: () => Promise<Posted>
}

type Refused = { readonly refused: Said }

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

/** A report line and what somebody says that it is about. Nothing is written yet. */
export const weighLine = async (tx: Tx, line: UnknownLine, id: string, at: Date): Promise<Weighed | Refused> => {
  const settledIn = await holdSettlementOf(tx, line.clearingBatchId)
  const other = await otherSideOf(tx, line, id)
  if (other === undefined) {
    return {
      refused: 'there is no payment, refund or dispute of that id that the line can be about, or another line is',
    }
  }
  if (other.currency !== other.line_currency) return { refused: 'they are of several currencies' }
  const differenceMinor = other.theirs - other.ours
  if (!isNear(other.ours, differenceMinor)) return { refused: tooFar }
  const settle = async (): Promise<Posted> => {
    const batch = await linesOfBatch(tx, line.clearingBatchId, at)
    if (batch === undefined) return 'taken'
    await nameOtherSide(tx, line, other)
    await postLateLines(tx, settledIn, await compareAgain(tx, batch), batch)
    return 'posted'
  }
  return { differenceMinor, settle }
}
