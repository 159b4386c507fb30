import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createdStamp, webhookBody } from './webhook-event.ts'

describe('the stamp of a webhook', () => {
  test('is on the clock of Amsterdam, in winter and in summer', () => {
    assert.equal(createdStamp(new Date('2026-12-31T23:30:00.007Z')), '2027-01-01T00:30:00.007+0100')
    assert.equal(createdStamp(new Date('2017-09-14T15:14:39.688Z')), '2017-09-14T17:14:39.688+0200')
  })

  test('changes its offset in the very second in which the clocks are changed', () => {
    assert.equal(createdStamp(new Date('2026-03-29T00:59:59.999Z')), '2026-03-29T01:59:59.999+0100')
    assert.equal(createdStamp(new Date('2026-03-29T01:00:00.000Z')), '2026-03-29T03:00:00.000+0200')
    assert.equal(createdStamp(new Date('2026-10-25T00:59:59.999Z')), '2026-10-25T02:59:59.999+0200')
    assert.equal(createdStamp(new Date('2026-10-25T01:00:00.000Z')), '2026-10-25T02:00:00.000+0100')
  })

  test('names the instant it was made from', () => {
    for (const iso of ['2026-01-01T00:00:00.000Z', '2028-02-29T12:00:00.000Z', '2026-06-30T22:00:00.001Z']) {
      const at = new Date(iso)
      const stamp = createdStamp(at)
      assert.equal(new Date(stamp.replace(/(\d\d)$/, ':$1')).getTime(), at.getTime(), stamp)
    }
  })
})

test('the body of a webhook is its object in an envelope of version v1', () => {
  const event = {
    eventId: '8e1fbd1d-4b71-4f76-9e4c-3e5a9b3b6c3a',
    type: 'payment.captured',
    createdAt: new Date('2026-11-24T09:00:00Z'),
    merchantId: '1234',
  }
  assert.deepEqual(JSON.parse(webhookBody(event, { payment: { id: '1', status: 'CAPTURED' } })), {
    apiVersion: 'v1',
    id: '8e1fbd1d-4b71-4f76-9e4c-3e5a9b3b6c3a',
    created: '2026-11-24T10:00:00.000+0100',
    merchantId: '1234',
    type: 'payment.captured',
    payment: { id: '1', status: 'CAPTURED' },
  })
})
