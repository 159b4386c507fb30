import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import { diagnoseRequest } from './diagnose-request.ts'
import { aRequest, date, keys, secret, sign, wallMs } from './testing.ts'

const json = 'application/json'
const path = '/v1/1234/payments'
const typed = (type: string) => [`Content-Type: ${type}`, `Date: ${date}`]
const meta = 'eyJzZGtJZGVudGlmaWVyIjoiSmF2YVNlcnZlclNESy92OS4zLjAifQ=='
const gcs = [`Content-Type: ${json}`, `Date: ${date}`, `X-GCS-ServerMetaInfo: ${meta}`, 'X-GCS-Idempotence-Key: K1']
const dated = (text: string) => [`Content-Type: ${json}`, `Date: ${text}`]
const [idempotence, server] = ['x-gcs-idempotence-key:K1', `x-gcs-servermetainfo:${meta}`]
const right = [
  ['a POST', sign(['POST', json, date, path]), {}],
  ['a GET without Content-Type', sign(['GET', '', date, path]), { method: 'GET', headers: [`Date: ${date}`] }],
  ['X-GCS headers', sign(['POST', json, date, idempotence, server, path]), { headers: gcs }],
  ['a query as sent', sign(['POST', json, date, `${path}?q=a+b%2F`]), { url: `${path}?q=a+b%2F` }],
  ['a query decoded, as Java and .NET', sign(['POST', json, date, `${path}?q=a+b/`]), { url: `${path}?q=a+b%2F` }],
  ['a query decoded as a form, as Go', sign(['POST', json, date, `${path}?q=a b/`]), { url: `${path}?q=a+b%2F` }],
  ['a doubled slash, as ActiveMerchant', sign(['POST', json, date, path]), { url: `/${path}` }],
] as const

const diagnose = (signature: string | Buffer, as: Parameters<typeof aRequest>[1] = {}) =>
  diagnoseRequest({ request: aRequest(signature, as), keys, wallMs })

describe('a request that is signed rightly', () => {
  for (const [what, signature, as] of right) {
    test(`is told so: ${what}`, async () => {
      const { verdict, findings } = await diagnose(signature, as)
      assert.deepEqual([verdict, findings], ['right', []])
    })
  }

  test('names its SDK', async () => {
    const { client } = await diagnose(sign(['POST', json, date, idempotence, server, path]), { headers: gcs })
    assert.equal(client, 'JavaServerSDK/v9.3.0')
  })
})

type Case = readonly [habit: string, what: string, signature: string | Buffer, as?: Parameters<typeof aRequest>[1]]
const plain = ['POST', json, date, path] as const
const mac = sign(plain)
const raw = plain.map((line) => `${line}\n`).join('')
const utf16 = createHmac('sha256', secret).update(raw, 'utf16le').digest()
const query = (sent: string) => ({ url: `${path}?${sent}` })
const signedQuery = (signed: string) => sign(['POST', json, date, `${path}?${signed}`])
const withKey = (key: string | Buffer) => sign(plain, { key })
const at = (ms: number) => new Date(Date.parse(date) + ms).toUTCString()
const spaced = [...dated(date), 'X-GCS-Shop:  a  b ']
const folded = [...dated(date), 'X-GCS-Shop: a\r\n\tb']
const long = 'QUJD'.repeat(40)

