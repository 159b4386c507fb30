import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { captureEdges, captureQuantile, noEdge } from './capture-time.ts'

const ends = [...captureEdges.slice(1), noEdge]
const binOf = (seconds: number): number => ends.find((end) => seconds < end) ?? noEdge
const binsOf = (times: readonly number[]) =>
  ends.map((under) => ({ under, payments: times.filter((time) => binOf(time) === under).length }))

test('A quantile of capture times lies in the bin of the payment that it is about.', () => {
  const times = fc.array(fc.integer({ min: 0, max: 7_200 }), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(times, fc.integer({ min: 1, max: 100 }), (given, percent) => {
      const sorted = given.toSorted((a, b) => a - b)
      const exact = sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? 0
      const found = captureQuantile(binsOf(given), percent / 100) ?? Number.NaN
      const end = binOf(exact)
      const begin = captureEdges.findLast((edge) => edge < end) ?? 0
      assert.ok(begin <= found && found <= end, `${found} is not from ${begin} to ${end}`)
    }),
  )
})

test('No payments have no quantile, and the last bin has no end.', () => {
  assert.equal(captureQuantile([], 0.5), undefined)
  assert.equal(captureQuantile([{ under: noEdge, payments: 3 }], 0.95), 3_600)
})
