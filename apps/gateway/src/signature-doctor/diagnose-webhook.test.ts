import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import { diagnoseWebhook, type WebhookQuestion } from './diagnose-webhook.ts'
import { keys } from './testing.ts'

const event = {
  type: 'payment.captured',
  id: '0195',
  created: '2025-06-03T15:39:43.000+0200',
  payment: { status: 'CAPTURED', id: '1', url: 'https://é.example/a?b&c', amounts: [1500, 2] },
}
const body = JSON.stringify(event)
const sign = (text: string | Buffer, secret: string | Buffer = 'secret of hooks') =>
  createHmac('sha256', secret).update(text).digest('base64')
const bytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

const ask = (more: Omit<Partial<WebhookQuestion>, 'body'> & { body?: string }) => {
  const { body: seen = body, sent, ...others } = more
  const text = { body: bytes(seen), ...(sent === undefined ? {} : { sent: bytes(sent) }) }
  return diagnoseWebhook({ signature: sign(body), keyId: 'hooks', keys, ...others, ...text })
}

const sortedKeys = (value: unknown): unknown => {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, one]) => [name, sortedKeys(one)]))
}
const python = (value: unknown) =>
  JSON.stringify(value, null, 1).replace(/,\n */g, ', ').replace(/\n */g, '').replace('é', '\\u00e9')

describe('a body that is not what was sent', () => {
  const seen: readonly [habit: string, body: string][] = [
    ['body-line-end', `${body}\n`],
    ['body-line-end', `${body}\r\n`],
    ['body-byte-order-mark', `\ufeff${body}`],
    ['body-pretty-printed', JSON.stringify(event, null, 2)],
    ['body-pretty-printed', `${JSON.stringify(event, null, 4)}\n`],
    ['body-spaced', python(event)],
    ['body-escaped', body.replaceAll('/', '\\/').replace('é', '\\u00e9')],
    ['body-escaped', body.replace('&', '\\u0026')],
    ['body-reserialised', JSON.stringify(event, null, 2).replaceAll('\n', '\r\n')],
    ['body-quoted', JSON.stringify(body)],
    ['body-quoted', body.replaceAll('"', '\\"')],
    ['body-quoted', JSON.stringify({ [body]: '' })],
    ['body-encoding', Buffer.from(body, 'utf8').toString('latin1')],
  ]
  for (const [habit, text] of seen) {
    test(`is told by the signature alone: ${habit}, ${JSON.stringify(text.slice(0, 12))}`, async () => {
      const { verdict, findings } = await ask({ body: text })
      assert.deepEqual([verdict, findings.map((finding) => finding.habit)], ['explained', [habit]])
    })
  }

  const onlyWithOurs: readonly [habit: string, body: string][] = [
    ['body-keys-sorted', JSON.stringify(sortedKeys(event))],
    [
      'body-reserialised',
      JSON.stringify({ payment: event.payment, created: event.created, id: '0195', type: event.type }),
    ],
    ['body-changed', body.replace('1500', '1501')],
    ['body-lost', ''],
    ['body-lost', '[object Object]'],
  ]
  for (const [habit, text] of onlyWithOurs) {
    test(`is told by what we sent: ${habit}`, async () => {
      const { verdict, findings } = await ask({ body: text, sent: body })
      assert.deepEqual([verdict, findings[0]?.habit], ['explained', habit])
      assert.match(findings[0]?.lines?.[0]?.line ?? '', /^byte \d+ of the body$/)
      const guess = await ask({ body: text })
      assert.equal(guess.verdict, 'unexplained')
      assert.ok(guess.findings.every(({ certainty }) => certainty !== 'certain'))
    })
  }
})

describe('what a receiver computes', () => {
  const computed: readonly [habit: string, computed: string][] = [
    ['secret-base64-decoded', sign(body, Buffer.from('secret of hooks', 'base64'))],
    ['secret-of-other-key', sign(body, 'secret of hooks-2')],
    ['secret-of-api-key', sign(body, 'secret of second')],
    ['secret-with-blanks', sign(body, 'secret of hooks\n')],
    ['signature-hex', Buffer.from(sign(body), 'base64').toString('hex')],
    ['body-pretty-printed', sign(JSON.stringify(event, null, 2))],
    ['body-spaced', sign(python(event))],
    ['body-escaped', sign(body.replaceAll('/', '\\/').replace('é', '\\u00e9'))],
    ['body-keys-sorted', sign(JSON.stringify(sortedKeys(event)))],
    ['body-lost', sign('')],
    ['body-lost', sign('[object Object]')],
    ['hmac-arguments-swapped', createHmac('sha256', body).update('secret of hooks').digest('base64')],
    ['other-hash', createHmac('sha1', 'secret of hooks').update(body).digest('base64')],
  ]
  for (const [habit, signature] of computed) {
    test(`is explained: ${habit}`, async () => {
      const { verdict, findings } = await ask({ computed: signature })
      assert.deepEqual([verdict, findings.map((finding) => finding.habit)], ['explained', [habit]])
    })
  }

  test('may be right, and then so is said', async () => {
    assert.equal((await ask({ computed: sign(body) })).verdict, 'right')
    assert.equal((await ask({})).verdict, 'right')
    assert.equal((await ask({ computed: sign('anything') })).verdict, 'unexplained')
  })
})

test('a signature of another key of the merchant, an unknown key and a list of headers are named', async () => {
  const habitsOf = async (more: Parameters<typeof ask>[0]) => (await ask(more)).findings.map(({ habit }) => habit)
  assert.deepEqual(await habitsOf({ keyId: 'hooks-2' }), ['secret-of-other-key'])
  assert.deepEqual(await habitsOf({ keyId: 'nobodys' }), ['key-unknown'])
  assert.deepEqual(await habitsOf({ keyId: 'key' }), ['key-of-api'])
  assert.deepEqual(await habitsOf({ signature: `["${sign(body)}"]` }), ['header-list'])
  assert.deepEqual(await habitsOf({ signature: `${sign(body)}, ${sign(body)}` }), ['header-list'])
})
