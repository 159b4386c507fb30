import { addDays, type Match, type MatchRules, matchReceipts } from '@silkgate/domain'
import { type DueQuery, readDue } from '../due.store.ts'
import { settlePayments } from '../payment/index.ts'
import type { Db } from '../postgres/db.ts'
import type { World } from '../world.ts'
import { holdSettlementOf, postLateLines } from './late-lines.store.ts'
import type { LinesOfBatch } from './lines-of-batch.ts'
import { compareAgain } from './match-lines.store.ts'
import { openMissingLines } from './missing-lines.store.ts'
import { type AtBank, openMismatch, openOpenEnds, openOverdraft } from './receipt-breaks.store.ts'
import { expectedReceipts, finishBatch, postMatch, unexplainedEntries, unfinishedParts } from './receipts.store.ts'
import { batchesInDoubt, finishRun, reconciliationDue, startRun, wantReconciliation } from './run.store.ts'

type Needs = {
  readonly db: Db
  readonly world: Pick<World, 'now' | 'newId'>
  readonly rules: MatchRules
  /** Explains entries that are no settlement: what merchants are paid. */
  readonly explainOrders: (at: Date) => Promise<void>
  /** When a file is to be taken in next: what has come already is compared together. */
  readonly fileDue: DueQuery
  /** Called when payments became PAID and webhooks may have to be sent. */
  readonly delivers: () => void
}

/** Payments that become PAID in one commit: the lock on each is short, and so is what a crash undoes. */
const paymentsAtOnce = 20_000

/** No two merchants share a row, so that as many go on beside each other; the other connections are for who waits. */
const merchantsAtOnce = 2

/**
 * Runs the reconciliation when something asked for it: lines that did not agree are compared again, settlement batches are
 * matched with the bank's entries, what agrees three ways is posted and its payments become PAID, and what does not becomes a
 * break. Every step finds by itself what is left to do, so a run that died is run again from its start.
 */
export const reconcile = ({ db, world, rules, explainOrders, fileDue, delivers }: Needs) => {
  const compareLines = async (batch: LinesOfBatch) =>
    db.transaction('reconcile.commit_lines', async (tx) => {
      const settledIn = await holdSettlementOf(tx, batch.clearingBatchId)
      await postLateLines(tx, settledIn, await compareAgain(tx, batch), batch)
    })

  /** What came after the run had begun was not looked at by all of it, and waits for the next. */
  const matchBank = async (at: Date, hadCome: ReadonlySet<string>): Promise<AtBank> => {
    const overdrawn: Match[] = []
    const entries = (await unexplainedEntries(db)).filter(({ id }) => hadCome.has(id))
    const { matches, mismatches } = matchReceipts(await expectedReceipts(db), entries, rules)
    for (const mismatch of mismatches) await openMismatch(db, mismatch, at)
    for (const match of matches) {
      const posted = await db.transaction('reconcile.commit_receipt', (tx) =>
        postMatch(tx, match, at, rules.toleranceMinor),
      )
      const [batch] = match.batches
      if (typeof posted === 'object' && batch !== undefined) {
        overdrawn.push(match)
        await openOverdraft(db, batch, posted.overdraft, at)
      }
    }
    return { entries, mismatches, overdrawn }
  }

  const settleMerchant = async (merchantId: string, clearingBatchId: string, at: Date) => {
    for (let after: string | undefined = ''; after !== undefined; ) {
      const settled = await settlePayments(db, { merchantId, clearingBatchId, after, limit: paymentsAtOnce, at })
      if (settled.delivers) delivers()
      after = settled.upTo
    }
  }

  const makePaid = async (at: Date) => {
    const parts = await unfinishedParts(db)
    for (const { clearing_batch_id: clearingBatchId, merchant_ids } of parts) {
      const left = merchant_ids.values()
      const settle = async () => {
        for (const id of left) await settleMerchant(id.toString(), clearingBatchId, at)
      }
      const ends = await Promise.allSettled(Array.from({ length: merchantsAtOnce }, settle))
      for (const end of ends) if (end.status === 'rejected') throw end.reason
    }
    for (const id of new Set(parts.map((part) => part.settlement_batch_id))) await finishBatch(db, id, at)
  }

  return {
    takeUp: async (): Promise<number> => {
      const [due, nextFile] = await Promise.all([readDue(db, reconciliationDue), readDue(db, fileDue)])
      const at = world.now()
      if (due === undefined || due > at || (nextFile !== undefined && nextFile <= at)) return 0
      await db.write('reconcile.commit_run', wantReconciliation(world.newId(), due, 'settlement is open'))
      const runs = await startRun(db, at)
      for (const batch of await batchesInDoubt(db, at)) await compareLines(batch)
      const hadCome = new Set((await unexplainedEntries(db)).map(({ id }) => id))
      await explainOrders(at)
      const found = await matchBank(at, hadCome)
      await makePaid(at)
      await openMissingLines(db, at)
      await openOpenEnds(db, at, found, addDays(at.toISOString().slice(0, 10), -rules.daysAfter))
      await finishRun(db, runs, at)
      return 1
    },
  }
}
