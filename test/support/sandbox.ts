import { execFile } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { addKey, addMerchant } from '../../apps/gateway/src/merchant/add-merchant.ts'
import { type Db, openDb } from '../../apps/gateway/src/postgres/db.ts'
import { sandboxContract, sandboxMerchants } from '../../apps/gateway/src/sandbox/identities.ts'
import { masterKeyOf, readMasterKey } from '../../apps/gateway/src/secret/master-key.ts'
import { type Sandbox, startSandboxAnywhere } from '../../scripts/sandbox.ts'
import type { Identity } from './merchant.ts'
import { placeCluster } from './prepared-cluster.ts'

export type LogLine = Readonly<Record<string, unknown>> & { readonly msg?: string }

/** A whole sandbox with an empty data folder, as tests look at it. */
export type TestSandbox = Sandbox & {
  readonly dataDir: string
  /** The gateway's database, as its owner. */
  readonly db: Db
  /** The simulator's own database: the truth of the simulated world. */
  readonly simulatorDb: Db
  /** What the programs have logged so far. */
  readonly logged: () => readonly LogLine[]
  /** Stops everything and takes the data away. */
  readonly close: () => Promise<void>
}

const readLog = (file: string): LogLine[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as LogLine)

/** Noon of a business day, far from any day's end: for tests whose instants must not depend on when they are run. */
export const noon = { SANDBOX_START: '2026-11-24T12:00:00Z' }

/** Starts PostgreSQL, simulator and gateway on free ports under a temporary folder. */
export const aSandbox = async (
  logLevel: 'error' | 'info' = 'error',
  settings: Readonly<Record<string, string>> = {},
): Promise<TestSandbox> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'silkgate-test-'))
  await placeCluster(dataDir)
  const log = join(dataDir, 'programs.log')
  const output = openSync(log, 'a')
  const remove = () => {
    closeSync(output)
    rmSync(dataDir, { recursive: true, force: true })
  }
  const environment = { LOG_LEVEL: logLevel, ...settings }
  const sandbox = await startSandboxAnywhere({ dataDir, environment, output }).catch((error: unknown) => {
    remove()
    throw error
  })
  const db = openDb(sandbox.databaseUrl, { max: 2 })
  const simulatorDb = openDb(sandbox.databaseUrl.replace(/silkgate$/, 'silkgate_simulator'), { max: 2 })
  return {
    ...sandbox,
    dataDir,
    db,
    simulatorDb,
    logged: () => readLog(log),
    close: async () => {
      await Promise.all([db.close(), simulatorDb.close()])
      await sandbox.stop()
      remove()
    },
  }
}

/**
 * Adds a merchant that differs from the demo shop in nothing but its id, and in what it settles in where that is said, with a
 * key for the Connect API.
 */
export const addShop = async (sandbox: TestSandbox, merchantId: string, currency?: string): Promise<Identity> => {
  const [demo] = sandboxMerchants()
  if (demo === undefined) throw new Error('The sandbox has no demo shop.')
  const { merchant, feeBasisPoints, feeFixedMinor } = demo
  const settlementCurrency = currency ?? merchant.settlementCurrency
  const contract = sandboxContract(settlementCurrency, feeBasisPoints, feeFixedMinor)
  await addMerchant(sandbox.db, { ...merchant, merchantId, settlementCurrency }, contract, new Date())
  return addSecondKey(sandbox, merchantId)
}

/** Gives a merchant another API key. */
export const addSecondKey = async ({ db, dataDir }: TestSandbox, merchantId: string): Promise<Identity> => {
  const masterKey = masterKeyOf(readMasterKey(readFileSync(join(dataDir, 'master-key'), 'utf8')))
  const key = await addKey(db, masterKey, 'api_keys', { merchantId, at: new Date() })
  if (key === undefined) throw new Error(`Merchant ${merchantId} has no key.`)
  return { merchantId, apiKeyId: key.keyId, secretApiKey: key.secret }
}

/** Runs the operator's command line beside a sandbox; answers the JSON objects it printed, one a line. */
export const silkgate = (sandbox: TestSandbox, ...command: readonly string[]): Promise<Record<string, unknown>[]> =>
  silkgateWith({}, sandbox, ...command)

/** The same with other settings. */
export const silkgateWith = async (
  settings: Readonly<Record<string, string>>,
  { dataDir, databaseUrl }: TestSandbox,
  ...command: readonly string[]
): Promise<Record<string, unknown>[]> => {
  const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: databaseUrl, ...settings }
  const main = join(import.meta.dirname, '../../apps/gateway/src/main.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...command], { env })
  return stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
