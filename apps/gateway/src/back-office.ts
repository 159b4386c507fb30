import type { Logger } from 'pino'
import { type FileTakers, nextDueFile, type RawFiles, takeFiles, takenSources } from './file/index.ts'
import type { Db } from './postgres/db.ts'
import type { Stop } from './stop.ts'
import { startWorker, type Worker } from './worker.ts'
import type { World } from './world.ts'

type Parts = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly stop: Stop
  readonly rawFiles: RawFiles
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
  const takers: FileTakers = {}
  const files = takeFiles({ ...parts, takers, openFile: parts.rawFiles.open })
  let workers: readonly Worker[] = []
  return {
    start: () => {
      workers = [startWorker('received files', files, 1_000, log)]
      return workers
    },
    nextDue: () => Promise.all([nextDueFile(db, takenSources(takers))]),
    wake: () => {
      for (const worker of workers) worker.wake()
    },
    underWay: files.underWay,
  }
}
