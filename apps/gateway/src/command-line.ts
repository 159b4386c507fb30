import { AsyncLocalStorage } from 'node:async_hooks'
import { hostname, userInfo } from 'node:os'
import { type Day, type Fields, keptAsked } from '@silkgate/domain'
import { findRunningPostgres } from '@silkgate/postgres'
import { openSandboxClock, wallClock } from '@silkgate/sandbox-clock'
import type { Command } from 'commander'
import { type Act, acting, auditRecorder, digestWith } from './audit/index.ts'
import { type Db, openDb } from './postgres/db.ts'
import { findMasterKey } from './secret/find-master-key.ts'
import { type MasterKey, masterKeyOf } from './secret/master-key.ts'
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

const commands = new AsyncLocalStorage<Command>()

/** Told of each command before it runs: what it changes goes into the audit trail under its name. */
export const beginCommand = (command: Command): void => commands.enterWith(command)

const nameOf = (command: Command): string =>
  command.parent === null ? '' : `${nameOf(command.parent)} ${command.name()}`.trim()

/** Commands that change nothing, by their last word or in full. */
const lastWords =
  'list show history registration export pulls balances trial-balance transfers payments quarantine expected vat credits'
const inFull =
  'exceptions, trail, verify, verify-report, audit verify, signature-doctor request, signature-doctor webhook, invoice suppliers'
const isReading = (name: string): boolean =>
  inFull.split(', ').includes(name) || lastWords.split(' ').includes(name.split(' ').at(-1) ?? '')

/** Gives every command that changes something an option which says who does. */
export const askWhoChanges = (command: Command): void => {
  for (const one of command.commands) askWhoChanges(one)
  const isLeaf = command.commands.length === 0 && !['serve', 'migrate'].includes(nameOf(command))
  const asks = command.options.some(({ long }) => long === '--as')
  if (isLeaf && !asks && !isReading(nameOf(command)))
    command.option('--as <email>', 'who you are; needed in production')
}

const argumentsOf = ({ registeredArguments, args }: Command): Fields =>
  Object.fromEntries(registeredArguments.map((one, index) => [one.name(), args[index] ?? null]))

const actOf = (command: Command, { masterKey, settings, now }: Tools): Act => {
  const operation = nameOf(command)
  const { as, ...options } = command.opts<{ as?: string }>()
  const [about] = command.args
  return {
    ...{ door: 'command line', operation, about, role: null, organisation: undefined, now },
    origin: `${userInfo().username}@${hostname()}`,
    asked: keptAsked({ ...argumentsOf(command), ...(options as Fields) }, digestWith(masterKey)),
    get by() {
      if (isReading(operation)) throw new Error(`Broken invariant: ${operation} changes something.`)
      return whoOf({ settings }, as)
    },
  }
}

/** Opens what a command works with, runs it, and closes it again. */
export const withTools = async (work: (tools: Tools) => Promise<void>): Promise<void> => {
  const settings = readSettings(process.env)
  const ownerDatabase = await ownerUrl(settings)
  const masterKey = masterKeyOf(await findMasterKey(settings))
  const db = openDb(ownerDatabase, { max: 2, recorder: auditRecorder(masterKey) })
  try {
    const tools = { db, masterKey, settings, now: await clockOf(ownerDatabase, settings) }
    const command = commands.getStore()
    await (command === undefined ? work(tools) : acting(actOf(command, tools), () => work(tools)))
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

/** How many at most; throws where it is no number. */
export const readLimit = (text: string): number => {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new Error('--limit: a number from 1 is expected.')
}

/** Who does it, in lower case; throws where it is no e-mail address. */
export const readEmail = (option: string, text: string): string => {
  if (!/^[^\s@]+@[^\s@]+$/.test(text)) throw new Error(`${option}: "${text}" is no e-mail address.`)
  return text.toLowerCase()
}

/** Who changes something: in the sandbox its first operator, unless somebody says otherwise. */
export const whoOf = ({ settings }: Pick<Tools, 'settings'>, as: string | undefined): string => {
  if (as !== undefined) return readEmail('--as', as)
  if (settings.SILKGATE_MODE === 'sandbox') return 'operator@sandbox.example'
  throw new Error('--as: who you are is needed, such as --as anna@psp.example.')
}
