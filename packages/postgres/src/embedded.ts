import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import pg from 'pg'
import { type Binary, findBinary } from './embedded-binary.ts'
import { freePort } from './free-port.ts'

export type EmbeddedPostgres = {
  /** The owner's URL of one of its databases. */
  readonly url: (database: string) => string
  /** Whether it was running already, left over by a sandbox that was killed. */
  readonly adopted: boolean
  /** Stops it, fast, and waits until it is gone. */
  readonly stop: () => Promise<void>
}

type Options = {
  readonly dataDir: string
  readonly say?: (line: string) => void
  /** Settings of the server beside our own, `{ shared_buffers: '1GB' }`. */
  readonly settings?: Settings
}

type Settings = Readonly<Record<string, string | number>>

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

const passwordFile = (dataDir: string): string => join(resolve(dataDir), 'postgres-password')

const readPassword = (dataDir: string): string => {
  mkdirSync(dataDir, { recursive: true })
  try {
    writeFileSync(passwordFile(dataDir), randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(passwordFile(dataDir), 'utf8').trim()
}

type Postmaster = { readonly pid: number; readonly port: number }

/** The postmaster that works on this folder, if one lives: a pid counts only if its command line names the folder. */
const findPostmaster = (dataFolder: string): Postmaster | undefined => {
  try {
    const [pid, , , port] = readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n')
    const commandLine = readFileSync(`/proc/${Number(pid)}/cmdline`, 'utf8').split('\0')
    return commandLine.includes(dataFolder) ? { pid: Number(pid), port: Number(port) } : undefined
  } catch {
    return undefined
  }
}

const urlOf = (port: number, password: string) => (database: string) =>
  `postgres://silkgate:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`

const answers = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const stopPostmaster = async (pid: number): Promise<void> => {
  for (const [signal, patienceMs] of [
    ['SIGINT', 8_000],
    ['SIGQUIT', 4_000],
  ] as const) {
    if (!isAlive(pid)) return
    process.kill(pid, signal)
    for (let waited = 0; waited < patienceMs && isAlive(pid); waited += 20) await pause(20)
  }
}

const running = (dataFolder: string, password: string, adopted: boolean): EmbeddedPostgres | undefined => {
  const postmaster = findPostmaster(dataFolder)
  if (postmaster === undefined || !Number.isInteger(postmaster.port)) return undefined
  return { url: urlOf(postmaster.port, password), adopted, stop: () => stopPostmaster(postmaster.pid) }
}

const run = (
  binary: Binary,
  program: string,
  args: readonly string[],
  log: string,
): { pid: number; exited: Promise<number>; leave: () => void } => {
  const [command = '', ...rest] = [...binary.prefix, join(binary.native, 'bin', program), ...args]
  const out = openSync(log, 'a', 0o600)
  const owner = binary.uid === undefined ? {} : { uid: binary.uid, gid: binary.uid }
  const child = spawn(command, rest, { detached: true, stdio: ['ignore', out, out], cwd: '/', ...owner })
  closeSync(out)
  const exited = new Promise<number>((done) => {
    child.on('exit', (code) => done(code ?? 1))
    child.on('error', () => done(1))
  })
  return { pid: child.pid ?? 0, exited, leave: () => child.unref() }
}

/** Puts a folder in its place, unless another start was faster. */
const placeFolder = (fresh: string, place: string): void => {
  try {
    renameSync(fresh, place)
  } catch (error) {
    if (!existsSync(place)) throw error
  }
}

/** Makes the cluster in a folder of its own and puts it in place in one step, so that two starts at once do no harm. */
const makeCluster = async (binary: Binary, dataDir: string, log: string): Promise<void> => {
  const fresh = `${binary.dataFolder}.${randomBytes(4).toString('hex')}`
  const pwfile = `${fresh}.password`
  writeFileSync(pwfile, readPassword(dataDir), { mode: 0o600 })
  if (binary.uid !== undefined) chownSync(pwfile, binary.uid, binary.uid)
  try {
    const args = [
      '-D',
      fresh,
      '-U',
      'silkgate',
      '-A',
      'scram-sha-256',
      `--pwfile=${pwfile}`,
      '-E',
      'UTF8',
      '--locale=C',
    ]
    if ((await run(binary, 'initdb', args, log).exited) !== 0) throw new Error(`initdb failed; see ${log}.`)
    placeFolder(fresh, binary.dataFolder)
  } finally {
    rmSync(pwfile, { force: true })
    rmSync(fresh, { recursive: true, force: true })
  }
}

const refuseOtherMajor = ({ dataFolder, major }: Binary): void => {
  const stored = readFileSync(join(dataFolder, 'PG_VERSION'), 'utf8').trim()
  if (stored === major) return
  throw new Error(
    `${dataFolder} was written by PostgreSQL ${stored}; this silkgate brings PostgreSQL ${major}. ` +
      'Start a sandbox with another DATA_DIR, or move the data with pg_dump of the old version.',
  )
}

/** Starts the server and waits until it answers; undefined when it ended, as it does while another one has the folder. */
const startServer = async (
  binary: Binary,
  password: string,
  log: string,
  more: Settings,
): Promise<EmbeddedPostgres | undefined> => {
  const port = await freePort()
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    max_wal_senders: 0,
    wal_level: 'minimal',
    jit: 'off',
    ...more,
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { pid, exited, leave } = run(binary, 'postgres', ['-D', binary.dataFolder, ...options], log)
  let ended = false
  void exited.then(() => {
    ended = true
  })
  const url = urlOf(port, password)
  while (!ended) {
    if (await answers(url('postgres'))) {
      leave()
      return { url, adopted: false, stop: () => stopPostmaster(pid) }
    }
    await pause(25)
  }
  return undefined
}

/**
 * A real PostgreSQL from npm under DATA_DIR, fsync on: made where there is none, adopted where one lived on, started
 * again after any crash. It outlives a killed parent, so that nothing is lost; `stop` ends it.
 */
export const startEmbeddedPostgres = async ({
  dataDir,
  say = () => {},
  settings = {},
}: Options): Promise<EmbeddedPostgres> => {
  const password = readPassword(dataDir)
  const binary = findBinary(dataDir, say)
  mkdirSync(dirname(binary.dataFolder), { recursive: true })
  const log = join(dirname(binary.dataFolder), 'postgres.log')
  if (!existsSync(binary.dataFolder)) await makeCluster(binary, dataDir, log)
  refuseOtherMajor(binary)
  for (let attempt = 0; attempt < 40; attempt++) {
    const living = running(binary.dataFolder, password, true)
    if (living !== undefined && (await answers(living.url('postgres')))) return living
    if (living === undefined) {
      rmSync(join(binary.dataFolder, 'postmaster.pid'), { force: true })
      const started = await startServer(binary, password, log, settings)
      if (started !== undefined) return started
    }
    await pause(250)
  }
  throw new Error(`PostgreSQL does not start; see ${log}.`)
}

/** The PostgreSQL that a sandbox under DATA_DIR is running, for the command line beside it. */
export const findRunningPostgres = async ({ dataDir }: Options): Promise<EmbeddedPostgres | undefined> => {
  if (!existsSync(passwordFile(dataDir))) return undefined
  const { dataFolder } = findBinary(dataDir, () => {})
  const living = running(dataFolder, readPassword(dataDir), true)
  return living !== undefined && (await answers(living.url('postgres'))) ? living : undefined
}
