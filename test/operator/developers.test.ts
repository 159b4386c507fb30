import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { pino } from 'pino'
import { openCallLog } from '../../apps/gateway/src/api-log/index.ts'
import type { AnsweredCall } from '../../apps/gateway/src/http/answered-call.ts'
import { addUser } from '../../apps/gateway/src/operator/index.ts'
import { masterKeyOf } from '../../apps/gateway/src/secret/master-key.ts'
import { askConsole, type ConsoleAnswer, codeOf, signIn } from '../support/console.ts'
import { anOrder, demoShop, type Identity, secondShop } from '../support/merchant.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { sendSigned } from '../support/signed-request.ts'
import { advance, clockOf } from '../support/simulator.ts'
import { until } from '../support/until.ts'

type Call = {
  callId: string
  method: string
  path: string
  status: number
  error: string | null
  apiKeyId: string | null
  idempotenceKey: string | null
  durationMs: number
}
type Diagnosis = { verdict: string; findings: { habit: string }[] }
type Made = { keyId: string; secret: string }

const errorOf = ({ status, body }: ConsoleAnswer) => [status, body.errors?.[0]?.id]
const create = '/v1/1234/payments'

let sandbox: TestSandbox
let [operator, developer] = ['', '']
before(async () => {
  sandbox = await aSandbox('error', noon)
  const person = { email: 'dev@shop.example', name: 'Dev', role: 'merchant_developer', merchantId: '1234' } as const
  await addUser(sandbox.db, { ...person, password: 'sandbox' }, new Date())
  operator = (await signIn(sandbox, 'operator@sandbox.example')).cookie
  developer = (await signIn(sandbox, person.email)).cookie
})
after(() => sandbox?.close())

const ask = (cookie: string, path: string, body?: unknown) =>
  askConsole(sandbox, cookie, path, body === undefined ? {} : { method: 'POST', body })
const statusWith = async (identity: Identity): Promise<number> =>
  (await sendSigned(sandbox.gatewayUrl, identity, { path: '/v1/1234/services/testconnection' })).status
const callsOf = async (query: string, cookie = developer): Promise<Call[]> =>
  (await ask(cookie, `/api-calls?${query}`)).body.rows as Call[]
/** The first call that matches, once it is written. */
const logged = (query: string, cookie = developer): Promise<Call> =>
  until(`a call in the log: ${query}`, async () => (await callsOf(query, cookie))[0])

