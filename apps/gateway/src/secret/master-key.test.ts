import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { masterKeyOf, readMasterKey } from './master-key.ts'

const key = masterKeyOf(randomBytes(32))
const place = 'api_keys/5e45c937b9db33ae'

describe('MASTER_KEY', () => {
  test('is 32 bytes in base64, as openssl rand -base64 32 prints them', () => {
    const bytes = randomBytes(32)
    assert.deepEqual(readMasterKey(bytes.toString('base64')), bytes)
    assert.deepEqual(readMasterKey(`${bytes.toString('base64')}\n`), bytes)
  })

  test('of any other length, or as hexadecimal, is refused with the command that makes one', () => {
    const hex = randomBytes(32).toString('hex')
    for (const wrong of ['', 'x', hex, randomBytes(31).toString('base64'), randomBytes(33).toString('base64')]) {
      assert.throws(() => readMasterKey(wrong), /^Error: MASTER_KEY: .*openssl rand -base64 32/)
    }
  })
})

describe('a sealed secret', () => {
  test('opens in its own place, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.string(), (secret, where) => {
        assert.equal(key.open(where, key.seal(where, secret)), secret)
      }),
    )
  })

  test('shows nothing of itself, and never looks the same twice', () => {
    const [one, two] = [key.seal(place, 'sandbox-secret-api-key'), key.seal(place, 'sandbox-secret-api-key')]
    assert.notDeepEqual(one, two)
    assert.ok(!one.includes('sandbox'))
  })

  test('does not open in another place', () => {
    const sealed = key.seal(place, 'secret')
    assert.throws(
      () => key.open('webhook_keys/5e45c937b9db33ae', sealed),
      /webhook_keys\/5e45c937b9db33ae does not open/,
    )
  })

  test('does not open with another key', () => {
    assert.throws(
      () => masterKeyOf(randomBytes(32)).open(place, key.seal(place, 'secret')),
      /MASTER_KEY is not the one/,
    )
  })

  test('does not open when any bit of it was changed', () => {
    const sealed = key.seal(place, 'secret')
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(sealed)
        changed[at] = (changed[at] ?? 0) ^ (1 << bit)
        assert.throws(() => key.open(place, changed), /secret at api_keys/)
      }),
    )
  })

  test('does not open when it was cut', () => {
    for (const secret of ['secret', '']) {
      const sealed = key.seal(place, secret)
      for (let length = 0; length < sealed.length; length++) {
        assert.throws(() => key.open(place, sealed.subarray(0, length)), /The secret at api_keys/, String(length))
      }
    }
  })

  test('of a version to come says so', () => {
    const sealed = key.seal(place, 'secret')
    sealed[0] = 2
    assert.throws(() => key.open(place, sealed), /newer silkgate/)
  })
})
