import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readSessionRequest } from './read-session-request.ts'

const anything = fc.oneof(fc.jsonValue(), fc.constantFrom(null, [], {}, 866, '866', 'cards', { products: [866] }))

const bodies = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      tokens: anything,
      paymentProductFilters: fc.oneof(anything, fc.record({ restrictTo: anything, exclude: anything })),
    },
    { requiredKeys: [] },
  ),
)

test('any body is read, and what was read can be kept as JSON, or it is refused', () => {
  fc.assert(
    fc.property(bodies, (body) => {
      const request = readSessionRequest(body)
      if (!request.ok) return assert.ok(request.refusals.length > 0)
      const { filters } = request.value
      assert.deepEqual(JSON.parse(JSON.stringify(filters)), filters)
    }),
    { numRuns: 2_000 },
  )
})

test('product ids are read as numbers or texts, and lists may be missing', () => {
  const request = readSessionRequest({
    paymentProductFilters: { restrictTo: { products: [866, '0866'] }, exclude: null },
  })
  assert.ok(request.ok)
  assert.deepEqual(request.value, { tokens: [], filters: { restrictTo: { products: ['866', '866'], groups: [] } } })
})
