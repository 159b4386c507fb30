import { randomUUIDv7 } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { takeStatements } from '../../apps/gateway/src/bank/index.ts'
import { fileDue, openRawFiles, takeFiles } from '../../apps/gateway/src/file/index.ts'
import { receiveFile } from '../../apps/gateway/src/file/receive-file.ts'
import type { FileSource } from '../../apps/gateway/src/file/received-file.ts'
import { type Db, openDb } from '../../apps/gateway/src/postgres/db.ts'
import { reconcile } from '../../apps/gateway/src/reconciliation/index.ts'
import { takeReport } from '../../apps/gateway/src/settlement/index.ts'
import { stopper } from '../../apps/gateway/src/stop.ts'
import type { Work } from '../../apps/gateway/src/worker.ts'

/** A file as it comes: its name may be any. */
export type IncomingFile = { readonly source: FileSource; readonly name: string; readonly body: Buffer }

export type BackOffice = {
  readonly db: Db
  readonly receive: (file: IncomingFile) => Promise<void>
  /** Takes in what has come. */
  readonly takeFiles: () => Promise<void>
  /** Takes in what has come, and compares everything. */
  readonly reconcile: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The gateway's own work on files, on a database, at an instant, without the gateway: it is done when it is asked for. */
export const openBackOffice = (
  databaseUrl: string,
  at: Date,
  /** Done in place of what explains our own orders, in each run of the reconciliation. */
  explainOrders: () => Promise<void> = async () => {},
): BackOffice => {
  const folder = mkdtempSync(join(tmpdir(), 'silkgate-office-'))
  const db = openDb(databaseUrl, { max: 3 })
  const problems: string[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => problems.push(line) })
  const world = { now: () => at, wallMs: () => Date.now(), newId: randomUUIDv7 }
  const rawFiles = openRawFiles(folder)
  const stop = stopper()
  const takers = {
    alipayplus: takeReport({ db, world, log, openFile: rawFiles.open }),
    bank: takeStatements({ db, world }),
  }
  const isFileDue = fileDue(['alipayplus', 'bank'])
  const nothing = () => {}
  const files = takeFiles({ db, world, log, stop, takers, openFile: rawFiles.open, taken: nothing })
  const rules = { toleranceMinor: 0n, daysBefore: 1, daysAfter: 5 }
  const reconciliation = reconcile({
    db,
    world,
    rules,
    explainOrders,
    fileDue: isFileDue,
    delivers: nothing,
  })
  const work = async (...works: readonly Work[]) => {
    for (let taken = 1; taken > 0; ) {
      taken = 0
      for (const { takeUp } of works) taken += await takeUp()
      if (problems.length > 0) throw new Error(problems.join('\n'))
    }
  }
  return {
    db,
    receive: async ({ source, name, body }) => {
      const path = join(folder, name)
      writeFileSync(path, body)
      await receiveFile({ db, world, rawFiles }, { source, how: 'upload', path })
    },
    takeFiles: () => work(files),
    reconcile: () => work(files, reconciliation),
    close: async () => {
      await db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
