import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isSignatureValid, type SignedRequest } from './v1hmac.ts'

const secret = 'I42Zf4pVnRdroHfuHnRiJjJ2B6+22h0yQt/R3nZR8Xg='
const date = 'Fri, 06 Jun 2014 13:39:43 GMT'

/** What a client signs: its lines as UTF-8, each ended by a line feed. Written apart from the code under test. */
const signed = (...lines: readonly string[]) =>
  createHmac('sha256', secret)
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest('base64')

/** Header values as Node.js gives them: each byte a character. */
const wire = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

const get = (url: string, headers: SignedRequest['headers'] = {}): SignedRequest => ({
  method: 'GET',
  url,
  headers: { date, ...headers },
})

describe('the vectors of the official SDKs', () => {
  const processed = 'processed header value'
  const minimal = get('/v1/9991/tokens/123456789')
  const query = get('/v1/consumer/ANDR%C3%89E/?q=na%20me')
  const full: SignedRequest = {
    method: 'DELETE',
    url: '/v1/9991/tokens/123456789',
    headers: {
      'content-type': 'application/json',
      date,
      'x-gcs-servermetainfo': processed,
      'x-gcs-clientmetainfo': `${processed}  `,
      'x-gcs-customerheader': 'processed\r\n \t header value',
    },
  }
  const vectors: readonly [string, SignedRequest, string, string][] = [
    ['a GET', minimal, 'J5LjfSBvrQNhu7gG0gvifZt+IWNDReGCmHmBmth6ueI=', secret],
    [
      'a GET under another secret',
      minimal,
      '9ond5EIN05dBXJGCLRK5om9pxHsyrh/12pZJ7bvmwNM=',
      '6Kj5HT0MQKC6D8eb7W3lTg71kVKVDSt1',
    ],
    ['an encoded query', query, '3XV7LMYus9q7fp87/D4Qih2bKNtz20iqsttdrgJ09AU=', secret],
    ['a decoded query', query, 'x9S2hQmLhLTbpK0YdTuYCD8TB4D+Kf60tNW0Xw5Xls0=', secret],
    ['a DELETE with headers', full, 'jGWLz3ouN4klE+SkqO5gO+KkbQNM06Rric7E3dcfmqw=', secret],
    ['a DELETE under another secret', full, 'VfnXpPBQQoHZivTcAg0JvOWkhnzlPnaCPKpTQn/uMJM=', 'secretApiKey'],
  ]

  for (const [what, request, signature, key] of vectors) {
    test(`${what} is right under its own secret and under no other`, () => {
      assert.ok(isSignatureValid(request, signature, key))
      for (const other of [
        `${key} `,
        key.slice(1),
        key.toLowerCase(),
        '',
        Buffer.from(key, 'base64').toString('latin1'),
      ]) {
        assert.equal(isSignatureValid(request, signature, other), false)
      }
    })
  }
})

