import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import { createClient } from './client.ts'
import { answerNotification, readNotification } from './notification.ts'
import type { Send } from './send.ts'
import { contentToSign, formatSignatureHeader, parseSignatureHeader, sign, verify } from './signature.ts'
import { opensslKey } from './testing.ts'

const ours = opensslKey()
const theirs = opensslKey()
after(() => {
  ours.remove()
  theirs.remove()
})

const clientId = 'SANDBOX_5YC47N2ZQHJ004124'
const requestTime = '2025-02-20T08:51:49.090Z'
const signatureOf = (header: string | undefined) =>
  decodeURIComponent(/^algorithm=RSA256, keyVersion=1, signature=([A-Za-z0-9%]+)$/.exec(header ?? '')?.[1] ?? '')

describe('the vector of a request', () => {
  const content = `POST /aps/api/v1/payments/inquiryPayment\n${clientId}.${requestTime}.{"paymentRequestId":"0001"}`

  test('what the client sends is what openssl signs, letter for letter', async () => {
    let sent: Parameters<Send>[0] | undefined
    await createClient({
      baseUrl: 'https://open-sea.example',
      clientId,
      signingKey: () => ({ version: '1', privateKey: ours.privateKey }),
      publicKey: () => undefined,
      now: () => new Date(requestTime),
      monotonicMs: () => 0,
      send: async (request) => {
        sent = request
        return { status: 500, headers: {}, body: '' }
      },
    }).inquiryPayment({ paymentRequestId: '0001' })
    assert.equal(sent?.url, 'https://open-sea.example/aps/api/v1/payments/inquiryPayment')
    assert.equal(sent.body, '{"paymentRequestId":"0001"}')
    assert.equal(sent.headers['client-id'], clientId)
    assert.equal(sent.headers['request-time'], requestTime)
    assert.equal(signatureOf(sent.headers.signature), ours.sign(content))
    assert.ok(ours.verifies(content, signatureOf(sent.headers.signature)))
  })

  test('text beyond ASCII is signed as UTF-8', () => {
    const parts = { method: 'POST', uri: '/pay', clientId, time: requestTime, body: '{"merchantName":"Café 咖啡"}' }
    const expected = ours.sign(`POST /pay\n${clientId}.${requestTime}.{"merchantName":"Café 咖啡"}`)
    assert.equal(decodeURIComponent(sign(contentToSign(parts), ours.privateKey)), expected)
  })
})

describe('the vector of an answer', () => {
  test('an answer that openssl signed with the Response-Time is taken', async () => {
    const body = '{"result":{"resultCode":"SUCCESS","resultStatus":"S"},"pspId":"1022172000000000001"}'
    const time = '2025-02-20T16:51:49.211+08:00'
    const signed = theirs.sign(`POST /aps/api/v1/payments/cancelPayment\n${clientId}.${time}.${body}`)
    const signature = `algorithm=RSA256,keyVersion=2,signature=${encodeURIComponent(signed)}`
    const answer = await createClient({
      baseUrl: 'https://open-sea.example',
      clientId,
      signingKey: () => ({ version: '1', privateKey: ours.privateKey }),
      publicKey: (version) => (version === '2' ? theirs.publicKey : undefined),
      now: () => new Date(requestTime),
      monotonicMs: () => 0,
      send: async () => ({ status: 200, headers: { signature, 'response-time': time, 'client-id': clientId }, body }),
    }).cancelPayment({ paymentRequestId: '0001' })
    assert.equal(answer.status, 'S')
    assert.equal(answer.body?.pspId, '1022172000000000001')
  })
})

describe('the vector of a notification', () => {
  const uri = '/alipayplus/notifyPayment'

  test('a notification that openssl signed is taken', () => {
    const rawBody = '{"paymentRequestId":"0001","paymentResult":{"resultCode":"SUCCESS","resultStatus":"S"}}'
    const signed = theirs.sign(`POST ${uri}\n${clientId}.2025-02-20T16:51:49+08:00.${rawBody}`)
    const read = readNotification({
      method: 'POST',
      uri,
      headers: {
        signature: `algorithm=RSA256, keyVersion=0, signature=${encodeURIComponent(signed)}`,
        'request-time': '2025-02-20T16:51:49+08:00',
        'client-id': clientId,
      },
      rawBody,
      clientId,
      publicKey: (version) => (version === '0' ? theirs.publicKey : undefined),
    })
    assert.ok(read.ok)
    assert.equal(read.notification.paymentRequestId, '0001')
  })

  test('our answer to it is what openssl signs', () => {
    const { headers, body } = answerNotification({
      uri,
      clientId,
      time: new Date(requestTime),
      result: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' },
      signingKey: { version: '1', privateKey: ours.privateKey },
    })
    assert.equal(body, '{"result":{"resultCode":"SUCCESS","resultStatus":"S","resultMessage":"success"}}')
    assert.equal(headers['response-time'], requestTime)
    const content = `POST ${uri}\n${clientId}.${requestTime}.${body}`
    assert.equal(signatureOf(headers.signature), ours.sign(content))
    assert.ok(ours.verifies(content, signatureOf(headers.signature)))
  })
})

