import type { Day } from '@silkgate/domain'
import { findRunningPostgres } from '@silkgate/postgres'
import { openSandboxClock, wallClock } from '@silkgate/sandbox-clock'
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

/** The time to stamp with: in the sandbox its clock's, which lies in a database named after the first. */
const clockOf = async (ownerDatabase: string, settings: Settings): Promise<() => Date> => {
  if (settings.SILKGATE_MODE === 'production') return () => new Date()
  const url = new URL(settings.CLOCK_DATABASE_URL ?? `${ownerDatabase}_sandbox`)
  const clock = await openSandboxClock({ databaseUrl: url.href }).catch(() => wallClock())
  const now = clock.now()
  await clock.close()
  return () => now
}

/** Opens what a command works with, runs it, and closes it again. */
export const withTools = async (work: (tools: Tools) => Promise<void>): Promise<void> => {
  const settings = readSettings(process.env)
  const ownerDatabase = await ownerUrl(settings)
  const db = openDb(ownerDatabase, { max: 2 })
  try {
    const now = await clockOf(ownerDatabase, settings)
    await work({ db, masterKey: masterKeyOf(await findMasterKey(settings)), settings, now })
  } finally {
    await db.close()
  }
}

/** One thing, one line. */
export const print = (thing: unknown): void => {
  console.log(JSON.stringify(thing, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)))
}

/** An option's instant; throws where it is none. */
export const readInstant = (option: string, text: string | undefined): Date => {
  const at = new Date(text ?? '')
  if (Number.isNaN(at.getTime())) throw new Error(`${option}: an instant is needed, such as 2026-11-26T08:00:00Z.`)
  return at
}

/** An option's or argument's day; throws where it is none. */
export const readDay = (option: string, text: string): Day => {
  const day = new Date(`${text}T00:00:00Z`)
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)) return text
  throw new Error(`${option}: "${text}" is no day, such as 2026-11-26.`)
}

/** Who does it, in lower case; throws where it is no e-mail address. */
export const readEmail = (option: string, text: string): string => {
  if (!/^[^\s@]+@[^\s@]+$/.test(text)) throw new Error(`${option}: "${text}" is no e-mail address.`)
  return text.toLowerCase()
}
