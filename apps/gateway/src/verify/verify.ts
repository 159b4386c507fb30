import type { Db } from '../postgres/db.ts'
import { auditIsWhole } from './audit-is-whole.store.ts'
import { factsOnlyGrow } from './facts-only-grow.store.ts'
import { merchantsAreApart } from './merchants-are-apart.store.ts'
import { moneyIsCovered } from './money-is-covered.store.ts'
import { receivableIsExplained } from './receivable-is-explained.store.ts'
import { refundsWithinWhatWasPaid } from './refunds-within-what-was-paid.store.ts'
import { replayGivesTheSame } from './replay-gives-the-same.store.ts'
import { reportsEqualTheLedger } from './reports-equal-the-ledger.store.ts'
import { rowsOfFiles } from './rows-of-files.store.ts'
import { transfersAreLevel } from './transfers-are-level.store.ts'
import type { HowToLook, Invariant, Verdict } from './verdict.store.ts'

export const invariants: readonly Invariant[] = [
  transfersAreLevel,
  factsOnlyGrow,
  replayGivesTheSame,
  refundsWithinWhatWasPaid,
  rowsOfFiles,
  receivableIsExplained,
  reportsEqualTheLedger,
  merchantsAreApart,
  moneyIsCovered,
  auditIsWhole,
]

export type Verified = Pick<Invariant, 'number' | 'says'> & Verdict & { readonly holds: boolean }

/**
 * Checks every invariant on one state of the database and writes nothing; gives each verdict to `tell` once it is there, and
 * answers whether all hold.
 */
export const verify = (
  db: Db,
  {
    tell,
    progressOf,
    all,
  }: {
    readonly tell: (verified: Verified) => void
    readonly progressOf: (number: number) => HowToLook['progress']
    readonly all: boolean
  },
): Promise<boolean> =>
  db.snapshot(async (tx) => {
    let allHold = true
    for (const { number, says, check } of invariants) {
      const verdict = await check(tx, { all, progress: progressOf(number) })
      const holds = verdict.broken === 0n
      tell({ number, says, holds, ...verdict })
      allHold &&= holds
    }
    return allHold
  })
