import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isNear } from './break.ts'

const minor = fc.bigInt(-(10n ** 18n), 10n ** 18n)
const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount)

describe('what is near enough to be the same money', () => {
  test('does not depend on which way money goes', () => {
    fc.assert(
      fc.property(minor, minor, (amount, difference) => {
        const near = isNear(amount, difference)
        assert.deepEqual([isNear(-amount, difference), isNear(amount, -difference)], [near, near])
      }),
    )
  })

  test('is the same amount, whatever it is, and what differs by 1000 of its smallest units', () => {
    fc.assert(
      fc.property(minor, fc.bigInt(-1000n, 1000n), (amount, difference) => assert.ok(isNear(amount, difference))),
    )
  })

  test('is up to a tenth of it, and one unit more is not', () => {
    fc.assert(
      fc.property(fc.bigInt(10_010n, 10n ** 18n), (amount) => {
        assert.ok(isNear(amount, amount / 10n))
        assert.ok(!isNear(amount, amount / 10n + 1n))
      }),
    )
  })

  test('is nearer the smaller the difference and the larger the amount', () => {
    fc.assert(
      fc.property(minor, minor, fc.bigInt(0n, 10n ** 18n), (amount, difference, more) => {
        if (!isNear(amount, difference)) return
        assert.ok(isNear(size(amount) + more, difference))
        assert.ok(isNear(amount, size(difference) - (more % (size(difference) + 1n))))
      }),
    )
  })

  test('is never the whole of it above 1000 units: nothing is matched with money that goes the other way', () => {
    fc.assert(
      fc.property(fc.bigInt(1001n, 10n ** 18n), (amount) => {
        assert.ok(!isNear(amount, -amount) && !isNear(amount, -2n * amount))
      }),
    )
  })
})
