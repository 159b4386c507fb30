import type { MatchRules } from '@silkgate/domain'
import type { Logger } from 'pino'
import { takeStatements } from './bank/index.ts'
import type { Reach } from './crash-points.ts'
import {
  type FileAccess,
  type FileTakers,
  nextDueFile,
  nextDuePull,
  pullFiles,
  type RawFiles,
  sourcesOf,
  takeFiles,
  takenSources,
  watchInbox,
} from './file/index.ts'
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
  readonly reach: Reach
  readonly rawFiles: RawFiles
  readonly fileAccess: FileAccess
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
  const received = () => taking?.wake()
  const pulls = pullFiles({ ...parts, ...parts.fileAccess, received })
  const inbox = watchInbox({ ...parts, ...parts.fileAccess, received })
  const reconciliation = reconcile({ ...parts, rules: parts.matchRules })
  let taking: Worker | undefined
  let workers: readonly Worker[] = []
  return {
    start: () => {
      taking = startWorker('received files', files, 1_000, log)
      workers = [
        startWorker('SFTP servers', pulls, 1_000, log),
        startWorker('inbox', inbox, 2_000, log),
        taking,
        startWorker('reconciliation', reconciliation, 1_000, log),
        startWorker('missing reports', { takeUp: lookForMissingReports(parts) }, 5_000, log),
        startWorker('daily check', dailyCheckWork(parts), 1_000, log),
      ]
      return workers
    },
    nextDue: () =>
      Promise.all([
        nextDuePull(db, sourcesOf(parts.fileAccess.sftp)),
        nextDueFile(db, takenSources(takers)),
        nextLook(db),
        nextDueReconciliation(db),
        nextDailyCheck(db),
      ]),
    wake: () => {
      for (const worker of workers) worker.wake()
    },
    underWay: () => pulls.underWay() + files.underWay(),
  }
}
