import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, describe, test } from 'node:test'
import { type Arrived, answerNotification, readDisputeMessage, readNotification } from './notification.ts'
import { opensslKey } from './testing.ts'

const clientId = 'SANDBOX_5YC47N2ZQHJ004124'
const uri = '/alipayplus/notifyPayment'
const time = '2026-11-24T17:01:13+08:00'
const theirs = opensslKey()
const ours = opensslKey()
after(() => {
  theirs.remove()
  ours.remove()
})

const paid = JSON.stringify(
  JSON.parse(readFileSync(new URL('../testdata/notify-payment.paid.json', import.meta.url), 'utf8')),
)
const failed = JSON.stringify(
  JSON.parse(readFileSync(new URL('../testdata/notify-payment.failed.json', import.meta.url), 'utf8')),
)

type Change = Partial<{
  signer: typeof theirs
  method: string
  signedUri: string
  signedBody: string
  keyVersion: string
  client: string
  without: string
}>

/** What arrives for a body, genuine but for what is changed. */
const messageOf = (rawBody: string, change: Change = {}): Arrived => {
  const { signer = theirs, signedUri = uri, signedBody = rawBody, keyVersion = '1', client = clientId } = change
  const signature = encodeURIComponent(signer.sign(`POST ${signedUri}\n${client}.${time}.${signedBody}`))
  const headers: Record<string, string> = {
    signature: `algorithm=RSA256, keyVersion=${keyVersion}, signature=${signature}`,
    'client-id': client,
    'request-time': time,
  }
  if (change.without !== undefined) delete headers[change.without]
  return {
    method: change.method ?? 'POST',
    uri,
    headers,
    rawBody,
    clientId,
    publicKey: (version) => (version === '1' ? theirs.publicKey : undefined),
  }
}

const arrives = (rawBody: string, change?: Change) => readNotification(messageOf(rawBody, change))

const assertRefused = (read: ReturnType<typeof arrives>, reason: string, detail: RegExp) => {
  assert.ok(!read.ok, 'it was taken')
  assert.equal(read.reason, reason)
  assert.match(read.detail, detail)
}

describe('a genuine notification', () => {
  test('of a paid order is read with all it says', () => {
    const read = arrives(paid)
    assert.ok(read.ok)
    assert.deepEqual(read.notification, JSON.parse(paid))
  })

  test('of a failed order is read too', () => {
    const read = arrives(failed)
    assert.ok(read.ok)
    assert.equal(read.notification.paymentResult.resultStatus, 'F')
    assert.equal(read.notification.paymentId, undefined)
  })

  test('is verified before anything is read, byte by byte as it came', () => {
    const spaced = `  ${paid.replace('{', '{ ')}\n`
    assert.ok(arrives(spaced).ok)
  })
})

describe('a forged notification is refused:', () => {
  test('signed by somebody else', () => {
    assertRefused(arrives(paid, { signer: ours }), 'wrong_signature', /key version "1"/)
  })

  test('for another client', () => {
    assertRefused(arrives(paid, { client: 'SANDBOX_SOMEBODY' }), 'wrong_client', /SANDBOX_SOMEBODY/)
    assertRefused(arrives(paid, { without: 'client-id' }), 'wrong_client', /""/)
  })

  test('without its signature or its time', () => {
    for (const without of ['signature', 'request-time']) {
      assertRefused(arrives(paid, { without }), 'missing_signature', /missing/)
    }
  })

  test('with another body', () => {
    const dearer = paid.replace('"10000"', '"90000"')
    assertRefused(arrives(dearer, { signedBody: paid }), 'wrong_signature', /signed with/)
    assertRefused(arrives(`${paid} `, { signedBody: paid }), 'wrong_signature', /signed with/)
  })

  test('signed for another path or method', () => {
    assertRefused(arrives(paid, { signedUri: '/elsewhere' }), 'wrong_signature', /signed with/)
    assertRefused(arrives(paid, { method: 'PUT' }), 'wrong_signature', /signed with/)
  })

  test('signed with a key version that we do not have', () => {
    assertRefused(arrives(paid, { keyVersion: '2' }), 'unknown_key', /"2"/)
  })
})

