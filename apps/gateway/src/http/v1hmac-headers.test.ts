import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { instantOfDate, readAuthorization } from './v1hmac.ts'

describe('an Authorization header', () => {
  test('names a key and a signature', () => {
    assert.deepEqual(readAuthorization('GCS v1HMAC:5e45c937b9db33ae:J5LjfSBvrQNhu7gG0gvifZt+IWNDReGCmHmBmth6ueI='), {
      keyId: '5e45c937b9db33ae',
      signature: 'J5LjfSBvrQNhu7gG0gvifZt+IWNDReGCmHmBmth6ueI=',
    })
  })

  test('is none when it is of another kind, or its signature is empty or not base64', () => {
    for (const header of [
      undefined,
      '',
      'GCS',
      'Basic Zm9vOmJhcg==',
      'gcs v1hmac:key:AAAA',
      'GCS v1HMAC:key:',
      'GCS v1HMAC::AAAA',
      'GCS v1HMAC:key',
      'GCS v1HMAC:key:not base64',
      'GCS v1HMAC:key:AA-_',
      'GCS v1HMAC:key:AAAA:AAAA',
      'GCS v1HMAC:key:A===',
      'GCS v1Client:session:AAAA',
    ]) {
      assert.equal(readAuthorization(header), undefined, header)
    }
  })
})

describe('a Date header', () => {
  const instant = Date.UTC(2025, 5, 3, 13, 39, 43)

  test('is read padded or not, in GMT or in a zone that old clients name', () => {
    for (const text of [
      'Tue, 03 Jun 2025 13:39:43 GMT',
      'Tue, 3 Jun 2025 13:39:43 GMT',
      'Tue, 03 Jun 2025 13:39:43 UTC',
      'Tue, 03 Jun 2025 13:39:43 +0000',
      'Tue, 03 Jun 2025 09:39:43 EDT',
      'Tue, 03 Jun 2025 15:39:43 CEST',
      'Tue, 03 Jun 2025 14:39:43 CET',
      'Tue, 03 Jun 2025 14:39:43 BST',
      'Tue, 03 Jun 2025 16:39:43 EEST',
      'Tue, 03 Jun 2025 21:39:43 HKT',
      'Tue, 03 Jun 2025 22:39:43 JST',
    ]) {
      assert.equal(instantOfDate(text), instant, text)
    }
  })

  test('is no instant when it is missing, garbled or in a zone that nobody knows', () => {
    for (const text of [undefined, '', 'now', 'Tue, 03 Jun 2025 13:39:43 XYZT', 'Tue, 03 Jun 2025 25:39:43 CET']) {
      assert.equal(instantOfDate(text), undefined, text)
    }
  })
})