const cases: readonly Case[] = [
  ['last-line-feed-missing', 'joined lines', sign([plain.join('\n')], { end: '' })],
  ['last-line-feed-doubled', 'echo', sign([...plain, ''])],
  ['crlf', 'Windows', sign(plain, { end: '\r\n' })],
  ['crlf', 'Windows, joined', sign([plain.join('\r\n')], { end: '' })],
  ['line-feeds-literal', 'single quotes', sign(plain, { end: '\\n' })],
  ['line-feeds-missing', 'nothing between', sign(plain, { end: '' })],
  ['blank-lines-dropped', 'ActiveMerchant', sign(['GET', date, path]), { method: 'GET', headers: [`Date: ${date}`] }],
  ['blank-line-for-headers', 'a line for none', sign(['POST', json, date, '', path])],
  ['line-order', 'Date before Content-Type', sign(['POST', date, json, path])],
  ['body-signed', 'the body behind', sign([...plain, '{"a":1}'])],
  ['body-signed', 'the body alone', sign(['{"a":1}'], { end: '' })],
  ['byte-order-mark', 'a Windows file', sign([`\ufeff${plain[0]}`, ...plain.slice(1)])],
  ['text-encoding', 'Encoding.Unicode', utf16],
  ['method-case', 'axios names', sign(['post', json, date, path])],
  ['method-other', 'a redirect', sign(plain), { method: 'GET' }],
  ['content-type-charset', '.NET adds charset', sign(plain), { headers: typed(`${json}; charset=utf-8`) }],
  ['content-type-charset', 'charset signed alone', sign(['POST', `${json}; charset=UTF-8`, date, path])],
  ['content-type-not-signed', 'added by a proxy', sign(['GET', '', date, path]), { method: 'GET' }],
  ['content-type-not-sent', 'Node signs it', sign(plain), { headers: [`Date: ${date}`] }],
  ['content-type-not-sent', 'sent empty', sign(plain), { headers: typed('') }],
  ['content-type-other', 'curl -d', sign(plain), { headers: typed('application/x-www-form-urlencoded') }],
  ['content-type-spelling', 'a tidy proxy', sign(plain), { headers: typed('Application/JSON') }],
  ['content-type-with-name', 'AWS', sign(['POST', `content-type:${json}`, date, path])],
  ['date-padding', 'Java', sign(['POST', json, 'Tue, 3 Jun 2025 13:39:43 GMT', path])],
  ['date-padding', 'Java, the other way', sign(plain), { headers: dated('Tue, 3 Jun 2025 13:39:43 GMT') }],
  ['date-zone-name', 'UTC', sign(['POST', json, date.replace('GMT', 'UTC'), path])],
  ['date-taken-twice', 'a second later', sign(['POST', json, at(1000), path])],
  ['date-taken-twice', 'a proxy, a minute later', sign(['POST', json, at(-60_000), path])],
  ['date-local', 'CEST', sign(['POST', json, 'Tue, 03 Jun 2025 15:39:43 CEST', path])],
  ['date-local', 'Hong Kong as GMT', sign(['POST', json, 'Tue, 03 Jun 2025 21:39:43 GMT', path])],
  ['date-format', 'ISO 8601', sign(['POST', json, '2025-06-03T13:39:43Z', path])],
  ['date-format', 'seconds', sign(['POST', json, '1748957983', path])],
  ['date-not-signed', 'empty', sign(['POST', json, '', path])],
  ['date-with-name', 'AWS', sign(['POST', json, `date:${date}`, path])],
  ['x-gcs-headers-not-signed', 'none', sign(plain), { headers: gcs }],
  ['x-gcs-header-not-signed', 'key set late', sign(['POST', json, date, server, path]), { headers: gcs }],
  ['x-gcs-header-not-sent', 'dropped', sign(['POST', json, date, 'x-gcs-clientmetainfo:', path])],
  ['x-gcs-order', 'as they come', sign(['POST', json, date, server, idempotence, path]), { headers: gcs }],
  [
    'x-gcs-name-case',
    'as written',
    sign(['POST', json, date, 'X-GCS-Idempotence-Key:K1', `X-GCS-ServerMetaInfo:${meta}`, path]),
    { headers: gcs },
  ],
  [
    'x-gcs-name-case',
    'over HTTP/2',
    sign(['POST', json, date, 'X-GCS-Idempotence-Key:K1', path]),
    { headers: [...dated(date), 'x-gcs-idempotence-key: K1'] },
  ],
  [
    'x-gcs-value-not-trimmed',
    'a blank after the colon',
    sign(['POST', json, date, 'x-gcs-idempotence-key: K1', `x-gcs-servermetainfo: ${meta}`, path]),
    { headers: gcs },
  ],
  ['x-gcs-spaces-collapsed', 'AWS', sign(['POST', json, date, 'x-gcs-shop:a b', path]), { headers: spaced }],
  ['x-gcs-value-not-folded', 'raw', sign(['POST', json, date, 'x-gcs-shop:a\r\n\tb', path]), { headers: folded }],
  [
    'x-gcs-base64-wrapped',
    'Ruby',
    sign(['POST', json, date, `x-gcs-meta:${long.replace(/.{60}/g, '$&\n')}\n`, path]),
    { headers: [...dated(date), `X-GCS-Meta: ${long}`] },
  ],
  [
    'x-gcs-separator',
    'an equals sign',
    sign(['POST', json, date, 'x-gcs-a=1', path]),
    { headers: [...dated(date), 'X-GCS-A: 1'] },
  ],
  [
    'other-headers-signed',
    'every X- header',
    sign(['POST', json, date, 'x-request-id:7', path]),
    { headers: [...dated(date), 'X-Request-Id: 7'] },
  ],
  ['query-not-signed', 'pathname', sign(plain), query('a=1&b=2')],
  ['query-encoding', '%20 for +', signedQuery('q=a%20b'), query('q=a+b')],
  ['query-encoding', '+ for %20', signedQuery('q=a+b'), query('q=a%20b')],
  ['query-encoding', 'encoded twice', signedQuery('q=a%2520b'), query('q=a%20b')],
  ['query-encoding', 'small digits', signedQuery('q=%c3%a9'), query('q=%C3%A9')],
  ['query-encoding', 'signed encoded, sent plain', signedQuery('q=a%2Fb%3Ac'), query('q=a/b:c')],
  ['query-order', 'sorted', signedQuery('a=1&b=2'), query('b=2&a=1')],
  ['query-parameter-added', 'a cache buster', signedQuery('a=1&b=2'), query('a=1&b=2&_=99')],
  ['query-empty-parts', 'a lonely question mark', sign(plain), query('')],
  ['query-empty-parts', 'no value', signedQuery('a=1'), query('a=1&b=')],
  ['host-signed', 'the URL', sign(['POST', json, date, `https://pay.example${path}`])],
  ['trailing-slash', 'sent', sign(plain), { url: `${path}/` }],
  ['trailing-slash', 'signed', sign(['POST', json, date, `${path}/`])],
  ['leading-slash', 'none', sign(['POST', json, date, path.slice(1)])],
  ['leading-slash', 'two signed', sign(['POST', json, date, `/${path}`])],
  ['doubled-slash', 'inside', sign(plain), { url: '/v1/1234//payments' }],
  ['path-prefix', 'without /v1', sign(['POST', json, date, '/1234/payments'])],
  ['path-prefix', 'with /api', sign(['POST', json, date, `/api${path}`])],
  ['path-encoding', 'decoded', sign(['POST', json, date, `${path}/é`]), { url: `${path}/%C3%A9` }],
  ['path-case', 'small', sign(['POST', json, date, `${path}/abc`]), { url: `${path}/ABC` }],
  ['secret-base64-decoded', 'Azure', withKey(Buffer.from(secret, 'base64'))],
  ['secret-with-blanks', 'echo', withKey(`${secret}\n`)],
  ['secret-with-quotes', 'an env file', withKey(`"${secret}"`)],
  ['secret-cut', 'split at =', withKey(secret.slice(0, -1))],
  ['secret-empty', 'not set', withKey('')],
  ['secret-case', 'small', withKey(secret.toLowerCase())],
  ['secret-encoded', 'encoded twice', withKey(Buffer.from(secret).toString('base64'))],
  ['secret-is-key-id', 'mixed up', withKey('key')],
  ['secret-of-other-key', 'rotation', withKey('secret of second')],
  ['secret-of-retired-key', 'rotation, too late', withKey('secret of old')],
  ['secret-of-webhook-key', 'two kinds', withKey('secret of hooks')],
  ['secret-of-other-merchant', 'two merchants', withKey('secret of foreign')],
  ['hmac-arguments-swapped', 'key and text', createHmac('sha256', raw).update(secret).digest()],
  ['hash-without-hmac', 'sha256(secret + text)', createHash('sha256').update(`${secret}${raw}`).digest()],
  ['signature-hex', 'hexdigest', mac.toString('hex')],
  ['signature-hex-in-base64', 'PHP', Buffer.from(mac.toString('hex')).toString('base64')],
  ['signature-base64-twice', 'twice', Buffer.from(mac.toString('base64')).toString('base64')],
  ['signature-url-safe', 'JWT', mac.toString('base64url')],
  ['signature-percent-encoded', 'a URL', encodeURIComponent(mac.toString('base64'))],
  ['other-hash', 'SHA-1', sign(plain, { hash: 'sha1' })],
  ['other-hash', 'SHA-512', sign(plain, { hash: 'sha512' })],
]

