import { findRunningPostgres } from '@silkgate/postgres'
import { type Db, openDb } from './postgres/db.ts'
import { type MasterKey, masterKeyOf } from './secret/master-key.ts'
import { findMasterKey } from './serve.ts'
import { readSettings, type Settings } from './settings.ts'

export type Tools = {
  readonly db: Db
  readonly masterKey: MasterKey
  readonly settings: Settings
  readonly now: () => Date
}

/** The owner's database: the setting, or the one that the sandbox under DATA_DIR is running. */
const ownerUrl = async (settings: Settings): Promise<string> => {
  if (settings.DATABASE_URL !== undefined) return settings.DATABASE_URL
  const running = await findRunningPostgres({ dataDir: settings.DATA_DIR })
  if (running !== undefined) return running.url('silkgate')
  throw new Error(
    `No database: set DATABASE_URL, or start the sandbox (npm start) whose DATA_DIR is ${settings.DATA_DIR}.`,
  )
}

/** Opens what a command works with, runs it, and closes it again. */
export const withTools = async (work: (tools: Tools) => Promise<void>): Promise<void> => {
  const settings = readSettings(process.env)
  const db = openDb(await ownerUrl(settings), { max: 2 })
  try {
    await work({ db, masterKey: masterKeyOf(await findMasterKey(settings)), settings, now: () => new Date() })
  } finally {
    await db.close()
  }
}

/** One thing, one line. */
export const print = (thing: unknown): void => {
  console.log(JSON.stringify(thing, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)))
}