describe("a merchant's keys in the console", () => {
  const identityOf = ({ keyId, secret }: Made): Identity => ({
    ...{ merchantId: '1234', apiKeyId: keyId, secretApiKey: secret },
  })
  const keysOf = async (kind = 'api-keys') => (await ask(developer, `/${kind}`)).body.rows as Record<string, unknown>[]

  test('are made with a secret that is told once, sign at once, and say when and from where they were used', async () => {
    const { status, body } = await ask(developer, '/merchants/1234/api-keys', {})
    assert.equal(status, 201)
    const made = body as unknown as Made
    assert.equal(await statusWith(identityOf(made)), 200)
    const used = await until('the use of the key', async () =>
      (await keysOf()).find(({ keyId, usedAt }) => keyId === made.keyId && usedAt !== null),
    )
    assert.equal(used.usedFrom, '127.0.0.1')
    assert.ok(!JSON.stringify(await keysOf()).includes(made.secret))
    const trail = await silkgate(sandbox, 'audit', 'list', '--operation', 'apiKeys.add')
    assert.equal(trail.length, 1)
    assert.ok(!JSON.stringify(trail).includes(made.secret))
    const [changed] = (await silkgate(sandbox, 'merchant', 'history', '1234'))
      .filter(({ what }) => what === 'API key added')
      .slice(-1)
    assert.equal(changed?.by, 'dev@shop.example')
  })

  test('are replaced with an overlap in which both sign, and end by themselves or earlier', async () => {
    const first = (await ask(developer, '/merchants/1234/api-keys', {})).body as unknown as Made
    const rotated = await ask(developer, `/merchants/1234/api-keys/${first.keyId}/rotation`, { overlapHours: 24 })
    assert.equal(rotated.status, 201)
    const second = rotated.body as unknown as Made
    assert.deepEqual([await statusWith(identityOf(first)), await statusWith(identityOf(second))], [200, 200])
    const again = await ask(developer, `/merchants/1234/api-keys/${first.keyId}/rotation`, { overlapHours: 1 })
    assert.deepEqual(errorOf(again), [404, 'INVALID_KEY_ID'], 'it ends already')
    await advance(sandbox, 'PT25H')
    assert.deepEqual([await statusWith(identityOf(first)), await statusWith(identityOf(second))], [403, 200])
    const [third] = await silkgate(sandbox, 'api-key', 'rotate', '1234', second.keyId, '--overlap', 'P2D')
    assert.equal((await ask(developer, `/merchants/1234/api-keys/${second.keyId}/end`, {})).status, 204)
    await until('no gateway takes the ended key', async () => (await statusWith(identityOf(second))) === 403)
    assert.equal(await statusWith(identityOf(third as unknown as Made)), 200)
    const ended = (await keysOf()).filter(({ isOver }) => isOver).map(({ keyId }) => keyId)
    assert.deepEqual(ended.sort(), [first.keyId, second.keyId].sort())
  })

  test('of webhooks are added, put in use and ended', async () => {
    const made = (await ask(developer, '/merchants/1234/webhook-keys', {})).body as unknown as Made
    const signing = async () => (await keysOf('webhook-keys')).find(({ signs }) => signs)?.keyId
    assert.equal(await signing(), 'sandbox-webhooks-key')
    assert.equal((await ask(developer, `/merchants/1234/webhook-keys/${made.keyId}/use`, {})).status, 204)
    assert.equal(await signing(), made.keyId)
    assert.equal((await ask(developer, `/merchants/1234/webhook-keys/${made.keyId}/end`, {})).status, 204)
    assert.equal(await signing(), 'sandbox-webhooks-key')
    const gone = await ask(developer, `/merchants/1234/webhook-keys/${made.keyId}/use`, {})
    assert.deepEqual(errorOf(gone), [404, 'INVALID_KEY_ID'])
  })

  test("are a merchant's own, and changed by somebody who has just shown who they are", async () => {
    const [foreign] = (await ask(operator, '/api-keys?merchant=5678')).body.rows as { keyId: string }[]
    for (const path of ['5678/api-keys', `5678/api-keys/${foreign?.keyId}/end`, '9/webhook-keys'])
      assert.deepEqual(errorOf(await ask(developer, `/merchants/${path}`, {})), [404, 'INVALID_MERCHANT_ID'], path)
    assert.deepEqual(errorOf(await ask(developer, `/merchants/1234/api-keys/${foreign?.keyId}/end`, {})), [
      404,
      'INVALID_KEY_ID',
    ])
    assert.deepEqual(errorOf(await ask(operator, '/api-keys')), [400, 'INVALID_VALUE'])
    const stale = (await signIn(sandbox, 'dev@shop.example')).cookie
    const text = `update console_sessions set confirmed_at = confirmed_at - interval '16 minutes'
                   where session_id = (select session_id from console_sessions order by created_at desc limit 1)`
    await sandbox.db.write('chore.set_up', { text, values: [] })
    assert.deepEqual(errorOf(await ask(stale, '/merchants/1234/api-keys', {})), [403, 'CONFIRMATION_NEEDED'])
    assert.equal((await ask(stale, '/session/confirmation', { password: 'sandbox' })).status, 204)
    assert.equal((await ask(stale, '/merchants/1234/api-keys', {})).status, 201)
  })
})

