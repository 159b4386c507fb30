import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { request as callHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { Merchant } from '@silkgate/domain'
import { pino } from 'pino'
import type { Directory } from '../merchant/index.ts'
import type { Caller, Route } from './route.ts'
import { openServer, serveRoutes } from './server.ts'

const wallMs = Date.parse('2026-11-24T09:00:00Z')
const aMerchant = (merchantId: string): Merchant => ({
  merchantId,
  status: 'live',
  name: 'Demo Shop B.V.',
  displayName: 'Demo Shop',
  mcc: '5947',
  address: { region: 'NL' },
  settlementCurrency: 'EUR',
  furtherCurrencies: [],
  contracts: [],
  limits: {},
  refundsNeedApproval: false,
  dayLimits: {},
  monthLimits: {},
  refundsAfterPaid: false,
  expiresAfterSeconds: 600,
})

/** A directory in memory: two merchants, one key. */
const directory: Directory = {
  merchant: async (id) => (id === '1234' || id === '5678' ? aMerchant(id) : undefined),
  apiKey: async (keyId) => (keyId === 'key' ? { keyId, merchantId: '1234', secret: 'secret' } : undefined),
  webhookKey: async () => undefined,
  keysOf: async () => [],
}

const callers: Caller[] = []
const echo: Route['run'] = async ({ caller }) => {
  callers.push(caller)
  return { status: 200, body: JSON.stringify({ body: caller.body ?? null, key: caller.idempotenceKey ?? null }) }
}
const broken: Route['run'] = async () => {
  throw new Error('a defect')
}
const routes: Route[] = [
  { method: 'POST', path: '/v1/:merchantId/payments', operation: 'payments.create', refuses: [], run: echo },
  { method: 'GET', path: '/v1/:merchantId/payments/:paymentId', operation: 'payments.get', refuses: [], run: echo },
  { method: 'POST', path: '/v1/:merchantId/broken', operation: 'broken', refuses: [], run: broken },
]

const needs = {
  directory,
  world: { now: () => new Date(wallMs), wallMs: () => wallMs, newId: () => 'an-id' },
  log: pino({ level: 'silent' }),
}
const server = openServer(needs)
let port = 0

before(async () => {
  serveRoutes(server, routes, { ...needs, admits: () => true })
  await server.listen({ host: '127.0.0.1', port: 0 })
  port = (server.server.address() as AddressInfo).port
})
after(() => server.close())

type Answer = { status: number; headers: NodeJS.Dict<string | string[]>; text: string }

const call = (method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const out = callHttp({ port, host: '127.0.0.1', method, path, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(chunks).toString() }),
      )
    })
    out.on('error', reject)
    out.end(body)
  })

/** A call signed as the SDKs do. */
const signedCall = (
  method: string,
  path: string,
  {
    type,
    at = new Date(wallMs),
    more = {},
    body,
  }: { type?: string; at?: Date; more?: Record<string, string>; body?: string } = {},
) => {
  const date = at.toUTCString()
  const gcs = Object.entries(more).map(([name, value]) => `${name.toLowerCase()}:${value}\n`)
  const text = `${method}\n${type ?? ''}\n${date}\n${gcs.join('')}${path}\n`
  const signature = createHmac('sha256', 'secret').update(text).digest('base64')
  const headers = { Date: date, Authorization: `GCS v1HMAC:key:${signature}`, ...more }
  return call(method, path, type === undefined ? headers : { ...headers, 'Content-Type': type }, body)
}

const post = (body: string, type = 'application/json') => signedCall('POST', '/v1/1234/payments', { type, body })

const assertError = (answer: Answer, status: number, id: string) => {
  assert.equal(answer.status, status, answer.text)
  assert.match(String(answer.headers['content-type']), /^application\/json/)
  const { errorId, errors } = JSON.parse(answer.text)
  assert.equal(errorId, 'an-id')
  assert.equal(errors[0].id, id)
}