describe('a signature', () => {
  const content = `POST /aps/api/v1/payments/pay\n${clientId}.${requestTime}.{"paymentRequestId":"0001"}`
  const base64 = theirs.sign(content)

  test('is right URL-encoded and as plain base64, padded or not', () => {
    assert.ok(verify(content, encodeURIComponent(base64), theirs.publicKey))
    assert.ok(verify(content, base64, theirs.publicKey))
    assert.ok(verify(content, base64.replace(/=+$/, ''), theirs.publicKey))
  })

  test('is wrong for another key', () => {
    assert.equal(verify(content, base64, ours.publicKey), false)
  })

  test('is wrong, and throws nothing, when it is no signature at all', () => {
    for (const garbage of ['', '%', '%zz', 'x', '====', encodeURIComponent('é'), `${base64}${base64}`]) {
      assert.equal(verify(content, garbage, theirs.publicKey), false, garbage)
    }
  })

  test('is wrong when any byte of what it covers was changed, added or taken away', () => {
    const printable = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code))
    fc.assert(
      fc.property(fc.nat(content.length - 1), fc.oneof(printable, fc.constant('')), fc.boolean(), (at, by, isAdded) => {
        const changed = content.slice(0, at) + by + content.slice(isAdded ? at : at + 1)
        fc.pre(changed !== content)
        assert.equal(verify(changed, base64, theirs.publicKey), false)
      }),
      { numRuns: 300 },
    )
  })

  test('is wrong when any character of it was changed, added or taken away', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_%. '
    const digits = base64.replace(/=+$/, '')
    fc.assert(
      fc.property(fc.nat(digits.length - 1), fc.constantFrom('', ...alphabet), fc.boolean(), (at, by, isAdded) => {
        const changed = digits.slice(0, at) + by + digits.slice(isAdded ? at : at + 1)
        fc.pre(changed !== digits)
        assert.equal(verify(content, `${changed}==`, theirs.publicKey), false)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a Signature header', () => {
  const read = { algorithm: 'RSA256', keyVersion: '1', signature: 'a%2Bb%3D%3D' }

  test('is read in any order, with any spaces, with names in any case', () => {
    for (const text of [
      'algorithm=RSA256, keyVersion=1, signature=a%2Bb%3D%3D',
      'algorithm=RSA256,keyVersion=1,signature=a%2Bb%3D%3D',
      'signature=a%2Bb%3D%3D,keyVersion=1,algorithm=RSA256',
      '  Algorithm = RSA256 ,\tKEYVERSION = 1,  Signature = a%2Bb%3D%3D  ',
      'algorithm=RSA256, keyVersion=1, signature=a%2Bb%3D%3D, more=of it',
    ]) {
      assert.deepEqual(parseSignatureHeader(text), read, text)
    }
  })

  test('keeps the padding of plain base64', () => {
    const text = 'algorithm=RSA256, keyVersion=0, signature=a+b/=='
    assert.deepEqual(parseSignatureHeader(text), { algorithm: 'RSA256', keyVersion: '0', signature: 'a+b/==' })
  })

  test('is none when a part of it is missing or empty', () => {
    for (const text of [
      '',
      'a%2Bb',
      'keyVersion=1, signature=a',
      'algorithm=RSA256, signature=a',
      'algorithm=RSA256, keyVersion=1',
      'algorithm=RSA256, keyVersion=, signature=a',
      'algorithm=RSA256, keyVersion=1, signature=',
    ]) {
      assert.equal(parseSignatureHeader(text), undefined, text)
    }
  })

  test('is read back as it was written', () => {
    const header = { keyVersion: '7', signature: encodeURIComponent('ab+/cd==') }
    assert.deepEqual(parseSignatureHeader(formatSignatureHeader(header)), { algorithm: 'RSA256', ...header })
  })
})
