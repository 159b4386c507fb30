import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readFindQuery, searchedSince } from './find-query.ts'

test('any query is read, or what is wrong with it is named', () => {
  const names = ['merchantReference', 'merchantOrderId', 'hostedCheckoutId', 'offset', 'limit', 'other']
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.integer().map(String),
    fc.constantFrom('', 'undefined', '10'),
  )
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), value), (query) => {
      const read = readFindQuery(new URLSearchParams(query))
      if (!read.ok) {
        for (const { propertyName } of read.refusals) assert.ok(names.slice(0, 5).includes(propertyName ?? ''))
        return
      }
      const { limit, offset, merchantOrderId, merchantReference } = read.value
      assert.ok(Number.isInteger(limit) && limit >= 1 && limit <= 100)
      assert.ok(Number.isInteger(offset) && offset >= 0 && offset <= 2 ** 31 - 1)
      assert.ok(merchantOrderId === undefined || /^(0|[1-9]\d*)$/.test(merchantOrderId))
      assert.ok(merchantReference === undefined || !merchantReference.includes('\u0000'))
    }),
  )
})

test('nothing asked for is the first ten', () => {
  assert.deepEqual(readFindQuery(new URLSearchParams()), {
    ok: true,
    value: {
      merchantReference: undefined,
      merchantOrderId: undefined,
      hostedCheckoutId: undefined,
      offset: 0,
      limit: 10,
    },
  })
})

test('42 days are searched', () => {
  assert.deepEqual(searchedSince(new Date('2026-11-24T12:00:00Z')), new Date('2026-10-13T12:00:00Z'))
})
