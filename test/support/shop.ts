import assert from 'node:assert/strict'
import { anOrder, type Identity, sdkClient } from './merchant.ts'
import type { TestSandbox } from './sandbox.ts'
import { until } from './until.ts'

/** What a create request was answered. */
export type Created = {
  readonly status: number
  readonly body: Record<string, unknown>
  /** The id of the payment that was made, whether it was accepted or refused. */
  readonly paymentId: string
  readonly paymentStatus: string | undefined
  readonly redirectUrl: string | undefined
  /** What tells a replay from the first answer. */
  readonly firstRequestAt: string | undefined
  /** The codes of what was refused. */
  readonly codes: readonly string[]
}

type AnyBody = {
  payment?: { id?: string; status?: string }
  paymentResult?: { payment?: { id?: string; status?: string } }
  merchantAction?: { redirectData?: { redirectURL?: string } }
  errors?: { code?: string }[]
}

/** What a refund request was answered. */
export type Refunded = {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly id: string
  readonly refundStatus: string | undefined
  readonly amount: number | undefined
  readonly firstRequestAt: string | undefined
  readonly code: string | undefined
  readonly propertyName: string | undefined
  readonly message: string
}

type RefundBody = { id?: string; status?: string; refundOutput?: { amountOfMoney?: { amount?: number } } }
type AnyRefundBody = RefundBody & {
  refundResult?: RefundBody
  errors?: { code?: string; propertyName?: string; message?: string }[]
}

const refundedOf = (status: number, body: unknown, firstRequestAt: string | number | undefined): Refunded => {
  const seen = body as AnyRefundBody
  const refund = seen.refundResult ?? seen
  const [error] = seen.errors ?? []
  return {
    status,
    body: body as Record<string, unknown>,
    id: refund.id ?? '',
    refundStatus: refund.status,
    amount: refund.refundOutput?.amountOfMoney?.amount,
    firstRequestAt: firstRequestAt?.toString(),
    code: error?.code,
    propertyName: error?.propertyName,
    message: error?.message ?? '',
  }
}

/** A merchant's shop: the official SDK with the questions that tests ask. */
export const openShop = ({ gatewayUrl }: TestSandbox, identity: Identity) => {
  const client = sdkClient(gatewayUrl, identity)
  const { merchantId } = identity

  const create = async (order: object = anOrder(), key?: string): Promise<Created> => {
    const idempotence: { key: string; requestTimestamp?: string | number } | undefined =
      key === undefined ? undefined : { key }
    const context = idempotence === undefined ? {} : { idempotence }
    const { status, body } = await client.v1.payments.create(merchantId, order, context)
    const seen = body as AnyBody
    const payment = seen.payment ?? seen.paymentResult?.payment
    return {
      status,
      body: body as Record<string, unknown>,
      paymentId: payment?.id ?? '',
      paymentStatus: payment?.status,
      redirectUrl: seen.merchantAction?.redirectData?.redirectURL,
      firstRequestAt: idempotence?.requestTimestamp?.toString(),
      codes: (seen.errors ?? []).map(({ code }) => code ?? ''),
    }
  }

  const payment = async (paymentId: string) => {
    const { status, body, isSuccess } = await client.v1.payments.get(merchantId, paymentId)
    assert.ok(isSuccess, `GET ${paymentId} answers ${status}`)
    return body
  }

  /** Gives a payment back: all that is left of it, where no amount is named. */
  const refund = async (paymentId: string, request: object = {}, key?: string): Promise<Refunded> => {
    const idempotence: { key: string; requestTimestamp?: string | number } | undefined =
      key === undefined ? undefined : { key }
    const context = idempotence === undefined ? {} : { idempotence }
    const { status, body } = await client.v1.payments.refund(merchantId, paymentId, request, context)
    return refundedOf(status, body, idempotence?.requestTimestamp)
  }

  return {
    client,
    merchantId,
    create,
    refund,
    payment,
    /** Takes a payment that waits for its consumer. */
    redirected: async (order: object = anOrder()) => {
      const { status, paymentId, paymentStatus, redirectUrl } = await create(order)
      assert.deepEqual([status, paymentStatus], [201, 'REDIRECTED'])
      assert.ok(redirectUrl)
      return { paymentId, redirectUrl }
    },
    /** Asks until the payment has a status, and gives the payment. */
    whenStatus: (paymentId: string, status: string) =>
      until(`${paymentId} is ${status}`, async () => {
        const seen = await payment(paymentId)
        return seen.status === status && seen
      }),
    statusOf: async (paymentId: string): Promise<string | undefined> => (await payment(paymentId)).status ?? undefined,
  }
}

export type Shop = ReturnType<typeof openShop>
