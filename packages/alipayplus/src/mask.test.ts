import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { maskMessage } from './mask.ts'

/** Any character of Unicode, control characters too. */
const codes = fc.oneof(fc.nat(0x7f), fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff }))
const character = codes.map((code) => String.fromCodePoint(code))

describe('a message as it is kept', () => {
  test('says no more of the payer than four characters, and everything else byte by byte', () => {
    const body =
      '{"paymentId" : "1",\n "customerId" : "2160220000000001","order":{"buyer":{"buyerEmail":"a@b.example"}}}'
    const kept = '{"paymentId" : "1",\n "customerId" : "2160***","order":{"buyer":{"buyerEmail":"***"}}}'
    assert.equal(maskMessage(body), kept)
  })

  test('hides an id that came as a number', () => {
    const body = '{"customerId":2160220000000001,"buyerPhoneNo": 31201234567}'
    assert.equal(maskMessage(body), '{"customerId":"2160***","buyerPhoneNo": "***"}')
  })

  test('hides an id whole where four characters would be much of it', () => {
    const body =
      '{"customerId":"21602200000","lastName":"Li","firstName":"","accessToken":12345678901,"userRegion":"abcdefghijkl"}'
    const kept = '{"customerId":"***","lastName":"***","firstName":"***","accessToken":"***","userRegion":"abcd***"}'
    assert.equal(maskMessage(body), kept)
  })

  test('hides a payer whose message was cut', () => {
    const body = '{"customerId":"2160220000000001'
    assert.ok(!maskMessage(body).includes('0220'), maskMessage(body))
    const long = `{"a":"${'x'.repeat(16_350)}","customerId":"2160220000000001"}`
    assert.ok(!maskMessage(long).includes('0220'), maskMessage(long).slice(-40))
    assert.ok(maskMessage(long).length <= 16_384)
  })

  test('is still JSON, whatever the payer is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 30 }), fc.string(), (lastName, other) => {
        const read = JSON.parse(maskMessage(JSON.stringify({ lastName, other }))) as Record<string, string>
        assert.equal(read.other, other)
        const shown = /^(.{4}).{8,}$/su.exec(lastName)?.[1] ?? ''
        assert.equal(read.lastName, `${shown}***`)
      }),
    )
  })
})
