import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { addListener } from '../support/listening-shop.ts'
import { anOrder, demoShop, type Identity, openWebhookReceiver, secondShop } from '../support/merchant.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { type RawAnswer, sendPlain, sendSigned } from '../support/signed-request.ts'
import { until } from '../support/until.ts'

const date = new Date().toUTCString()
const path = '/v1/1234/services/testconnection'

/** A signature as somebody makes it who leaves out the last line feed. */
const signed = ({ secretApiKey }: Identity, ...lines: readonly string[]) =>
  createHmac('sha256', secretApiKey).update(lines.join('\n')).digest('base64')

const authorization = (identity: Identity, keyId = identity.apiKeyId) =>
  `GCS v1HMAC:${keyId}:${signed(identity, 'GET', '', date, path)}`

type Finding = { habit: string; certainty: string; lines?: { line: string; expected?: string; signed?: string }[] }
type Told = { verdict: string; findings: Finding[] }

const habitsIn = (told: unknown): string[] => (told as Told).findings.map(({ habit }) => habit)

let sandbox: TestSandbox
before(async () => {
  sandbox = await aSandbox('error', { LOG_LEVEL: 'debug' })
})
after(() => sandbox?.close())

/** Runs the command line; gives what it writes to whom. */
const run = (command: readonly string[], input = ''): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, DATA_DIR: sandbox.dataDir, DATABASE_URL: sandbox.databaseUrl, NO_COLOR: '1' }
    const main = join(import.meta.dirname, '../../apps/gateway/src/main.ts')
    const child = execFile(process.execPath, [main, 'signature-doctor', ...command], { env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : 1, stdout, stderr }),
    )
    child.stdin?.end(input)
  })

describe('on the command line', () => {
  const raw = [`GET ${path} HTTP/1.1`, 'Host: 127.0.0.1', `Date: ${date}`, `Authorization: ${authorization(demoShop)}`]
  const asCurlShows = [
    '*   Trying 127.0.0.1',
    ...raw.map((line) => `> ${line}`),
    '> ',
    '< HTTP/1.1 403 Forbidden',
    '{"a":1}',
  ]

  test('reads what curl -v prints, and tells people what is wrong within 80 columns', async () => {
    const { stdout, code } = await run(['request'], asCurlShows.join('\n'))
    assert.equal(code, 0)
    assert.match(stdout, /^\n✘ The request is refused, for one reason\.\n/)
    assert.match(stdout, /1\. The line feed after the last line was not signed\./)
    assert.match(stdout, /line 4, path and query\n +expected +\S+testconnection␊\n +found +\S+testconnection\n/)
    for (const line of stdout.split('\n')) assert.ok([...line].length <= 80, line)
    assert.ok(!stdout.includes(demoShop.secretApiKey))
  })

  test('reads a file or flags, and prints one JSON object when asked', async () => {
    const file = join(sandbox.dataDir, 'request.txt')
    writeFileSync(file, `${raw.join('\r\n')}\r\n\r\n`)
    const headers = ['--header', `Date: ${date}`, '--header', `Authorization: ${authorization(demoShop)}`]
    for (const command of [[file], ['--url', `https://pay.example${path}`, ...headers]]) {
      const [told] = await silkgate(sandbox, 'signature-doctor', 'request', ...command, '--json')
      assert.deepEqual([told?.verdict, habitsIn(told)], ['explained', ['last-line-feed-missing']])
    }
  })

  test('reads what the gateway logs of a request that it refused', async () => {
    const headers = { Date: date, Authorization: authorization(demoShop) }
    const { status, body } = await sendPlain(sandbox.gatewayUrl, { path, headers })
    assert.equal(status, 403)
    const line = await until('the log of the refused request', () =>
      sandbox.logged().find((one) => one.errorId === body.errorId),
    )
    const { stdout } = await run(['request', '--json'], JSON.stringify(line))
    assert.deepEqual(habitsIn(JSON.parse(stdout)), ['last-line-feed-missing'])
  })

  test('compares with what the client prints', async () => {
    const file = join(sandbox.dataDir, 'string-to-sign.txt')
    writeFileSync(file, `GET\n\n${date}\nx-shop:tea\n${path}\n`)
    const own = `GCS v1HMAC:${demoShop.apiKeyId}:${signed(demoShop, 'GET', '', date, 'x-shop:tea', path, '')}`
    const request = [...raw.slice(0, 3), `Authorization: ${own}`].join('\n')
    const { stdout } = await run(['request', '-', '--string-to-sign', file, '--json'], request)
    assert.deepEqual((JSON.parse(stdout) as Told).findings[0]?.lines, [
      { line: 'line 4, path and query', signed: 'x-shop:tea␊' },
    ])
  })

  test('names a key of another merchant, as only an operator may know', async () => {
    const signature = signed(secondShop, 'GET', '', date, path, '')
    const request = [...raw.slice(0, 3), `Authorization: GCS v1HMAC:${demoShop.apiKeyId}:${signature}`].join('\n')
    const { stdout } = await run(['request', '--json'], request)
    assert.deepEqual(habitsIn(JSON.parse(stdout)), ['secret-of-other-merchant'])
  })

  test('says what it cannot read', async () => {
    for (const [says, input, ...command] of [
      [/The first line is no request line/, 'hello', 'request'],
      [/This line is no header: hello/, `GET / HTTP/1.1\nhello`, 'request'],
      [/--header: "Date" is not like/, '', 'request', '--url', '/', '--header', 'Date'],
      [/--received-at: "noon" is no instant/, raw.join('\n'), 'request', '--received-at', 'noon'],
      [/ENOENT/, '', 'request', 'no-such-file'],
      [/required option '--body <file>'/, '', 'webhook'],
    ] as const) {
      const { stderr, code } = await run(command, input)
      assert.equal(code, 1)
      assert.match(stderr, says)
    }
  })
})

