import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressLimit } from './address-limit.ts'

test('an address tries so often, one of IPv6 with its whole network, and no more are remembered than there is room for', () => {
  let now = 0
  const admits = addressLimit({ perMinute: 60, atOnce: 3, remembered: 2 }, () => now)
  const tries = (address: string, times: number) => Array.from({ length: times }, () => admits(address))
  assert.deepEqual(tries('203.0.113.7', 4), [true, true, true, false])
  assert.equal(admits('::ffff:203.0.113.7'), false, 'the same address as IPv6 writes it')
  now += 1_000
  assert.deepEqual(tries('203.0.113.7', 2), [true, false])
  assert.deepEqual(tries('2001:db8::1', 3), [true, true, true])
  assert.equal(admits('2001:db8::ffff:2'), false)
  admits('198.51.100.1')
  assert.equal(admits('203.0.113.7'), true, 'forgotten for those that came later')
})