describe('a genuine notification that says nothing clear is refused as garbled:', () => {
  for (const [what, body] of Object.entries({
    'an empty body': '',
    'no JSON': 'paid',
    'a list': `[${paid}]`,
    'a body that is cut': paid.slice(0, -1),
    'no order': '{"paymentResult":{"resultCode":"SUCCESS","resultStatus":"S"}}',
    'an empty order': '{"paymentRequestId":"","paymentResult":{"resultCode":"SUCCESS","resultStatus":"S"}}',
    'an order that is no text': '{"paymentRequestId":{},"paymentResult":{"resultCode":"SUCCESS","resultStatus":"S"}}',
    'no result': '{"paymentRequestId":"0001"}',
    'a result without status': '{"paymentRequestId":"0001","paymentResult":{"resultCode":"SUCCESS"}}',
    'an amount with a point': paid.replace('"10000"', '"100.00"'),
    'a negative settlement': paid.replace('"1099"', '"-1099"'),
  })) {
    test(what, () => assertRefused(arrives(body), 'garbled_body', /body|malformed|missing/))
  }
})

describe('a message about a dispute', () => {
  const file = new URL('../testdata/initiate-escalation.request.json', import.meta.url)
  const claim = JSON.stringify(JSON.parse(readFileSync(file, 'utf8')))
  const claimArrives = (rawBody: string, change?: Change) =>
    readDisputeMessage('initiateEscalation', messageOf(rawBody, change))

  test('is read with all it says', () => {
    const read = claimArrives(claim)
    assert.ok(read.ok)
    assert.deepEqual([read.api, read.message], ['initiateEscalation', JSON.parse(claim)])
  })

  test('is refused when it is forged, altered, or says nothing clear', () => {
    for (const [body, change, reason] of [
      [claim, { signer: ours }, 'wrong_signature'],
      [claim.replace('4000', '9000'), { signedBody: claim }, 'wrong_signature'],
      [claim, { without: 'signature' }, 'missing_signature'],
      [claim.replace('"4000"', '"40.00"'), {}, 'garbled_body'],
      [claim.replace('disputeAmount', 'amount'), {}, 'garbled_body'],
      [claim.replace('paymentRequestId', 'order'), {}, 'garbled_body'],
    ] as const) {
      const read = claimArrives(body, change)
      assert.equal(read.ok ? 'taken' : read.reason, reason)
    }
  })
})

describe('our answer', () => {
  const answer = (code: string) =>
    answerNotification({
      uri: `${uri}?x=1`,
      clientId,
      time: new Date('2026-11-24T09:01:13.250Z'),
      result: { resultCode: code, resultStatus: 'S' },
      signingKey: { version: '4', privateKey: ours.privateKey },
    })

  test('is signed as openssl verifies it, with the path and query it answers', () => {
    const { headers, body } = answer('SUCCESS')
    const [, version, signature] =
      /^algorithm=RSA256, keyVersion=(\d+), signature=(\S+)$/.exec(headers.signature ?? '') ?? []
    assert.equal(version, '4')
    assert.equal(headers['client-id'], clientId)
    assert.equal(headers['content-type'], 'application/json; charset=UTF-8')
    const content = `POST ${uri}?x=1\n${clientId}.2026-11-24T09:01:13.250Z.${body}`
    assert.ok(ours.verifies(content, decodeURIComponent(signature ?? '')))
    assert.ok(!ours.verifies(`${content} `, decodeURIComponent(signature ?? '')))
  })

  test('holds the result and nothing else', () => {
    assert.equal(answer('SUCCESS').body, '{"result":{"resultCode":"SUCCESS","resultStatus":"S"}}')
  })
})
