import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { freePort } from '@silkgate/postgres'
import { anOrder, demoShop, sdkClient } from '../support/merchant.ts'
import { until } from '../support/until.ts'

type Started = { readonly process: ChildProcess; readonly output: () => string; readonly ended: Promise<string> }

describe('npm start', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'silkgate-start-'))
  let ports = { PORT: '0', SFTP_PORT: '0', SIMULATOR_PORT: '0', SIMULATOR_SFTP_PORT: '0' }
  const gatewayUrl = () => `http://127.0.0.1:${ports.PORT}`
  const running = new Set<ChildProcess>()

  const start = (environment: Record<string, string> = {}): Started => {
    const child = spawn(process.execPath, ['scripts/start.ts'], {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, ...ports, DATA_DIR: dataDir, ...environment },
      // A group of its own, as a shell makes one: Ctrl-C goes to all of it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.add(child)
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    const ended = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => {
        running.delete(child)
        resolve(signal ?? String(code))
      })
    })
    return { process: child, output: () => text, ended }
  }
  const ready = async (started: Started): Promise<void> => {
    const seen = until('the sandbox is ready', () => /is ready/.test(started.output()), 60_000)
    const ended = started.ended.then((how) => assert.fail(`The sandbox ended (${how}): ${started.output()}`))
    await Promise.race([seen, ended])
  }
  const signalGroup = ({ process: child }: Started, signal: NodeJS.Signals) => process.kill(-(child.pid ?? 0), signal)
  const payment = async (paymentId: string) => {
    const answer = await sdkClient(gatewayUrl(), demoShop).v1.payments.get('1234', paymentId)
    return answer.isSuccess ? answer.body.status : answer.status
  }
  const create = async () => {
    const answer = await sdkClient(gatewayUrl(), demoShop).v1.payments.create('1234', anOrder())
    assert.ok(answer.isSuccess)
    return answer.body.payment?.id ?? ''
  }
  const postmaster = () => Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
  const answers = () =>
    fetch(`${gatewayUrl()}/health/live`).then(
      () => true,
      () => false,
    )

  before(async () => {
    ports = { ...ports, PORT: String(await freePort()), SIMULATOR_PORT: String(await freePort()) }
  })
  after(() => {
    for (const child of running) process.kill(-(child.pid ?? 0), 'SIGKILL')
    rmSync(dataDir, { recursive: true, force: true })
  })

  let paymentId: string

  test('says what it is when it is asked, and starts nothing', () => {
    const ask = (word: string) => spawnSync(process.execPath, ['scripts/start.ts', word], { encoding: 'utf8' })
    const { status, stdout } = ask('--help')
    assert.deepEqual([status, /^Starts the sandbox/.test(stdout)], [0, true])
    const unknown = ask('--port')
    assert.equal(unknown.status, 1)
    assert.match(unknown.stderr, /^There is no option --port/)
  })

  test('is ready with an empty folder, and Ctrl-C ends everything with 0', async () => {
    const started = start()
    await ready(started)
    assert.match(started.output(), /Demo shop +http:\/\/127\.0\.0\.1:\d+\/shop\//)
    paymentId = await create()
    signalGroup(started, 'SIGINT')
    assert.equal(await started.ended, '0')
    assert.equal(await answers(), false)
    assert.throws(postmaster, /ENOENT/, 'PostgreSQL has ended too')
  })

  test('finds its data again', async () => {
    const started = start()
    await ready(started)
    assert.equal(await payment(paymentId), 'REDIRECTED')
    const second = start({ SIMULATOR_PORT: String(await freePort()) })
    await until('the second sandbox has given up', () => /Port \d+ is in use/.test(second.output()), 30_000)
    assert.equal(await second.ended, '1')
    assert.match(second.output(), /set PORT to another port/)
    assert.equal(await payment(paymentId), 'REDIRECTED', 'the first sandbox is left alone')

    signalGroup(started, 'SIGKILL')
    process.kill(postmaster(), 'SIGKILL')
    await started.ended
  })

  test('survives kill -9 of everything', async () => {
    const started = start()
    await ready(started)
    assert.equal(await payment(paymentId), 'REDIRECTED')
    signalGroup(started, 'SIGKILL')
    await started.ended
  })

  test('uses the PostgreSQL that lived on, and its programs end when the one who started them is killed', async () => {
    const lived = postmaster()
    const started = start()
    await ready(started)
    assert.equal(postmaster(), lived, 'the postmaster is the same')
    assert.match(started.output(), /lived on/)
    assert.equal(await payment(paymentId), 'REDIRECTED')
    started.process.kill('SIGKILL')
    await started.ended
    await until('the gateway has noticed', async () => !(await answers()), 30_000)
    const last = start()
    await ready(last)
    signalGroup(last, 'SIGINT')
    assert.equal(await last.ended, '0')
  })
})

test('the sandbox runs for an ordinary user as it does for root', (t) => {
  if (process.getuid?.() !== 0) return t.skip('these tests run as an ordinary user already')
  const dataDir = mkdtempSync(join(tmpdir(), 'silkgate-user-'))
  try {
    execFileSync('chown', ['65534:65534', dataDir])
    const script = `
      import { startEmbeddedPostgres } from '${join(import.meta.dirname, '../../packages/postgres/src/index.ts')}'
      const server = await startEmbeddedPostgres({ dataDir: process.env.DATA_DIR })
      await server.stop()
      console.log('ran as', process.getuid())`
    const ran = execFileSync(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      uid: 65_534,
      gid: 65_534,
      env: { PATH: process.env.PATH, DATA_DIR: dataDir, HOME: dataDir },
      cwd: dataDir,
      encoding: 'utf8',
    })
    assert.match(ran, /ran as 65534/)
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
})