describe('the habits of real clients', () => {
  const path = '/v1/1234/payments'
  const wireQuery = {
    plus: 'q=a+b%2Bc%2Fd%3F%C3%A9',
    percent: 'q=a%20b%2Bc/d%3F%C3%A9',
    escaped: 'q=a%20b%2Bc%2Fd%3F%C3%A9',
  }
  const json = 'application/json'
  const habits: readonly {
    client: string
    url: string
    resource?: string
    sends?: string
    signs: string
    method?: string
    on?: string
  }[] = [
    { client: 'Node signs its Content-Type on GET', url: path, sends: json, signs: json },
    { client: 'Node sends the query that its caller wrote', url: `${path}?q=a&b=undefined`, sends: json, signs: json },
    {
      client: 'Java sends no Content-Type, and signs the query decoded with its plus',
      url: `${path}?${wireQuery.plus}`,
      resource: `${path}?q=a+b+c/d?é`,
      signs: '',
    },
    { client: 'Java does not pad the day', url: path, signs: '', on: 'Tue, 3 Jun 2025 13:39:43 GMT' },
    { client: 'Python signs the query as sent', url: `${path}?${wireQuery.percent}`, signs: '' },
    { client: 'PHP signs the query as sent', url: `${path}?${wireQuery.plus}`, signs: '' },
    {
      client: 'PHP and SmashPig send a Content-Type without a body',
      url: `${path}/1/cancel`,
      method: 'POST',
      sends: json,
      signs: json,
    },
    { client: 'Java and Python send none without a body', url: `${path}/1/cancel`, method: 'POST', signs: '' },
    { client: 'Ruby signs the query as sent', url: `${path}?q=a+b`, signs: '' },
    {
      client: '.NET signs the query decoded',
      url: `${path}?${wireQuery.escaped}`,
      resource: `${path}?q=a b+c/d?é`,
      signs: '',
    },
    {
      client: 'Go signs the query decoded as a form',
      url: `${path}?${wireQuery.plus}`,
      resource: `${path}?q=a b+c/d?é`,
      signs: '',
    },
    {
      client: 'SmashPig signs the query decoded as a form',
      url: `${path}?q=a+b`,
      resource: `${path}?q=a b`,
      sends: json,
      signs: json,
    },
    {
      client: 'Hyperswitch sends an empty Content-Type and a trailing slash',
      url: '/v1/1234/refunds/1/',
      sends: '',
      signs: '',
    },
    {
      client: 'ActiveMerchant sends a doubled slash and signs one',
      url: '//v1/1234/payments',
      resource: path,
      sends: json,
      signs: json,
    },
    {
      client: 'ActiveMerchant names its own zone',
      url: path,
      sends: json,
      signs: json,
      on: 'Fri, 06 Jun 2014 13:39:43 UTC',
    },
    {
      client: 'somebody signs the parameter of its Content-Type',
      url: path,
      sends: `${json}; charset=utf-8`,
      signs: `${json}; charset=utf-8`,
    },
    { client: 'somebody sends the query unencoded', url: `${path}?q=a"b|c`, sends: json, signs: json },
  ]

  for (const { client, url, resource = url, sends, signs, method = 'GET', on = date } of habits) {
    test(client, () => {
      const headers = { date: on, ...(sends === undefined ? {} : { 'content-type': sends }) }
      assert.ok(isSignatureValid({ method, url, headers }, signed(method, signs, on, resource), secret))
    })
  }

  test('a path, its slashes and the order of its parameters are never made equal', () => {
    for (const [url, resource] of [
      [path, `${path}/`],
      [`${path}/`, path],
      [`/v1//1234/payments`, path],
      [`${path}?a=1&b=2`, `${path}?b=2&a=1`],
      ['/v1/%31234/payments', path],
      [`${path}?`, path],
      [path, `${path}?`],
      [`${path}?a=1`, path],
    ] as const) {
      assert.equal(isSignatureValid(get(url), signed('GET', '', date, resource), secret), false, `${url} ${resource}`)
    }
  })

  test('a Content-Type is never changed: one that was signed otherwise is refused', () => {
    const sent = get(path, { 'content-type': `${json}; charset=utf-8` })
    assert.equal(isSignatureValid(sent, signed('GET', json, date, path), secret), false)
    assert.equal(isSignatureValid(get(path), signed('GET', json, date, path), secret), false)
  })

  test('a query that is no percent-encoding is still right as it was sent', () => {
    assert.ok(isSignatureValid(get(`${path}?q=100%`), signed('GET', '', date, `${path}?q=100%`), secret))
  })
})

