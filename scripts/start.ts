import { connect } from 'node:net'
import { freePort } from '@silkgate/postgres'
import { serve } from '../apps/gateway/src/serve.ts'
import { readSettings } from '../apps/gateway/src/settings.ts'
import { startSandbox } from './sandbox.ts'

const isTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

/** A killed sandbox's programs need a moment to notice and to end. */
const patienceMs = 30_000

const claimPort = async (name: string, port: number): Promise<number> => {
  if (port === 0) return freePort()
  const until = Date.now() + patienceMs
  for (let told = false; await isTaken(port); told = true) {
    if (Date.now() > until) {
      throw new Error(`Port ${port} is in use. Another sandbox may be running; end it, or set ${name} to another port.`)
    }
    if (!told) console.log(`Port ${port} is in use; waiting a moment for it …`)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  return port
}

const startSandboxHere = async (): Promise<void> => {
  const began = performance.now()
  const settings = readSettings(process.env)
  const sandbox = await startSandbox({
    dataDir: settings.DATA_DIR,
    port: await claimPort('PORT', settings.PORT),
    simulatorPort: await claimPort('SIMULATOR_PORT', settings.SIMULATOR_PORT),
    sftpPort: await claimPort('SFTP_PORT', settings.SFTP_PORT),
    simulatorSftpPort: await claimPort('SIMULATOR_SFTP_PORT', settings.SIMULATOR_SFTP_PORT),
    databaseUrl: settings.DATABASE_URL,
    environment: { LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' },
    say: console.log,
  })
  let stopping: Promise<void> | undefined
  const stop = (code: number) => {
    stopping ??= sandbox.stop().then(() => process.exit(code))
  }
  process.on('SIGINT', () => stop(0))
  process.on('SIGTERM', () => stop(0))
  for (const program of [sandbox.gateway(), sandbox.simulator()]) {
    void program.ended.then((how) => {
      if (stopping === undefined) console.error(`The ${program.name} ended by itself (${how}); stopping.`)
      stop(1)
    })
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`
The silkgate sandbox is ready (${seconds} s).

  Demo shop     ${sandbox.simulatorUrl}/shop/    buy something here
  Console       ${sandbox.gatewayUrl}/console/    operator@sandbox.example, password sandbox
  Connect API   ${sandbox.gatewayUrl}         merchant 1234, API key sandbox-key-id / sandbox-secret-api-key
  Reports       sftp://1234@127.0.0.1:${sandbox.sftpPort}/out    once a key is known: silkgate sftp-key add 1234 '…'
  Documentation ${sandbox.gatewayUrl}/docs    guides, operations, errors
  Simulator     ${sandbox.simulatorUrl}/control/orders    what the wallets know

Data stays in ${settings.DATABASE_URL === undefined ? settings.DATA_DIR : 'your database'}. Stop with Ctrl-C.
`)
}

const startProduction = async (): Promise<void> => {
  const serving = await serve(readSettings(process.env))
  const stop = () => void serving.stop().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

const help = `Starts the sandbox: PostgreSQL, gateway, simulator and demo shop; with SILKGATE_MODE=production, the gateway alone.

  npm start

It takes no options. Ports and folders are settings of the environment: docs/reference/settings.md.`

const start = async (): Promise<void> => {
  const [word] = process.argv.slice(2)
  if (word === '--help') return console.log(help)
  if (word !== undefined) throw new Error(`There is no option ${word}.\n\n${help}`)
  return process.env.SILKGATE_MODE === 'production' ? startProduction() : startSandboxHere()
}

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
