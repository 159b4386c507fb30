import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isSignatureValid, readAuthorization } from '../http/v1hmac.ts'
import { diagnoseRequest } from './diagnose-request.ts'
import { diagnoseWebhook } from './diagnose-webhook.ts'
import { asReceived, readRawRequest, requestOfParts } from './read-request.ts'
import { aRequest, date, keys, secret, sign, wallMs } from './testing.ts'

const json = 'application/json'
const path = '/v1/1234/payments'
const right = sign(['POST', json, date, path])
const habitsOf = async (as: Parameters<typeof aRequest>[1], more = {}) =>
  (await diagnoseRequest({ request: aRequest(right, as), keys, wallMs, ...more })).findings.map(
    ({ habit, certainty }) => `${habit} ${certainty}`,
  )

describe('an Authorization header that is not as it should be', () => {
  const text = right.toString('base64')
  const wrong: readonly [authorization: string, ...habits: string[]][] = [
    ['', 'authorization-malformed certain'],
    ['Basic Zm9vOmJhcg==', 'authorization-of-other-scheme certain'],
    ['GCS v1Client:session', 'authorization-of-client-session certain'],
    ['GCS v1HMAC:key:********', 'authorization-masked certain'],
    ['GCS v1HMAC:key:', 'authorization-malformed certain'],
    [`GCS v1HMAC::${text}`, 'authorization-malformed certain'],
    [`v1HMAC:key:${text}`, 'authorization-malformed certain'],
    [`gcs v1hmac:key:${text}`, 'authorization-malformed certain'],
    [`GCS  v1HMAC:key:${text}`, 'authorization-malformed certain'],
    [`GCS v1HMAC: key: ${text}`, 'authorization-malformed certain'],
    [`"GCS v1HMAC:key:${text}"`, 'authorization-malformed certain'],
    ['GCS v1HMAC:key:AAAA', 'signature-no-digest certain'],
    [`GCS v1HMAC:key:${Buffer.alloc(256, 7).toString('base64')}`, 'signature-no-digest certain'],
    [`GCS v1HMAC:nobodys:${text}`, 'key-unknown certain'],
    [`GCS v1HMAC:KEY:${text}`, 'key-unknown certain'],
    [`GCS v1HMAC:hooks:${text}`, 'key-of-webhooks certain'],
    [`GCS v1HMAC:${secret}:${text}`, 'key-id-is-secret certain'],
    [
      `GCS v1HMAC:old:${sign(['POST', json, date, path], { key: 'secret of old' }).toString('base64')}`,
      'key-retired certain',
    ],
  ]
  for (const [authorization, ...habits] of wrong) {
    test(`is told apart: ${authorization.slice(0, 30)}`, async () => {
      assert.deepEqual(await habitsOf({ authorization }), habits)
    })
  }

  test('that is missing is said to be', async () => {
    const request = requestOfParts({ method: 'GET', url: path, headers: [['Date', date]] })
    const { verdict, findings } = await diagnoseRequest({ request, keys, wallMs })
    assert.deepEqual([verdict, findings[0]?.habit], ['explained', 'authorization-missing'])
  })
})

describe('a right signature that does not help', () => {
  const signedAt = (text: string) => {
    const signature = sign(['POST', json, text, path]).toString('base64')
    return { headers: [`Content-Type: ${json}`, `Date: ${text}`], authorization: `GCS v1HMAC:key:${signature}` }
  }

  test('is of a clock that is wrong, in a direction, or of a request of some time ago', async () => {
    assert.deepEqual(await habitsOf(signedAt('Tue, 03 Jun 2025 13:47:43 GMT')), ['date-skew certain'])
    assert.deepEqual(await habitsOf(signedAt('Tue, 03 Jun 2025 13:32:43 GMT')), ['date-skew possible'])
    const receivedMs = wallMs - 7 * 60_000
    assert.deepEqual(await habitsOf(signedAt('Tue, 03 Jun 2025 13:32:43 GMT'), { receivedMs }), [])
    assert.deepEqual(await habitsOf({}, { receivedMs }), ['date-skew certain'])
    assert.deepEqual(await habitsOf(signedAt('Tue, 03 Jun 2025 15:39:43 GMT')), ['date-of-other-zone certain'])
    assert.deepEqual(await habitsOf(signedAt('today')), ['date-unreadable certain'])
    const { findings } = await diagnoseRequest({ request: aRequest(right), keys, wallMs: wallMs - 7 * 60_000 })
    assert.match(findings[0]?.says ?? '', /^The Date is 7 min ahead of our clock; five minutes are allowed\./)
  })

  test('is of another merchant than the one in the path', async () => {
    const url = '/v1/5678/payments'
    const signature = sign(['POST', json, date, url]).toString('base64')
    assert.deepEqual(await habitsOf({ url, authorization: `GCS v1HMAC:key:${signature}` }), ['merchant-other certain'])
  })
})

