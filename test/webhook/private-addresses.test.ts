import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { lookup } from 'node:dns/promises'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { openPostWebhook } from '../../apps/gateway/src/webhook/post-webhook.ts'

const key = { keyId: 'key', secret: 'secret' }
const webhook = { body: '{}', sequence: 1 }

describe('outside the sandbox a webhook', () => {
  let server: Server
  let port: number
  let connections = 0
  const { post, verify, close } = openPostWebhook(false)

  before(async () => {
    server = createServer((socket) => {
      connections++
      socket.on('error', () => {})
      socket.destroy()
    })
    await new Promise<void>((resolve) => server.listen(0, resolve))
    const address = server.address()
    port = typeof address === 'object' && address !== null ? address.port : 0
  })
  after(async () => {
    await close()
    await new Promise((resolve) => server.close(resolve))
  })

  /** Posts, and asserts that nobody was connected to. */
  const refusal = async (url: string): Promise<string> => {
    const before = connections
    const [posted, asked] = [await post(url, webhook, key), await verify(url)]
    assert.deepEqual([posted.isDelivered, asked.isVerified], [false, false])
    assert.equal(connections, before, `${url} was connected to`)
    assert.equal(asked.error, posted.error)
    return posted.error ?? ''
  }

  for (const host of [
    '127.0.0.1',
    '127.0.0.2',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '2130706433',
    '0x7f.1',
    '0.0.0.0',
    '[::]',
  ]) {
    test(`goes to no address of this machine: ${host}`, async () => {
      assert.match(await refusal(`https://${host}:${port}/hook`), /^not sent: .*private network/)
    })
  }

  for (const host of [
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '[fd00::1]',
    '[fe80::1]',
  ]) {
    test(`goes to no private address: ${host}`, async () => {
      assert.match(await refusal(`https://${host}/hook`), /^not sent: .*private network/)
    })
  }

  test('goes to no name that leads to this machine, which is found out when it is connected to', async () => {
    const { address } = await lookup('localhost')
    assert.ok(['127.0.0.1', '::1'].includes(address))
    for (const name of ['localhost', 'LOCALHOST']) {
      assert.match(await refusal(`https://${name}:${port}/hook`), /address refused: localhost leads to/i, name)
    }
  })

  test('is never sent over plain http', async () => {
    for (const host of ['localhost', '127.0.0.1', 'shop.example']) {
      assert.match(await refusal(`http://${host}:${port}/hook`), /^not sent: A webhook URL must use https/)
    }
  })

  test('would have been connected to, had it been let: inside the sandbox it is', async () => {
    const sandbox = openPostWebhook(true)
    for (const host of ['127.0.0.1', 'localhost']) {
      const before = connections
      const { isDelivered } = await sandbox.post(`http://${host}:${port}/hook`, webhook, key)
      assert.equal(isDelivered, false)
      assert.equal(connections, before + 1)
    }
    await sandbox.close()
  })
})

describe('in production the command line', () => {
  const main = join(import.meta.dirname, '../../apps/gateway/src/main.ts')
  // Nobody listens there: what is refused is refused before the database is asked.
  const nowhere = 'postgres://silkgate@127.0.0.1:1/silkgate'
  const env = {
    PATH: process.env.PATH,
    SILKGATE_MODE: 'production',
    PUBLIC_URL: 'https://pay.example',
    DATABASE_URL: nowhere,
    APP_DATABASE_URL: nowhere,
    MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    ALIPAYPLUS_URL: 'https://alipayplus.example',
    ALIPAYPLUS_CLIENT_ID: 'CLIENT_1',
    ALIPAYPLUS_ACQUIRER_ID: '102216000000000000X',
  }

  const add = (url: string): Promise<string> =>
    new Promise((resolve) => {
      execFile(process.execPath, [main, 'webhook-endpoint', 'add', '77', url], { env }, (error, stdout, stderr) => {
        assert.ok(error, `it was added: ${stdout}`)
        resolve(stderr)
      })
    })

  test('adds no endpoint in a private network, and none without https', async () => {
    const [loopback, inside, plain] = await Promise.all([
      add('https://127.0.0.1:8443/hook'),
      add('https://10.1.2.3/hook'),
      add('http://shop.example/hook'),
    ])
    assert.match(loopback, /private network \(127\.0\.0\.1\)/)
    assert.match(inside, /private network \(10\.1\.2\.3\)/)
    assert.match(plain, /must use https/)
  })

  test('would add a public one: only then is the database asked', async () => {
    assert.match(await add('https://shop.example/hook'), /ECONNREFUSED/)
  })
})
