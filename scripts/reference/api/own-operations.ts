import { createHash } from 'node:crypto'
import { paymentView } from '../../../apps/gateway/src/payment/payment-view.ts'
import { webhookBody } from '../../../apps/gateway/src/webhook/webhook-event.ts'
import { at, merchant, payments } from '../samples.ts'
import type { Schema } from './connect.ts'
import { onlineReporting, remittanceId } from './online-reporting.ts'
import type { OperationWords } from './operation-words.ts'
import { reportName, reportOperations } from './report-operations.ts'

const { merchantId } = merchant
const eventId = '0198e1c2-6d9c-7a40-b1f2-3d4e5f607182'
const endpointId = '0198e1b0-11aa-7c3d-9e4f-5a6b7c8d9e0f'

const event = () => {
  const view = { payment: paymentView(payments.captured, { merchant, at }) }
  return JSON.parse(webhookBody({ eventId, type: 'payment.captured', createdAt: at, merchantId }, view)) as Schema
}

const attempt = {
  attempt: 1,
  at: at.toISOString(),
  keyId: 'webhooks-key',
  status: 200,
  answer: '',
  error: null,
  durationMs: 41,
}
const delivery = {
  endpointId,
  url: 'https://shop.example/webhooks',
  state: 'delivered',
  nextTryAt: null,
  attempts: [attempt],
}
const replayed = { events: 1, deliveries: 1, waiting: 0, replayed: 1 }
const time = { from: '2026-11-24T08:00:00Z', to: '2026-11-24T10:00:00Z' }
const unsigned = createHash('sha256').update('').digest('base64')
const diagnosis = {
  verdict: 'explained',
  says: 'The request is refused, for one reason.',
  findings: [
    {
      habit: 'unknown-key',
      certainty: 'certain',
      says: 'There is no such key.',
      remedy: 'Use a key of this merchant.',
    },
  ],
}

/** What our own API answers beside Connect's, and how it is asked in the examples. */
export const ownOperations: Readonly<Record<string, OperationWords & { readonly answer: () => object }>> = {
  ...onlineReporting,
  ...reportOperations,
  'events.find': {
    summary: 'Read events',
    says:
      'Everything that webhooks tell, in the order of their positions, to catch up after an outage: ask again with `next` as ' +
      '`after` until `hasMore` is false, and keep `next`. An event never comes to stand before one that was read.',
    query: { after: '0', limit: 50, type: 'payment.captured' },
    answer: () => ({ events: [{ position: 7, sequence: 3, event: event() }], next: '7', hasMore: false }),
  },
  'events.get': {
    summary: 'Get an event',
    says: 'With every endpoint that it was for, and each attempt to deliver it.',
    answer: () => ({ position: 7, sequence: 3, event: event(), deliveries: [delivery] }),
  },
  'events.replay': {
    summary: 'Send an event again',
    says: 'To every endpoint that wants it, or to one. It waits behind what waits already.',
    body: {},
    answer: () => replayed,
  },
  'events.replayTime': {
    summary: 'Send the events of a time again',
    says: 'From an instant on, and before another.',
    body: time,
    answer: () => ({ ...replayed, events: 12, deliveries: 12, replayed: 12 }),
  },
  'signatureDoctor.requests': {
    summary: 'Find out why a request was refused',
    says: 'The request as it was sent: `raw`, or its parts. No answer holds a secret or a signature that would be taken.',
    body: {
      method: 'GET',
      url: '/v1/1234/services/testconnection',
      headers: { Date: 'Tue, 24 Nov 2026 09:00:00 GMT', Authorization: `GCS v1HMAC:another-key:${unsigned}` },
    },
    answer: () => diagnosis,
  },
  'signatureDoctor.webhooks': {
    summary: 'Find out why a webhook is refused by its receiver',
    says: 'The body as the receiver has it when it verifies, and the two headers.',
    body: { body: '{}', signature: unsigned, keyId: 'another-key' },
    answer: () => diagnosis,
  },
  'payments.trail': {
    summary: 'Follow the money of a payment',
    says:
      'Every call and notification between us and Alipay+, every event, every webhook with its attempts, the clearing day, the ' +
      'value date of the settlement and the day on which it was booked on our bank account.',
    answer: () => ({
      paymentId: payments.captured.payment.paymentId,
      status: 'CAPTURED',
      money: 'with Alipay+; no report has named it yet',
      calls: [{ at: at.toISOString(), api: 'pay', outcome: 'U/PAYMENT_IN_PROCESS', httpStatus: 200, durationMs: 212 }],
      events: [],
      webhooks: [],
      clearing: [],
      settlement: [],
      bank: [],
    }),
  },
}

/** A schema of what an example shows: what our own API answers may grow, so nothing is forbidden and nothing is required. */
export const schemaLike = (value: unknown): Schema => {
  if (value === null) return {}
  if (Array.isArray(value)) return { type: 'array', items: value.length === 0 ? {} : schemaLike(value[0]) }
  if (typeof value === 'object') {
    const properties = Object.entries(value).map(([name, inner]) => [name, schemaLike(inner)])
    return { type: 'object', properties: Object.fromEntries(properties) }
  }
  return { type: typeof value === 'number' ? 'integer' : typeof value }
}

export const ownIds = { eventId, remittanceId, name: reportName }