describe('a string-to-sign that the client printed', () => {
  const lines = ['POST', json, date, 'x-gcs-shop:tea', path]
  const text = (of: readonly string[]) => of.map((line) => `${line}\n`).join('')
  const asked = (signature: Buffer, stringToSign: string) =>
    diagnoseRequest({ request: aRequest(signature), keys, wallMs, stringToSign })

  test('is compared line by line, with certainty where the signature is of it', async () => {
    const { verdict, findings } = await asked(sign(lines), text(lines))
    assert.deepEqual([verdict, findings.map(({ habit }) => habit)], ['explained', ['string-to-sign-differs']])
    assert.deepEqual(findings[0]?.lines, [{ line: 'line 4, path and query', signed: 'x-gcs-shop:tea␊' }])
  })

  test('that is right leaves the secret', async () => {
    const { verdict, findings } = await asked(
      sign(['POST', json, date, path], { key: 'who knows' }),
      text(['POST', json, date, path]),
    )
    assert.deepEqual(
      [verdict, findings.map(({ habit, certainty }) => `${habit} ${certainty}`)],
      ['explained', ['secret-other certain']],
    )
  })

  test('that is wrong beside a wrong secret is compared all the same', async () => {
    const { verdict, findings } = await asked(sign(lines, { key: 'who knows' }), text(lines))
    assert.deepEqual(
      [verdict, findings.map(({ habit, certainty }) => `${habit} ${certainty}`)],
      ['unexplained', ['string-to-sign-differs certain', 'secret-other likely']],
    )
    const other = await asked(sign(lines, { key: `${secret}\n` }), text(lines))
    assert.deepEqual(
      [other.verdict, other.findings.map(({ habit }) => habit)],
      ['explained', ['string-to-sign-differs', 'secret-with-blanks']],
    )
  })
})

/** Text with all that makes parsers stumble. */
const odd = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.stringMatching(/^[ -~\r\n\t%&=+?/:;,"'{}*-]{0,60}$/),
  fc.constantFrom(
    '',
    '\0',
    '%',
    '%zz',
    '?',
    '//',
    '\u001b[31m',
    '\ud800',
    date,
    secret,
    path,
    '-271821-04-20T00:00:00Z',
    '+275760-09-13',
  ),
)
const oddHeaders = fc.array(
  fc.tuple(
    fc.oneof(fc.constantFrom('Date', 'Content-Type', 'X-GCS-A', 'x-gcs-a', 'Host', 'X-Date', '__proto__'), odd),
    odd,
  ),
  { maxLength: 8 },
)
const someSignature = fc.oneof(
  odd,
  fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64')),
)
const shown = (diagnosis: unknown): string => JSON.stringify(diagnosis)
const expectNoSecret = (text: string): void => {
  for (const key of keys) assert.ok(!text.includes(key.secret), `the secret of ${key.keyId} is in: ${text}`)
}

describe('whatever is asked', () => {
  test('in long or deep texts is answered, too', async () => {
    const long = `x${' '.repeat(30_000)}x`
    assert.equal(readRawRequest(`GET ${long} y`).ok, true)
    const headers = [['Authorization', `GCS v1HMAC:key:${long}`] as const, ['X-GCS-A', long] as const]
    const request = requestOfParts({ method: 'GET', url: `/${'/'.repeat(8_000)}x?${'&'.repeat(8_000)}=`, headers })
    assert.equal((await diagnoseRequest({ request, keys, wallMs })).findings[0]?.habit, 'authorization-malformed')
    const body = `${'['.repeat(30_000)}${']'.repeat(30_000)}`
    const signature = right.toString('base64')
    const { verdict } = await diagnoseWebhook({
      body,
      signature,
      computed: signature,
      keyId: 'hooks',
      sent: '{}',
      keys,
    })
    assert.equal(verdict, 'unexplained')
  })

  test('about a request is answered, agrees with the server, and holds no secret and no control character', async () => {
    const anyRequest = fc.record({
      method: fc.oneof(fc.constantFrom('GET', 'POST', 'x'), odd),
      url: odd,
      headers: oddHeaders,
      body: odd,
    })
    await fc.assert(
      fc.asyncProperty(
        anyRequest,
        someSignature,
        fc.option(odd, { nil: undefined }),
        async (parts, signature, stringToSign) => {
          const headers = [...parts.headers, ['Authorization', `GCS v1HMAC:key:${signature}`] as const]
          const request = requestOfParts({ ...parts, headers })
          const diagnosis = await diagnoseRequest({ request, keys, wallMs, stringToSign })
          const received = asReceived(request)
          const claim = readAuthorization(String(received.headers.authorization))
          const isRight = claim !== undefined && isSignatureValid(received, claim.signature, secret)
          if (!isRight) assert.notEqual(diagnosis.verdict, 'right')
          expectNoSecret(shown(diagnosis))
          assert.doesNotMatch(diagnosis.stringToSign?.join('') ?? '', /\p{Cc}/u)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('in a raw text is read or refused in words', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          odd,
          odd.map((text) => `GET ${path} HTTP/1.1\r\n${text}`),
        ),
        (text) => {
          const read = readRawRequest(text)
          assert.ok(read.ok ? asReceived(read.request).method : read.says.length > 20)
        },
      ),
    )
  })

  test('about a webhook is answered, and holds no secret', async () => {
    const body = fc.oneof(
      odd,
      fc.json(),
      fc.json().map((text) => `\ufeff${text}\r\n`),
    )
    await fc.assert(
      fc.asyncProperty(
        body,
        someSignature,
        someSignature,
        fc.option(body, { nil: undefined }),
        async (seen, signature, computed, sent) => {
          for (const keyId of ['hooks', secret, signature]) {
            expectNoSecret(shown(await diagnoseWebhook({ body: seen, signature, keyId, computed, sent, keys })))
          }
        },
      ),
      { numRuns: 30 },
    )
  })

  test('no answer holds a signature that would be taken', async () => {
    const taken = [right.toString('base64'), right.toString('hex'), right.toString('base64url')]
    for (const signature of [sign(['POST', json, date, path], { key: 'wrong' }), sign(['POST', '', date, path])]) {
      const text = shown(await diagnoseRequest({ request: aRequest(signature), keys, wallMs, stringToSign: 'x' }))
      for (const one of taken) assert.ok(!text.includes(one))
    }
  })
})