describe('a body', () => {
  test('is taken whatever its Content-Type is, since its signature says who sent it', async () => {
    for (const type of [
      'application/json',
      'application/json; charset=utf-8',
      'text/plain',
      'garbage',
      'a/b; =x',
      '',
    ]) {
      const answer = await post('{"a":1}', type)
      assert.equal(answer.status, 200, `${type}: ${answer.text}`)
      assert.deepEqual(JSON.parse(answer.text).body, { a: 1 })
    }
  })

  test('may be missing, with a Content-Type or without', async () => {
    for (const type of ['application/json', '', undefined]) {
      const answer = await signedCall('POST', '/v1/1234/payments', type === undefined ? {} : { type })
      assert.equal(answer.text, '{"body":null,"key":null}')
    }
  })

  test('that is no JSON is refused', async () => {
    for (const body of ['{', 'amount=1', "{'a':1}", '{"a":01}']) assertError(await post(body), 400, 'INVALID_JSON')
  })

  test('that nests deeper than any request does is refused, and brackets in texts do not count', async () => {
    const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`
    assert.equal((await post(nested(60))).status, 200)
    for (const depth of [64, 100_000]) assert.equal((await post(nested(depth))).status, 400)
    assert.equal((await post(JSON.stringify({ a: '[{"'.repeat(100) }))).status, 200)
    assertError(await post(`{"a":"${'\\"'.repeat(250_000)}`), 400, 'INVALID_JSON')
  })

  test('keeps a number that is no plain integer as it was written, so that 15.00 never becomes 15', async () => {
    const { text } = await post('{"a":[15.00,1e3,1.5,-0,12345678901234567890],"b":1500,"c":-5,"d":"15.00","e":true}')
    assert.deepEqual(JSON.parse(text).body, {
      a: ['15.00', '1e3', '1.5', '-0', '12345678901234567890'],
      b: 1500,
      c: -5,
      d: '15.00',
      e: true,
    })
  })

  test('of more than 1 MiB is refused', async () => {
    assertError(await post(JSON.stringify('x'.repeat(1024 * 1024))), 413, 'BODY_TOO_LARGE')
  })
})

describe('a caller', () => {
  const get = '/v1/1234/payments/1'

  test('with a right signature is let in', async () => {
    assert.equal((await signedCall('GET', get)).status, 200)
    assert.equal((await signedCall('GET', get, { type: 'application/json' })).status, 200)
  })

  test('without one, with an unknown key or a wrong secret is refused alike', async () => {
    const date = new Date(wallMs).toUTCString()
    const forged = createHmac('sha256', 'guess').update(`GET\n\n${date}\n${get}\n`).digest('base64')
    const nobody = createHmac('sha256', 'a secret that no key has').update(`GET\n\n${date}\n${get}\n`).digest('base64')
    const texts = new Set<string>()
    for (const authorization of ['', 'Basic eDp5', `GCS v1HMAC:key:${forged}`, `GCS v1HMAC:other:${nobody}`]) {
      const answer = await call('GET', get, { Date: date, Authorization: authorization })
      assertError(answer, 403, 'MISSING_OR_INVALID_AUTHORIZATION')
      texts.add(answer.text)
    }
    assert.equal(texts.size, 1)
  })

  test('with a Date more than five minutes off is refused', async () => {
    for (const [offMs, status] of [
      [300_000, 200],
      [-300_000, 200],
      [301_000, 403],
      [-301_000, 403],
    ] as const) {
      assert.equal((await signedCall('GET', get, { at: new Date(wallMs + offMs) })).status, status, String(offMs))
    }
  })

  test('may not act for another merchant, and learns nothing of whether there is one', async () => {
    const foreign = await signedCall('GET', '/v1/5678/payments/1')
    const unknown = await signedCall('GET', '/v1/99/payments/1')
    assertError(foreign, 403, 'ACCESS_TO_MERCHANT_NOT_ALLOWED')
    assert.equal(unknown.text, foreign.text)
  })

  test('has an idempotence key on everything but GET', async () => {
    const more = { 'X-GCS-Idempotence-Key': 'K1' }
    assert.equal((await signedCall('POST', '/v1/1234/payments', { more })).text, '{"body":null,"key":"K1"}')
    assert.equal((await signedCall('GET', get, { more })).text, '{"body":null,"key":null}')
  })

  test('is known by the path without its query', async () => {
    await signedCall('POST', '/v1/1234/payments?a=1')
    assert.equal(callers.at(-1)?.path, '/v1/1234/payments')
  })
})

describe('a path', () => {
  test('with a trailing or a doubled slash is the same path', async () => {
    for (const path of ['/v1/1234/payments/', '//v1/1234/payments']) {
      assert.equal((await signedCall('POST', path)).status, 200, path)
    }
  })

  test('that is unknown, garbled or far too long has nothing', async () => {
    for (const path of ['/', '/v2/1234/payments', '/v1/1234/payments/%zz', `/v1/1234/payments/${'9'.repeat(300)}`]) {
      assertError(await call('GET', path), 404, 'UNKNOWN_PATH')
    }
  })

  test('says which methods it takes', async () => {
    const answer = await call('DELETE', '/v1/1234/payments')
    assertError(answer, 405, 'METHOD_NOT_ALLOWED')
    assert.equal(answer.headers.allow, 'POST')
  })
})

test('a defect of ours is a 500 with an id', async () => {
  assertError(await signedCall('POST', '/v1/1234/broken'), 500, 'UNKNOWN_SERVER_ERROR')
})