describe('X-GCS headers', () => {
  const url = '/v1/1234/payments'

  test('are signed by name in lower case, sorted, whatever they are', () => {
    const headers = { 'X-GCS-Zebra': 'z', 'x-gcs-idempotence-key': 'K 1', 'X-Gcs-Anything': 'a', 'x-gcs': 'bare' }
    const lines = ['x-gcs:bare', 'x-gcs-anything:a', 'x-gcs-idempotence-key:K 1', 'x-gcs-zebra:z']
    assert.ok(isSignatureValid(get(url, headers), signed('GET', '', date, ...lines, url), secret))
  })

  test('that were folded have one space for the fold, and keep their inner spaces', () => {
    const headers = { 'x-gcs-a': '  one\r\n\t two\n three   four \t' }
    assert.ok(isSignatureValid(get(url, headers), signed('GET', '', date, 'x-gcs-a:one two three   four', url), secret))
  })

  test('are signed as the bytes they are sent in', () => {
    for (const value of ['Café', 'voilà', '咖啡 à', '…']) {
      const signature = signed('GET', '', date, `x-gcs-shop:${value}`, url)
      assert.ok(isSignatureValid(get(url, { 'x-gcs-shop': wire(value) }), signature, secret), value)
    }
  })

  test('that were not signed are refused, and so is a signed one that is missing', () => {
    const key = { 'x-gcs-idempotence-key': 'K1' }
    assert.equal(isSignatureValid(get(url, key), signed('GET', '', date, url), secret), false)
    const signature = signed('GET', '', date, 'x-gcs-idempotence-key:K1', url)
    assert.equal(isSignatureValid(get(url), signature, secret), false)
    assert.equal(isSignatureValid(get(url, { ...key, 'x-gcs-more': '' }), signature, secret), false)
  })

  test('are the only ones that count besides Content-Type and Date', () => {
    const headers = { 'x-other': '1', gcs: '2', 'content-length': '0', host: 'a', 'user-agent': 'b' }
    assert.ok(isSignatureValid(get(url, headers), signed('GET', '', date, url), secret))
  })
})

test('any change of one character of any signed part is refused', () => {
  const parts = {
    method: 'POST',
    url: '/v1/1234/payments?merchantReference=Acme%20Order%2F1+x',
    type: 'application/json; charset=utf-8',
    date,
    name: 'idempotence-key',
    value: 'f0a1 b2c3-D4',
  }
  const requestOf = ({ method, url, type, date, name, value }: typeof parts): SignedRequest => ({
    method,
    url,
    headers: { 'content-type': type, date, [`x-gcs-${name}`]: value, 'x-gcs-servermetainfo': 'e30=' },
  })
  const signature = signed(
    'POST',
    parts.type,
    date,
    `x-gcs-idempotence-key:${parts.value}`,
    'x-gcs-servermetainfo:e30=',
    parts.url,
  )
  assert.ok(isSignatureValid(requestOf(parts), signature, secret))
  const alphabets = { method: 'ABCDEGILNOPRSTUX', name: 'abcdefghijklmnopqrstuvwxyz0123456789-_' }
  const printable = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).join('')
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(parts)), fc.nat(), fc.nat(), fc.boolean(), (part, at, by, isAdded) => {
      const text = parts[part as keyof typeof parts]
      const alphabet = part === 'method' || part === 'name' ? alphabets[part] : printable
      const place = at % text.length
      const changed = text.slice(0, place) + alphabet[by % alphabet.length] + text.slice(isAdded ? place : place + 1)
      fc.pre(changed !== text && !(part === 'url' && changed === `/${text}`))
      assert.equal(isSignatureValid(requestOf({ ...parts, [part]: changed }), signature, secret), false)
    }),
    { numRuns: 1_000 },
  )
})

describe('a wrong signature', () => {
  const request = get('/v1/1234/payments')
  const right = signed('GET', '', date, '/v1/1234/payments')

  test('is refused, whatever it is', () => {
    const other = right.startsWith('A') ? `B${right.slice(1)}` : `A${right.slice(1)}`
    for (const signature of ['', '=', 'AAAA', other, right.slice(4), right.toUpperCase(), 'é€']) {
      assert.equal(isSignatureValid(request, signature, secret), false, signature)
    }
    assert.ok(isSignatureValid(request, right, secret))
  })
})
