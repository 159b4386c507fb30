import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createDatabase, freePort } from '@silkgate/postgres'
import pg from 'pg'
import { makeAppLogin } from '../apps/gateway/src/postgres/login.ts'
import { readMasterKey } from '../apps/gateway/src/secret/master-key.ts'
import { type Sandbox, startSandboxAnywhere } from '../scripts/sandbox.ts'
import { assertDurable, openServer, type Server } from './server.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Everything under measurement: PostgreSQL, simulator and gateway as in the sandbox, and the floor beside them. */
export type Programs = {
  readonly gatewayUrl: string
  readonly floorUrl: string
  /** The owner's connection to the gateway's database. */
  readonly database: pg.Client
  readonly postgresVersion: string
  readonly gateway: ChildProcess
  readonly simulator: ChildProcess
  readonly floor: ChildProcess
  readonly stop: () => Promise<void>
}

const startFloor = (environment: Record<string, string>): Promise<ChildProcess> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'bench/floor.ts')], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    child.once('message', () => resolve(child))
    child.once('exit', (code) => reject(new Error(`The floor ended while it was starting (exit ${code}).`)))
  })

/**
 * Stands the sandbox clock still, so that no payment's minute runs out while others are measured: a payment that waits
 * for its consumer is asked about after a minute.
 */
const standClockStill = (databaseUrl: string) => changeClock(databaseUrl, 'stands_at = now()')

/** Moves the sandbox clock by a leap, as no gateway does: whatever comes due on the way is due at once. */
export const leapInTime = (databaseUrl: string, minutes: number): Promise<void> =>
  changeClock(databaseUrl, `offset_ms = offset_ms + ${minutes * 60_000}`)

/** Keeps what checks everything from its work, which would take a hundredth of the time. */
export const keepChecksOff = async (database: pg.Client): Promise<void> => {
  await database.query(
    `insert into checks (name, leased_until)
     select name, now() + interval '1 day' from unnest(array['invariants', 'audit chain']) name
     on conflict (name) do update set leased_until = excluded.leased_until`,
  )
}

const changeClock = async (databaseUrl: string, change: string): Promise<void> => {
  const client = new pg.Client({ connectionString: `${databaseUrl}_sandbox` })
  await client.connect()
  await client.query(`update clock set ${change}`)
  await client.end()
}

/** Remembers what was started, so that it ends in the other order, once, whatever happens. */
const ending = () => {
  const ends: (() => unknown)[] = []
  let ended: Promise<void> | undefined
  const endAll = async () => {
    for (const end of ends.reverse()) await end()
  }
  const stop = () => {
    ended ??= endAll()
    return ended
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(1)))
  }
  return { atEnd: (end: () => unknown) => ends.push(end), stop }
}

/** Starts everything. With `profile`, gateway and simulator leave their CPU profiles in that folder when they end. */
export const startPrograms = async (options: { profile: string | undefined }): Promise<Programs> => {
  const { atEnd, stop } = ending()
  try {
    return { ...(await start(options, atEnd)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

type AtEnd = (end: () => unknown) => void

/** Starts a sandbox of its own, with an empty data folder on the disk that holds this repository. */
const startOwnSandbox = async (
  atEnd: AtEnd,
  environment: Record<string, string>,
  postgres: Record<string, string> = {},
): Promise<{ sandbox: Sandbox; server: Server; dataDir: string; databaseUrl: string }> => {
  mkdirSync(join(root, 'data'), { recursive: true })
  const dataDir = mkdtempSync(join(root, 'data/bench-'))
  atEnd(() => rmSync(dataDir, { recursive: true, force: true }))
  const server = await openServer(dataDir, postgres)
  atEnd(server.stop)
  const databaseUrl = server.url('silkgate')
  const sandbox = await startSandboxAnywhere({
    dataDir,
    databaseUrl,
    environment: { SIMULATOR_DATABASE_URL: '', LOG_LEVEL: 'warn', ...environment },
  })
  atEnd(sandbox.stop)
  return { sandbox, server, dataDir, databaseUrl }
}

/** A sandbox alone, its clock running: for what happens over time. `postgres` are settings of its server. */
export const startSandboxAlone = async (
  environment: Record<string, string> = {},
  postgres: Record<string, string> = {},
): Promise<{
  sandbox: Sandbox
  database: pg.Client
  dataDir: string
  databaseUrl: string
  stop: () => Promise<void>
}> => {
  const { atEnd, stop } = ending()
  try {
    const { sandbox, dataDir, databaseUrl } = await startOwnSandbox(atEnd, environment, postgres)
    const database = new pg.Client({ connectionString: databaseUrl })
    await database.connect()
    atEnd(() => database.end())
    return { sandbox, database, dataDir, databaseUrl, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const start = async ({ profile }: { profile: string | undefined }, atEnd: AtEnd): Promise<Omit<Programs, 'stop'>> => {
  const preload = `--import=${new URL('count-calls.ts', import.meta.url)}`
  const profiling = profile === undefined ? '' : `--cpu-prof --cpu-prof-dir=${profile}`
  const environment = { NODE_OPTIONS: `${preload} ${profiling}` }
  const { sandbox, server, dataDir, databaseUrl } = await startOwnSandbox(atEnd, environment)
  const floorDatabaseUrl = server.url('floor')
  await createDatabase(floorDatabaseUrl)
  await standClockStill(databaseUrl)
  const floorPort = await freePort()
  const floor = await startFloor({
    PORT: String(floorPort),
    DATABASE_URL: floorDatabaseUrl,
    SIMULATOR_URL: sandbox.simulatorUrl,
  })
  atEnd(() => floor.kill())
  const appUrl = await makeAppLogin(databaseUrl, readMasterKey(readFileSync(join(dataDir, 'master-key'), 'utf8')))
  for (const url of [databaseUrl, appUrl, floorDatabaseUrl]) await assertDurable(url)
  const database = new pg.Client({ connectionString: databaseUrl })
  await database.connect()
  atEnd(() => database.end())
  const { rows } = await database.query<{ server_version: string }>('show server_version')
  return {
    gatewayUrl: sandbox.gatewayUrl,
    floorUrl: `http://127.0.0.1:${floorPort}`,
    database,
    postgresVersion: rows[0]?.server_version ?? '',
    gateway: sandbox.gateway().process,
    simulator: sandbox.simulator().process,
    floor,
  }
}
