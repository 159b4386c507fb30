import assert from 'node:assert/strict'
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { freePort } from '@silkgate/postgres'
import { addListener } from '../support/listening-shop.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'

const root = resolve(import.meta.dirname, '../..')
let sandbox: TestSandbox
let folder: string
const children: ChildProcessWithoutNullStreams[] = []

before(async () => {
  sandbox = await aSandbox()
  mkdirSync(join(root, 'data'), { recursive: true })
  // Inside the repository, where the SDK is found.
  folder = mkdtempSync(join(root, 'data/guide-'))
})
after(async () => {
  for (const child of children) child.kill()
  await sandbox?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a program of the guide as it stands there; gives the lines that it has printed so far. */
const run = (name: string, env: Record<string, string>, ...args: string[]) => {
  const guide = readFileSync(join(root, 'docs/guides/webhooks.md'), 'utf8')
  const text = [...guide.matchAll(/^```js\n([\s\S]*?)^```/gm)].find(([, code]) => code?.startsWith(`// ${name}\n`))?.[1]
  assert.ok(text, `the guide has no ${name}`)
  const file = join(folder, name)
  writeFileSync(file, text)
  const child = spawn(process.execPath, [file, ...args], { env: { ...process.env, ...env } })
  children.push(child)
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk))
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  return { lines: () => printed.trim().split('\n'), ended }
}

test('the programs of the guide do what it says', async () => {
  const { identity, webhookKeys } = await addListener(sandbox, '4711')
  const shop = openShop(sandbox, identity)
  const port = await freePort()
  const receiver = run('receiver.mjs', { PORT: String(port), WEBHOOK_KEYS: JSON.stringify(webhookKeys) })
  const url = `http://127.0.0.1:${port}/webhooks`
  await until('the receiver listens', () =>
    fetch(url)
      .then(() => true)
      .catch(() => false),
  )
  const [added] = await silkgate(sandbox, 'webhook-endpoint', 'add', '4711', url)
  assert.equal(added?.verified, true)
  const [tested] = await silkgate(sandbox, 'webhook-endpoint', 'test', '4711', url)
  assert.deepEqual([tested?.delivered, tested?.status], [true, 204])

  const { paymentId, redirectUrl } = await shop.redirected()
  await payInWallet(sandbox, redirectUrl)
  const isTold = () => receiver.lines().includes(`${paymentId} 3 payment.captured`)
  await until('the receiver knows that it is captured', isTold)
  await advance(sandbox, 'PT1S')

  const { apiKeyId: API_KEY, secretApiKey: API_SECRET } = identity
  const env = { GATEWAY: sandbox.gatewayUrl, MERCHANT: '4711', API_KEY, API_SECRET }
  const first = run('catch-up.mjs', env)
  assert.equal(await first.ended, 0, first.lines().join('\n'))
  const types = ['payment.created', 'payment.redirected', 'payment.captured']
  assert.deepEqual(first.lines(), [...types.map((type, index) => `${paymentId} ${index + 1} ${type}`), 'next 3'])
  const second = run('catch-up.mjs', env, '3')
  assert.equal(await second.ended, 0)
  assert.deepEqual(second.lines(), ['next 3'])
})
