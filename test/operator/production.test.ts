import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createDatabase, freePort } from '@silkgate/postgres'
import { makeAppLogin } from '../../apps/gateway/src/postgres/login.ts'
import { migrateGateway } from '../../apps/gateway/src/postgres/migrate-gateway.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { until } from '../support/until.ts'

describe('production', () => {
  let sandbox: TestSandbox
  let productionUrl: string
  let appUrl: string
  const masterKey = randomBytes(32)
  const running = new Set<ChildProcess>()

  before(async () => {
    sandbox = await aSandbox()
    productionUrl = sandbox.databaseUrl.replace(/silkgate$/, 'production')
    await createDatabase(productionUrl)
    await migrateGateway(productionUrl)
    appUrl = await makeAppLogin(productionUrl, masterKey)
  })
  after(async () => {
    for (const child of running) child.kill('SIGKILL')
    await sandbox.close()
  })

  const settings = (more: Record<string, string | undefined> = {}) => ({
    PATH: process.env.PATH,
    SILKGATE_MODE: 'production',
    PUBLIC_URL: 'https://pay.example',
    DATABASE_URL: productionUrl,
    APP_DATABASE_URL: appUrl,
    MASTER_KEY: masterKey.toString('base64'),
    ALIPAYPLUS_URL: 'https://alipayplus.example',
    ALIPAYPLUS_CLIENT_ID: 'CLIENT_1',
    ALIPAYPLUS_ACQUIRER_ID: '102216000000000000X',
    DATA_DIR: sandbox.dataDir,
    SFTP_PORT: '0',
    ...more,
  })

  const serve = (environment: Record<string, string | undefined>) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../apps/gateway/src/main.ts'), 'serve'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.add(child)
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString()
      })
    }
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
    return { child, ended, said: () => said }
  }

  const refusal = async (more: Record<string, string | undefined>): Promise<string> => {
    const { ended, said } = serve(settings(more))
    assert.equal(await ended, 1, said())
    return said()
  }

  test('refuses to start with a setting missing, and names it with what it is for', async () => {
    const said = await refusal({ MASTER_KEY: undefined, ALIPAYPLUS_URL: undefined, PUBLIC_URL: 'pay.example' })
    assert.match(said, /MASTER_KEY: is needed in production: encrypts secrets at rest/)
    assert.match(said, /ALIPAYPLUS_URL: is needed in production/)
    assert.match(said, /PUBLIC_URL: must be a URL that begins with http/)
  })

  test('refuses to start with any of the sandbox’s identities', async () => {
    assert.match(await refusal({ ALIPAYPLUS_CLIENT_ID: undefined }), /ALIPAYPLUS_CLIENT_ID: is that of the sandbox/)
    assert.match(await refusal({ ALIPAYPLUS_ACQUIRER_ID: undefined }), /ALIPAYPLUS_ACQUIRER_ID: is that of the sandbox/)
    const sandboxLogin = await makeAppLogin(sandbox.databaseUrl, masterKey)
    const said = await refusal({ DATABASE_URL: sandbox.databaseUrl, APP_DATABASE_URL: sandboxLogin })
    assert.match(said, /holds the sandbox key "sandbox-key-id", which everybody knows/)
  })

  test('refuses a login that may change the ledger', async () => {
    assert.match(await refusal({ APP_DATABASE_URL: productionUrl }), /the login "silkgate" may change the ledger/)
  })

  test('serves the merchant API, and nothing of the sandbox', async () => {
    const port = await freePort()
    const { child, ended, said } = serve(settings({ PORT: String(port) }))
    const url = `http://127.0.0.1:${port}`
    const status = (path: string, init: RequestInit = {}) =>
      fetch(`${url}${path}`, init).then(
        (answer) => answer.status,
        () => undefined,
      )
    await until(`the gateway serves: ${said()}`, async () => (await status('/health/ready')) === 200, 60_000)
    assert.equal(await status('/sandbox/clock'), 404)
    assert.equal(await status('/sandbox/clock', { method: 'POST', body: '{"advance":"P1D"}' }), 404)
    const own = { 'X-Silkgate': 'console', 'Content-Type': 'application/json' }
    for (const [method, path] of [
      ['GET', '/sandbox'],
      ['POST', '/sandbox/clock'],
      ['GET', '/sandbox/faults'],
      ['PUT', '/sandbox/faults'],
    ] as const) {
      const body = method === 'GET' ? {} : { body: '{"by":"P1D"}' }
      assert.equal(await status(`/operator/v1${path}`, { method, headers: own, ...body }), 404, path)
    }
    assert.equal(await status('/v1/1234/services/testconnection'), 403)
    assert.equal(await status('/metrics'), 200)
    child.kill('SIGTERM')
    assert.equal(await ended, 0)
  })
})
