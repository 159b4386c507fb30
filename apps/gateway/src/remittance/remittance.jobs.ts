import type { Logger } from 'pino'
import type { Db, Tx } from '../postgres/db.ts'
import type { Stop } from '../stop.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import { isThereToTell, makeOrderFiles } from './make-order-file.ts'
import type { OrderFiles, PutFile } from './order-files.ts'
import { lastRun, openRuns, standOfRemittance, startRun } from './run.store.ts'
import { runRemittances } from './run-remittances.ts'
import { latestRunUntil, nextRunAt } from './run-time.ts'
import { sendOrderFile } from './send-order-file.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly stop: Stop
  readonly orderFiles: OrderFiles
  /** Undefined where we have no folder at a bank: files are made and wait. */
  readonly putToBank: PutFile | undefined
  /** Has the bank's folder looked at by an instant. */
  readonly lookForAnswerBy: (tx: Tx, at: Date) => Promise<unknown>
  readonly aloneMinor: bigint
}

/**
 * On each business day at 10:00, Europe/Amsterdam, merchants are paid: a run, and files of what is approved for the bank, and of
 * sweeps. What died is gone on with.
 */
export const remittanceWork = (needs: Needs): Required<Work> => {
  const { db, world, stop, putToBank } = needs
  let underWay = 0

  const startDueRun = async (): Promise<void> => {
    const next = nextRunAt(await lastRun(db))
    if (next === undefined || next.at > world.now()) return
    const { day, at } = latestRunUntil(next, world.now())
    await startRun(db, { runId: world.newId(), day, at, startedBy: 'silkgate' })
  }

  const takeUp = async (): Promise<number> => {
    if (stop.isStopping()) return 0
    underWay = 1
    try {
      await startDueRun()
      for (const run of await openRuns(db)) await runRemittances({ ...needs, isStopping: stop.isStopping }, run)
      const made = await makeOrderFiles(needs)
      return made + (putToBank === undefined ? 0 : await sendOrderFile({ ...needs, putToBank }))
    } finally {
      underWay = 0
    }
  }
  return { takeUp, underWay: () => underWay }
}

/** When something is to be done for merchants' money: at once while a run or a file is open, else at the next run. */
export const nextDueRemittance = async (db: Db, now: Date): Promise<Date | undefined> => {
  const { openSince, isUnsent, file, last } = await standOfRemittance(db)
  if (openSince !== undefined) return openSince
  if (isUnsent && (await isThereToTell(db, now))) return new Date(0)
  const next = nextRunAt(last)?.at
  return file === undefined || (next !== undefined && next < file) ? next : file
}
