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
