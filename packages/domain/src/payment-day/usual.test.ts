import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { usualOf } from './usual.ts'

test('What is usual lies among the figures, the median between low and high, whatever their order.', () => {
  const figures = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(figures, (given) => {
      const { low = Number.NaN, median = Number.NaN, high = Number.NaN } = usualOf(given) ?? {}
      assert.ok(Math.min(...given) <= low && low <= median && median <= high && high <= Math.max(...given))
      assert.deepEqual(usualOf(given.toReversed()), { low, median, high })
    }),
  )
})

test('Of four figures the median is between the two in the middle; of none there is nothing usual.', () => {
  assert.deepEqual(usualOf([10, 40, 20, 30]), { low: 13, median: 25, high: 37 })
  assert.equal(usualOf([]), undefined)
})