describe('the log of calls', () => {
  test('has what was called, by which key and with what outcome, and nothing of who pays', async () => {
    const order = anOrder(1500, 'EUR', { merchantReference: 'LOGGED-1', descriptor: 'Tea for Zanzibar' })
    const headers = { 'X-GCS-Idempotence-Key': 'logged once' }
    const body = JSON.stringify(order)
    const { status } = await sendSigned(sandbox.gatewayUrl, demoShop, { method: 'POST', path: create, body, headers })
    const call = await logged('q=logged+once')
    assert.deepEqual(
      [call.method, call.path, call.status, call.error, call.apiKeyId, call.idempotenceKey],
      ['POST', create, status, null, demoShop.apiKeyId, 'logged once'],
    )
    const { body: whole } = await ask(developer, `/merchants/1234/api-calls/${call.callId}`)
    const request = JSON.parse(String(whole.request)) as { order: { references: object; customer: object } }
    assert.deepEqual(request.order.references, { merchantReference: 'LOGGED-1', descriptor: '***' })
    assert.deepEqual(request.order.customer, { merchantCustomerId: '***', billingAddress: { countryCode: 'NL' } })
    for (const secret of ['Zanzibar', 'basket=7', 'RETURNMAC":"0']) assert.ok(!JSON.stringify(whole).includes(secret))
    assert.match(String(whole.answer), /"status": "REDIRECTED"/)
  })

  test('has what was sent to a path or with a method that there is not, with its error', async () => {
    const wrong = [
      { method: 'POST', path: '/v2/1234/payment', error: 'UNKNOWN_PATH', body: '{"order":1}' },
      { method: 'DELETE', path: create, error: 'METHOD_NOT_ALLOWED' },
    ]
    for (const { error, ...request } of wrong) {
      await sendSigned(sandbox.gatewayUrl, demoShop, request)
      const call = await logged(`error=${error}`)
      assert.deepEqual([call.method, call.path, call.apiKeyId], [request.method, request.path, demoShop.apiKeyId])
    }
    await fetch(`${sandbox.gatewayUrl}/nobody/has/this`)
    assert.equal((await callsOf('error=UNKNOWN_PATH')).length, 1)
  })

  test('is filtered, and read page by page', async () => {
    for (const amount of ['no amount', -1, 1500])
      await sendSigned(sandbox.gatewayUrl, demoShop, {
        method: 'POST',
        path: create,
        body: JSON.stringify({ order: { amountOfMoney: { amount, currencyCode: 'EUR' } } }),
      })
    await until('three calls in the log', async () => (await callsOf('status=4&method=POST')).length >= 3)
    const failed = await callsOf(`status=4&method=POST&path=${create}`)
    assert.ok(failed.every(({ status, error }) => status >= 400 && status < 500 && error !== null))
    const paged: string[] = []
    for (let next: string | undefined = ''; next !== undefined; ) {
      const { body } = await ask(developer, `/api-calls?method=POST&limit=2&after=${next}`)
      paged.push(...(body.rows as Call[]).map(({ callId }) => callId))
      next = body.next as string | undefined
    }
    const whole = (await callsOf('method=POST&limit=100')).map(({ callId }) => callId)
    assert.deepEqual(paged, whole)
    assert.equal(new Set(paged).size, paged.length)
    assert.deepEqual(await callsOf('error=NO_SUCH_ERROR'), [])
    assert.deepEqual(errorOf(await ask(developer, '/api-calls?status=9')), [400, 'INVALID_VALUE'])
    const { body } = await ask(developer, '/api-errors')
    const [counted] = (body.rows as { error: string; ofDay: number; ofWeek: number; remedy: string }[]).filter(
      ({ error }) => error === failed[0]?.error,
    )
    assert.ok(counted && counted.ofDay > 0 && counted.ofWeek >= counted.ofDay && counted.remedy.length > 0)
  })

  test('says why a signature was refused, and never the secret or the right signature', async () => {
    const path = `${create}/${'9'.repeat(30)}`
    const date = new Date(Date.now() - 3_600_000).toUTCString()
    assert.equal((await sendSigned(sandbox.gatewayUrl, demoShop, { path, date })).status, 403)
    const call = await logged(`error=MISSING_OR_INVALID_AUTHORIZATION&path=${path}`)
    assert.deepEqual([call.status, call.apiKeyId], [403, null])
    const { body } = await ask(developer, `/merchants/1234/api-calls/${call.callId}`)
    const diagnosis = body.diagnosis as Diagnosis
    assert.equal(diagnosis.verdict, 'explained')
    assert.ok(
      diagnosis.findings.some(({ habit }) => habit.startsWith('date-')),
      JSON.stringify(diagnosis),
    )
    assert.ok(!JSON.stringify(body).includes(demoShop.secretApiKey))
    assert.ok(!JSON.stringify(body).includes('GCS v1HMAC'))
  })

  test('keeps few of the requests that anybody can send, none of nobody, and all for thirty days', async () => {
    const now = await clockOf(sandbox)
    const masterKey = masterKeyOf(Buffer.alloc(32, 7))
    const world = { now: () => now, wallMs: () => Date.now(), newId: randomUUIDv7 }
    const log = openCallLog({ db: sandbox.db, world, masterKey, log: pino({ level: 'silent' }) })
    const forged = (merchantId: string, at = now): AnsweredCall => ({
      ...{ callId: randomUUIDv7(), at, operation: 'testconnection', merchantId, apiKeyId: undefined, method: 'GET' },
      ...{ url: `/v1/${merchantId}/services/testconnection`, headers: {}, address: '203.0.113.7', body: undefined },
      ...{ idempotenceKey: undefined, answer: { status: 403, body: '{}' }, durationMs: 1 },
    })
    for (let sent = 0; sent < 100; sent++) for (const one of ['5678', '4711', '../x']) log.heard(forged(one))
    while ((await log.writing.takeUp()) > 0);
    assert.equal((await callsOf('merchant=5678&limit=100', operator)).length, 20)
    const { rows } = (await ask(operator, '/api-calls?merchant=4711')).body
    assert.deepEqual(rows, [])
    for (const days of [29, 31]) log.heard(forged('5678', new Date(now.getTime() - days * 86_400_000)))
    await log.writing.takeUp()
    assert.equal(await log.removing.takeUp(), 1)
    assert.equal((await callsOf('merchant=5678&limit=100', operator)).length, 21)
  })

  test("is a merchant's own, whoever it says it asks for", async () => {
    assert.ok((await callsOf('merchant=5678&limit=100')).every(({ path }) => path.includes('/1234/')))
    const [foreign] = await callsOf('merchant=5678', operator)
    for (const id of [`5678/api-calls/${foreign?.callId}`, `1234/api-calls/${foreign?.callId}`, '1234/api-calls/1'])
      assert.deepEqual(errorOf(await ask(developer, `/merchants/${id}`)), [404, 'INVALID_CALL_ID'], id)
    assert.deepEqual(errorOf(await ask(operator, '/api-calls')), [400, 'INVALID_VALUE'])
  })

  test('has a doctor beside it, who knows the keys of that merchant alone', async () => {
    const raw = (keyId: string) =>
      `GET /v1/1234/services/testconnection HTTP/1.1\nDate: ${new Date().toUTCString()}\nAuthorization: GCS v1HMAC:${keyId}:AAAA`
    const told = await ask(developer, '/merchants/1234/signature-doctor', { raw: raw(demoShop.apiKeyId) })
    assert.equal(told.status, 200)
    assert.ok((told.body.stringToSign as string[]).length > 0)
    const habits = async (keyId: string) => {
      const { body } = await ask(developer, '/merchants/1234/signature-doctor', { raw: raw(keyId) })
      return (body as unknown as Diagnosis).findings.map(({ habit }) => habit)
    }
    assert.deepEqual(await habits(secondShop.apiKeyId), await habits('nobodys-key'))
    const bad = await ask(developer, '/merchants/1234/signature-doctor', { raw: 'hello' })
    assert.deepEqual(errorOf(bad), [400, 'INVALID_VALUE'])
    const foreign = await ask(developer, '/merchants/5678/signature-doctor', { raw: raw(demoShop.apiKeyId) })
    assert.deepEqual(errorOf(foreign), [404, 'INVALID_MERCHANT_ID'])
  })
})

