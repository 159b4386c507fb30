import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createDatabase, type EmbeddedPostgres, freePort, startEmbeddedPostgres } from '@silkgate/postgres'

const root = fileURLToPath(new URL('..', import.meta.url))

export type SandboxOptions = {
  readonly dataDir: string
  readonly port: number
  readonly simulatorPort: number
  /** Where merchants fetch their reports; without it, a free one. */
  readonly sftpPort?: number
  /** Where the simulator's files are; without it, a free one. */
  readonly simulatorSftpPort?: number
  /** A PostgreSQL of one's own; without it, one is started under `dataDir`. */
  readonly databaseUrl?: string | undefined
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Where the programs' logs go: shown, thrown away, or into an open file, named by its descriptor. */
  readonly output?: Output
  readonly say?: (line: string) => void
}

type Output = 'inherit' | 'ignore' | number

/** One of the sandbox's programs. */
export type Program = {
  readonly name: string
  readonly url: string
  readonly process: ChildProcess
  /** The exit code or signal, once it has ended. */
  readonly ended: Promise<string>
  /** Ends it with a signal and waits until it is gone. */
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<string>
}

export type Sandbox = {
  readonly gatewayUrl: string
  readonly simulatorUrl: string
  readonly databaseUrl: string
  /** Where merchants fetch their reports, on the loopback address. */
  readonly sftpPort: number
  /** Starts the gateway (again), and answers once it serves. */
  readonly startGateway: (environment?: Readonly<Record<string, string>>) => Promise<Program>
  readonly startSimulator: () => Promise<Program>
  /** The programs as they run now. */
  readonly gateway: () => Program
  readonly simulator: () => Program
  readonly stop: () => Promise<void>
}

/** Starts a program and waits until it serves; throws when it ends before. It ends by itself when this process dies. */
const startProgram = async (
  name: string,
  command: readonly string[],
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
  output: Output,
): Promise<Program> => {
  const child = spawn(process.execPath, [...command], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', output, 'inherit', 'ipc'],
  })
  let isOver = false
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      isOver = true
      resolve(signal ?? `exit ${code}`)
    })
  })
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (!isOver) child.kill(signal)
    return ended
  }
  // It says itself that it serves: at this port another program might answer.
  const serves = new Promise<true>((resolve) => child.once('message', () => resolve(true)))
  const began = await Promise.race([serves, ended])
  if (began === true) return { name, url, process: child, ended, end }
  throw new Error(`The ${name} ended while it was starting (${began}).`)
}

/** The sandbox's other databases are named after the first. */
const databaseBeside = (databaseUrl: string, suffix: string): string => {
  const url = new URL(databaseUrl)
  url.pathname = `${url.pathname}${suffix}`
  return url.href
}

const openDatabase = async (
  options: SandboxOptions,
): Promise<{ url: string; server: EmbeddedPostgres | undefined }> => {
  if (options.databaseUrl !== undefined) return { url: options.databaseUrl, server: undefined }
  const server = await startEmbeddedPostgres({ dataDir: options.dataDir, say: options.say ?? (() => {}) })
  if (server.adopted) options.say?.('A PostgreSQL that lived on under this DATA_DIR is used again.')
  return { url: server.url('silkgate'), server }
}

/** Starts a sandbox on ports that nobody listens on; tries other ports when somebody was faster. */
export const startSandboxAnywhere = async (
  options: Omit<SandboxOptions, 'port' | 'simulatorPort'>,
): Promise<Sandbox> => {
  for (let tries = 3; ; tries--) {
    try {
      return await startSandbox({ ...options, port: await freePort(), simulatorPort: await freePort() })
    } catch (error) {
      if (tries === 1 || !/ended while it was starting \(exit/.test(String(error))) throw error
    }
  }
}

/** Starts everything on one machine: database, simulator, gateway. */
export const startSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const { url: databaseUrl, server } = await openDatabase(options)
  const clockUrl = databaseBeside(databaseUrl, '_sandbox')
  const simulatorDatabaseUrl = databaseBeside(databaseUrl, '_simulator')
  for (const url of [databaseUrl, simulatorDatabaseUrl, clockUrl]) await createDatabase(url)
  const gatewayUrl = `http://127.0.0.1:${options.port}`
  const simulatorUrl = `http://127.0.0.1:${options.simulatorPort}`
  const sftpPort = options.sftpPort ?? (await freePort())
  const environment = {
    DATA_DIR: options.dataDir,
    DATABASE_URL: databaseUrl,
    CLOCK_DATABASE_URL: clockUrl,
    SIMULATOR_DATABASE_URL: simulatorDatabaseUrl,
    SIMULATOR_URL: simulatorUrl,
    GATEWAY_URL: gatewayUrl,
    PORT: String(options.port),
    SIMULATOR_PORT: String(options.simulatorPort),
    SFTP_PORT: String(sftpPort),
    SIMULATOR_SFTP_PORT: String(options.simulatorSftpPort ?? (await freePort())),
    ...options.environment,
  }
  const output = options.output ?? 'inherit'
  const start = (name: 'gateway' | 'simulator', url: string, command: string[], more: Record<string, string> = {}) =>
    startProgram(name, [`apps/${name}/src/main.ts`, ...command], url, { ...environment, ...more }, output)

  let simulator = await start('simulator', simulatorUrl, []).catch(async (error: unknown) => {
    await server?.stop()
    throw error
  })
  let gateway = await start('gateway', gatewayUrl, ['serve']).catch(async (error: unknown) => {
    await simulator.end('SIGTERM')
    await server?.stop()
    throw error
  })
  return {
    gatewayUrl,
    simulatorUrl,
    databaseUrl,
    sftpPort,
    gateway: () => gateway,
    simulator: () => simulator,
    startGateway: async (more) => {
      gateway = await start('gateway', gatewayUrl, ['serve'], more)
      return gateway
    },
    startSimulator: async () => {
      simulator = await start('simulator', simulatorUrl, [])
      return simulator
    },
    stop: async () => {
      await gateway.end('SIGTERM')
      await simulator.end('SIGTERM')
      await server?.stop()
    },
  }
}
