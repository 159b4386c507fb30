import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { money } from '../money/index.ts'
import { contractAt, feeOf } from './index.ts'

const version = (validFrom: string, feeBasisPoints: bigint, fixed: bigint) => ({
  validFrom: new Date(validFrom),
  feeBasisPoints,
  feeFixed: money('EUR', fixed),
})

describe('contracts', () => {
  const versions = [version('2026-06-01T00:00:00Z', 120n, 5n), version('2026-01-01T00:00:00Z', 140n, 10n)]

  test('the youngest version that has begun is in force', () => {
    assert.equal(contractAt(versions, new Date('2026-05-31T23:59:59Z')).feeBasisPoints, 140n)
    assert.equal(contractAt(versions, new Date('2026-06-01T00:00:00Z')).feeBasisPoints, 120n)
  })

  test('before the first version there is no contract', () => {
    assert.throws(() => contractAt(versions, new Date('2025-12-31T23:59:59Z')), /no contract is in force/)
  })

  test('1.40 % + 0.10 EUR of 10.99 EUR is 0.25 EUR', () => {
    assert.deepEqual(feeOf(version('2026-01-01T00:00:00Z', 140n, 10n), money('EUR', 1099n)), money('EUR', 25n))
  })

  test('a fee is never more than what was settled', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.bigInt({ min: 0n, max: 1000n }), (settled, fixed) => {
        const fee = feeOf(version('2026-01-01T00:00:00Z', 140n, fixed), money('EUR', settled))
        assert.ok(fee.minor >= 0n && fee.minor <= settled)
      }),
    )
  })
})
