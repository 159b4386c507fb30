import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apis, type Fault, openFaults } from './faults.ts'

const struckBy = (fault: Fault): readonly string[] => {
  const faults = openFaults()
  faults.set([fault])
  return apis.filter((api) => faults.strike(api, '') ?? faults.strikesSettlement(api, ''))
}

test('a fault that names no call strikes those about an order alone', () => {
  const aboutAnOrder = ['pay', 'inquiryPayment', 'cancelPayment', 'refund', 'responseRetrieval', 'responseEscalation']
  assert.deepEqual(struckBy({ name: 'refused' }), aboutAnOrder)
  assert.deepEqual(struckBy({ name: 'settlement_amount_missing' }), aboutAnOrder)
})

test('a fault that names a call strikes it alone, be it about an order or not', () => {
  for (const api of apis) assert.deepEqual(struckBy({ name: 'refused', api }), [api])
})

test('a fault of the first calls strikes so many about each order, counted for each call', () => {
  const faults = openFaults()
  faults.set([{ name: 'answer_lost', first: 2 }])
  const strikes = (api: 'pay' | 'refund', id: string) => [1, 2, 3].map(() => faults.strike(api, id)?.count)
  for (const id of ['a', 'b'])
    assert.deepEqual(
      [strikes('pay', id), strikes('refund', id)],
      [
        [1, 2, undefined],
        [1, 2, undefined],
      ],
    )
})
