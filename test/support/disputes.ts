import assert from 'node:assert/strict'
import { assertConnectShape } from '../connect-shape.ts'
import type { TestSandbox } from './sandbox.ts'
import type { Shop } from './shop.ts'
import { until } from './until.ts'

type Kind = 'retrieval' | 'escalation'

/** A dispute as the simulated world knows it. */
export type DisputeTruth = {
  readonly disputeRequestId: string
  readonly kind: Kind
  readonly minor: string
  readonly answerBy: string
  readonly answer?: {
    readonly gives: string
    readonly body: string
    readonly evidences: readonly {
      readonly fileName: string
      readonly fileType: string
      readonly size: number
      readonly sha256: string
    }[]
  }
  readonly judged?: { readonly outcome: string; readonly minor: string }
}

/** A dispute as its merchant sees it. */
export type SeenDispute = {
  readonly id: string
  readonly status: string
  readonly statusOutput: { readonly isCancellable: boolean }
  readonly disputeOutput: {
    readonly amountOfMoney: { readonly amount: number }
    readonly requestMessage: string
    readonly files: readonly {
      readonly id: string
      readonly fileName: string
      readonly fileSize: string
      readonly fileType: string
    }[]
    readonly reference: { readonly providerReference: string }
  }
}

const post = async <T>(url: string, body: object): Promise<{ status: number; body: T }> => {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: answer.status, body: (await answer.json()) as T }
}

/** Lets the wallet that paid dispute it. */
export const dispute = async (
  { simulatorUrl }: TestSandbox,
  paymentRequestId: string,
  kind: Kind,
  amount?: number,
): Promise<DisputeTruth> => {
  const wish = { paymentRequestId, kind, ...(amount === undefined ? {} : { amount: String(amount) }) }
  const { status, body } = await post<DisputeTruth>(`${simulatorUrl}/control/disputes`, wish)
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

/** Lets Alipay+ decide a dispute. */
export const judge = async (
  { simulatorUrl }: TestSandbox,
  disputeRequestId: string,
  outcome: 'won' | 'lost' | 'withdrawn',
  amount?: number,
): Promise<void> => {
  const verdict = { outcome, ...(amount === undefined ? {} : { amount: String(amount) }) }
  const { status, body } = await post(`${simulatorUrl}/control/disputes/${disputeRequestId}/judge`, verdict)
  assert.equal(status, 200, JSON.stringify(body))
}

/** The disputes that the simulated world knows of an order. */
export const disputesOf = async ({ simulatorUrl }: TestSandbox, paymentId: string): Promise<DisputeTruth[]> => {
  const answer = await fetch(`${simulatorUrl}/control/orders/${paymentId}`)
  return ((await answer.json()) as { disputes?: DisputeTruth[] }).disputes ?? []
}

/** The disputes of a payment as its merchant sees them. */
export const seenDisputes = async ({ client, merchantId }: Shop, paymentId: string): Promise<SeenDispute[]> => {
  const { status, body } = await client.v1.payments.disputes(merchantId, paymentId, {})
  assert.equal(status, 200, JSON.stringify(body))
  assertConnectShape('DisputesResponse', body)
  return (body as unknown as { disputes: SeenDispute[] }).disputes
}

/** Asks until the last dispute of a payment has a status, and gives it. */
export const whenDispute = (shop: Shop, paymentId: string, status: string): Promise<SeenDispute> =>
  until(`a dispute of ${paymentId} is ${status}`, async () => {
    const seen = (await seenDisputes(shop, paymentId)).at(-1)
    return seen?.status === status && seen
  })
