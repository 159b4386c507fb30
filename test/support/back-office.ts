import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { backOffice } from '../../apps/gateway/src/back-office.ts'
import { openRawFiles } from '../../apps/gateway/src/file/index.ts'
import { receiveFile } from '../../apps/gateway/src/file/receive-file.ts'
import type { FileSource } from '../../apps/gateway/src/file/received-file.ts'
import { type Db, openDb } from '../../apps/gateway/src/postgres/db.ts'
import { stopper } from '../../apps/gateway/src/stop.ts'

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

/** The gateway's own back office on a database, at an instant, without the gateway: what is due is done when it is asked for. */
export const openBackOffice = (databaseUrl: string, at: Date): BackOffice => {
  const folder = mkdtempSync(join(tmpdir(), 'silkgate-office-'))
  const db = openDb(databaseUrl, { max: 3 })
  const problems: string[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => problems.push(line) })
  const world = { now: () => at, wallMs: () => Date.now(), newId: randomUUID }
  const rawFiles = openRawFiles(folder)
  const nothing = () => {}
  const duties = backOffice({
    ...{ db, world, log, rawFiles, stop: stopper(), reach: nothing },
    fileAccess: { sftp: {}, privateSftpKeysOf: async () => [], acquirerId: '', inboxDir: undefined },
    matchRules: { toleranceMinor: 0n, daysBefore: 1, daysAfter: 5 },
    ...{ delivers: nothing, received: nothing, taken: nothing },
  })
  const work = async (...names: ('received files' | 'reconciliation')[]) => {
    for (let taken = 1; taken > 0; ) {
      taken = 0
      for (const name of names) taken += await duties[name].work.takeUp()
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
    takeFiles: () => work('received files'),
    reconcile: () => work('received files', 'reconciliation'),
    close: async () => {
      await db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