describe('a decision about money', () => {
  test('asks for a fresh second factor where the organisation asks for one at all', async () => {
    const person = { email: 'treasurer@psp.example', name: 'T', role: 'treasury', merchantId: undefined } as const
    await addUser(sandbox.db, { ...person, password: 'sandbox' }, new Date())
    const { cookie } = await signIn(sandbox, person.email)
    const breaks = [{ breakId: '00000000-0000-4000-8000-000000000000', seenMinor: '1' }]
    const decide = () =>
      ask(cookie, '/breaks/actions', {
        breaks,
        action: 'write_off',
        reason: 'too small',
      })
    const age = (minutes: number) =>
      sandbox.db.write('chore.set_up', {
        text: `update console_sessions set confirmed_at = confirmed_at - make_interval(mins => $2)
                where user_id = (select user_id from users where email = $1)`,
        values: [person.email, minutes],
      })
    await age(6)
    assert.equal((await decide()).status, 200, 'a password is all that is asked of them')

    const secret = String((await ask(cookie, '/second-factor', {})).body.secret)
    const code = { secret, code: codeOf(secret, -1) }
    await askConsole(sandbox, cookie, '/second-factor', { method: 'PUT', body: code })
    await silkgate(sandbox, 'user', 'rule', 'second_factor', '--as', 'operator@sandbox.example')
    await age(6)
    assert.deepEqual(errorOf(await decide()), [403, 'FRESH_FACTOR_NEEDED'])
    const nothing = '0'.repeat(26)
    for (const path of [`/remittances/${nothing}/approval`, `/remittance-runs/${nothing}/approval`])
      assert.deepEqual(errorOf(await ask(cookie, path, { total: '1' })), [403, 'FRESH_FACTOR_NEEDED'], path)
    for (const path of ['/merchants/1234/holds/00000000/release', '/remittance-runs'])
      assert.deepEqual(errorOf(await ask(cookie, path, { reason: 'found' })), [403, 'FRESH_FACTOR_NEEDED'], path)
    const wait = { breaks, action: 'claim', reason: 'asked' }
    assert.equal((await ask(cookie, '/breaks/actions', wait)).status, 200, 'no money hangs on it')
    const confirm = (given?: string) =>
      ask(cookie, '/session/confirmation', { password: 'sandbox', ...(given && { code: given }) })
    assert.deepEqual(errorOf(await confirm()), [403, 'SECOND_FACTOR_NEEDED'])
    assert.equal((await confirm(codeOf(secret))).status, 204)
    assert.equal((await decide()).status, 200)
    await silkgate(sandbox, 'user', 'rule', 'password', '--as', 'operator@sandbox.example')
  })
})