describe('in our own API', () => {
  const ask = (
    identity: Identity,
    question: unknown,
    what = 'requests',
    merchantId = identity.merchantId,
  ): Promise<RawAnswer> =>
    sendSigned(sandbox.gatewayUrl, identity, {
      method: 'POST',
      path: `/reporting/v1/${merchantId}/signature-doctor/${what}`,
      body: JSON.stringify(question),
    })
  const failing = { method: 'GET', url: path, headers: { Date: date, Authorization: authorization(demoShop) } }

  test('tells a merchant what is wrong with its request, however it is described', async () => {
    const raw = [`GET ${path} HTTP/1.1`, `Date: ${date}`, `Authorization: ${authorization(demoShop)}`].join('\r\n')
    for (const question of [failing, { raw }]) {
      const { status, body, text } = await ask(demoShop, question)
      assert.equal(status, 200, text)
      assert.deepEqual([body.verdict, habitsIn(body)], ['explained', ['last-line-feed-missing']])
      const right = createHmac('sha256', demoShop.secretApiKey).update(`GET\n\n${date}\n${path}\n`).digest('base64')
      for (const secret of [demoShop.secretApiKey, right]) assert.ok(!text.includes(secret))
    }
  })

  test('tells another merchant nothing about its key', async () => {
    const own = await ask(secondShop, failing)
    const nobodys = await ask(secondShop, {
      ...failing,
      headers: { ...failing.headers, Authorization: authorization(demoShop, 'nobody') },
    })
    assert.deepEqual(habitsIn(own.body), ['key-unknown'])
    assert.equal(own.text, nobodys.text.replaceAll('nobody', demoShop.apiKeyId))
    const mixed = {
      ...failing,
      headers: { ...failing.headers, Authorization: authorization(demoShop, secondShop.apiKeyId) },
    }
    const { body } = await ask(secondShop, mixed)
    assert.equal(body.verdict, 'unexplained')
    assert.ok(!JSON.stringify(body.findings).includes('secret-of-other-merchant'))
  })

  test('asks first who calls, and for whom', async () => {
    const unsigned = await sendPlain(sandbox.gatewayUrl, {
      method: 'POST',
      path: '/reporting/v1/1234/signature-doctor/requests',
    })
    const foreign = await ask(secondShop, failing, 'requests', '1234')
    const errors = [unsigned, foreign].map(({ body }) => (body.errors as { code: string }[])[0]?.code)
    assert.deepEqual(errors, ['9002', '9007'])
  })

  test('names what is missing or wrong in a question', async () => {
    const wrong: readonly [unknown, ...string[]][] = [
      [{}, 'method', 'url', 'headers'],
      [{ ...failing, method: 'GE T' }, 'method'],
      [{ ...failing, headers: { Date: 1 } }, 'headers.Date'],
      [{ ...failing, headers: { A: 'x'.repeat(40_000) } }, 'headers.A', 'headers'],
      [{ ...failing, receivedAt: 'noon' }, 'receivedAt'],
      [{ raw: 'hello' }, 'raw'],
    ]
    for (const [question, ...names] of wrong) {
      const { status, body, text } = await ask(demoShop, question)
      assert.equal(status, 400, text)
      const named = (body.errors as { propertyName: string }[]).map(({ propertyName }) => propertyName)
      assert.ok(named.length > 0 && named.every((name) => names.includes(name)), text)
    }
    assert.equal((await ask(demoShop, { body: '{}' }, 'webhooks')).status, 400)
  })

  test('tells what became of a webhook, from what we sent', async () => {
    const { identity, webhookKeys } = await addListener(sandbox, '4741')
    const webhooks = await openWebhookReceiver(webhookKeys)
    try {
      await silkgate(sandbox, 'webhook-endpoint', 'add', '4741', webhooks.url, '--events', 'payment.redirected')
      await openShop(sandbox, identity).redirected(anOrder())
      await webhooks.until((received) => received.length > 0)
      const event = webhooks.received[0]?.body
      const [[keyId, secret] = ['', '']] = Object.entries(webhookKeys)
      const signature = createHmac('sha256', secret).update(JSON.stringify(event)).digest('base64')
      const told = async (body: string, more = {}) =>
        (await ask(identity, { body, signature, keyId, ...more }, 'webhooks')).body
      assert.equal((await told(JSON.stringify(event))).verdict, 'right')
      const reversed = JSON.stringify(Object.fromEntries(Object.entries(event ?? {}).reverse()))
      assert.deepEqual(habitsIn(await told(reversed)), ['body-reserialised'])
      assert.deepEqual(habitsIn(await told(`${JSON.stringify(event)}\n`)), ['body-line-end'])
      const computed = createHmac('sha256', Buffer.from(secret, 'base64'))
        .update(JSON.stringify(event))
        .digest('base64')
      assert.deepEqual(habitsIn(await told(JSON.stringify(event), { computed })), ['secret-base64-decoded'])
      const file = join(sandbox.dataDir, 'webhook.json')
      writeFileSync(file, reversed)
      const flags = ['--body', file, '--signature', signature, '--key-id', keyId]
      const { stdout } = await run(['webhook', ...flags])
      assert.match(stdout, /1\. The body was parsed and written again.*\n\n {2}byte 3 of the body\n/s)
    } finally {
      await webhooks.close()
    }
  })
})