describe('a habit is named first, and alone', () => {
  for (const [habit, what, signature, as = {}] of cases) {
    test(`${habit}: ${what}`, async () => {
      const { verdict, findings } = await diagnose(signature, as)
      assert.deepEqual(
        [verdict, findings.filter(({ certainty }) => certainty === 'certain').map((finding) => finding.habit)],
        ['explained', [habit]],
      )
      assert.equal(findings[0]?.habit, habit)
      assert.ok((findings[0]?.remedy.length ?? 0) > 15)
    })
  }
})

test('two habits at once are both named', async () => {
  const signature = sign([['POST', json, 'Tue, 3 Jun 2025 13:39:43 GMT', path].join('\n')], { end: '' })
  const { findings } = await diagnose(signature)
  assert.deepEqual(findings.map(({ habit }) => habit).sort(), ['date-padding', 'last-line-feed-missing'])
  const hexToo = sign(plain, { key: `${secret}\n` }).toString('hex')
  assert.deepEqual(
    (await diagnose(hexToo)).findings.map(({ habit }) => habit),
    ['signature-hex', 'secret-with-blanks'],
  )
})

test('a finding shows the line that differs, with what cannot be seen made visible', async () => {
  const { findings, stringToSign } = await diagnose(mac, { headers: typed(`${json}; charset=utf-8`) })
  assert.deepEqual(findings[0]?.lines, [
    { line: 'line 2, Content-Type', expected: `${json}; charset=utf-8␊`, signed: `${json}␊` },
  ])
  assert.deepEqual(stringToSign, ['POST␊', `${json}; charset=utf-8␊`, `${date}␊`, `${path}␊`])
})
