import type { MatchRules } from '@silkgate/domain'
import type { Logger } from 'pino'
import { takeStatements } from './bank/index.ts'
import { type FileTakers, nextDueFile, type RawFiles, takeFiles, takenSources } from './file/index.ts'
import { dailyCheckWork, nextDailyCheck } from './ledger/index.ts'
import type { Db } from './postgres/db.ts'
import { nextDueReconciliation, reconcile } from './reconciliation/index.ts'
import { lookForMissingReports, nextLook, takeReport } from './settlement/index.ts'
import type { Stop } from './stop.ts'
import { startWorker, type Worker } from './worker.ts'
import type { World } from './world.ts'

type Parts = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly stop: Stop
  readonly rawFiles: RawFiles
  readonly matchRules: MatchRules
  /** Called when webhooks may have to be sent. */
  readonly delivers: () => void
}

/** What no merchant waits for: files from Alipay+ and the bank, and what becomes of the money that they tell of. */
export type BackOffice = {
  readonly start: () => readonly Worker[]
  readonly nextDue: () => Promise<(Date | undefined)[]>
  readonly wake: () => void
  readonly underWay: () => number
}

/** Wires the back office by hand, as the runtime does the rest. */
export const assembleBackOffice = (parts: Parts): BackOffice => {
  const { db, log } = parts
  const openFile = parts.rawFiles.open
  const takers: FileTakers = {
    alipayplus: takeReport({ ...parts, openFile }),
    bank: takeStatements({ db, world: parts.world }),
  }
  const files = takeFiles({ ...parts, takers, openFile })
  const reconciliation = reconcile({ ...parts, rules: parts.matchRules })
  let workers: readonly Worker[] = []
  return {
    start: () => {
      workers = [
        startWorker('received files', files, 1_000, log),
        startWorker('reconciliation', reconciliation, 1_000, log),
        startWorker('missing reports', { takeUp: lookForMissingReports(parts) }, 5_000, log),
        startWorker('daily check', dailyCheckWork(parts), 1_000, log),
      ]
      return workers
    },
    nextDue: () =>
      Promise.all([nextDueFile(db, takenSources(takers)), nextLook(db), nextDueReconciliation(db), nextDailyCheck(db)]),
    wake: () => {
      for (const worker of workers) worker.wake()
    },
    underWay: files.underWay,
  }
}
