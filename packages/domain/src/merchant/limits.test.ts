import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { money } from '../money/index.ts'
import { isLimitedByPeriod, whyOverLimit } from './index.ts'

const nothing = { day: 0n, month: 0n }

describe('a limit', () => {
  const limits = { limits: { EUR: 50n }, dayLimits: { EUR: 100n }, monthLimits: { EUR: 1_000n } }

  test('may be reached, not passed: of one payment, of a day, of a month', () => {
    assert.equal(whyOverLimit(limits, money('EUR', 50n), { day: 50n, month: 950n }), undefined)
    assert.equal(whyOverLimit(limits, money('EUR', 51n), nothing), 'payment')
    assert.equal(whyOverLimit(limits, money('EUR', 50n), { day: 51n, month: 51n }), 'day')
    assert.equal(whyOverLimit(limits, money('EUR', 50n), { day: 0n, month: 951n }), 'month')
  })

  test('is of one currency', () => {
    assert.equal(whyOverLimit(limits, money('HKD', 10_000n), { day: 10_000n, month: 10_000n }), undefined)
    assert.deepEqual(
      ['EUR', 'HKD'].map((currency) => isLimitedByPeriod(limits, currency)),
      [true, false],
    )
    assert.equal(isLimitedByPeriod({ dayLimits: {}, monthLimits: {} }, 'EUR'), false)
  })

  test('is never passed by payments that are taken one after the other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 1n, max: 80n })),
        fc.bigInt({ min: 0n, max: 500n }),
        fc.bigInt({ min: 0n, max: 500n }),
        (amounts, day, month) => {
          const by = { limits: {}, dayLimits: { EUR: day }, monthLimits: { EUR: month } }
          let taken = 0n
          for (const minor of amounts) {
            if (whyOverLimit(by, money('EUR', minor), { day: taken, month: taken }) === undefined) taken += minor
          }
          assert.ok(taken <= day && taken <= month)
        },
      ),
    )
  })
})
