import type { AlipayPlusClient } from '@silkgate/alipayplus'
import {
  askRefund,
  feesReturnedBy,
  type Merchant,
  type Money,
  ok,
  type PaymentId,
  type RefundEvent,
  refundStatusOf,
} from '@silkgate/domain'
import type { Admit } from '../admission/index.ts'
import { between, type Reach } from '../crash-points.ts'
import { errorAnswer, type HttpAnswer, refusal } from '../http/errors.ts'
import type { Caller } from '../http/route.ts'
import { answerRepeat, findKey, type IdempotenceRow, idempotenceRow } from '../idempotence/index.ts'
import { leaseMs } from '../lease.ts'
import {
  type getPayment,
  hearRefund,
  messageOf,
  type RecordRefundEvent,
  type RefundOfPayment,
} from '../payment/index.ts'
import type { Db } from '../postgres/db.ts'
import type { Stop } from '../stop.ts'
import type { World } from '../world.ts'
import type { RefundRequest } from './refund.row.ts'
import { readRefund } from './refund.store.ts'
import { refundRequestOf } from './refund-request.ts'
import { refundView, refusalOfRefund } from './refund-view.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly admit: Admit
  readonly reach: Reach
  readonly stop: Stop
  readonly alipayplus: AlipayPlusClient
  readonly recordRefund: RecordRefundEvent
  readonly getPayment: ReturnType<typeof getPayment>
  readonly publicUrl: string
}

/** What a merchant wants to give back; no amount means all that is left. */
export type RefundCommand = { readonly amount: Money | undefined; readonly request: RefundRequest }

/** The answer to a refund request for a refund as it is: 402 when it was refused, else 201. */
export const refundAnswer = (
  { stored, refund }: RefundOfPayment,
  { errorId, publicUrl }: { errorId: string; publicUrl: string },
): HttpAnswer => {
  const view = refundView(refund, stored)
  if (refundStatusOf(refund.refund) === 'REJECTED') {
    const body = { errorId, errors: [refusalOfRefund(refund.refund)], refundResult: view }
    return { status: 402, body: JSON.stringify(body) }
  }
  const location = `${publicUrl}/v1/${refund.refund.merchantId}/refunds/${refund.refund.refundId}`
  return { status: 201, headers: { Location: location }, body: JSON.stringify(view) }
}

/**
 * Gives money of a payment back: the intent is durable, booked and counted against the payment before Alipay+ is called,
 * under an id that is used until the outcome is known. An unknown outcome is answered REFUND_REQUESTED and found out later.
 */
export const createRefund = (needs: Needs) => {
  const { db, world, recordRefund, publicUrl } = needs

  /** What a request gets whose key was used before; undefined when it was not. */
  const repeated = async (mine: IdempotenceRow | undefined): Promise<HttpAnswer | undefined> => {
    const first = mine && (await findKey(db, mine, world.now()))
    if (mine === undefined || first === undefined) return undefined
    const location = `${publicUrl}/v1/${mine.merchant_id}/refunds/${first.refund_id}`
    return answerRepeat(
      {
        db,
        world,
        headersOf: (_first, status) => (status === 201 ? { Location: location } : {}),
        asItIs: async ({ refund_id, payment_id }) => {
          const [refund, stored] = await Promise.all([
            readRefund(db, mine.merchant_id, refund_id ?? ''),
            needs.getPayment(mine.merchant_id, payment_id ?? ''),
          ])
          return refund && stored && refundAnswer({ refund, stored }, { errorId: world.newId(), publicUrl })
        },
      },
      mine,
    )
  }

  const submit = async ({ refund, stored }: RefundOfPayment, key: IdempotenceRow | undefined, errorId: string) => {
    const { merchantId, paymentId, refundId } = refund.refund
    const of = (after: RefundOfPayment) => refundAnswer(after, { errorId, publicUrl })
    const calling = between(needs.reach, 'refund.call_refund', () => needs.alipayplus.refund(refundRequestOf(refund)))
    const answer = await needs.stop.during(calling)
    if (answer === undefined) return of({ refund, stored })
    const event = hearRefund(answer, { refundId, at: world.now(), isFirstCall: true })
    const after = await recordRefund('refund.commit_outcome', merchantId, {
      paymentId,
      event: () => ok(event),
      messages: [messageOf(answer, event.at, event.name)],
      ...(key === undefined ? {} : { answer: { key, of } }),
    })
    return of(after.outcome === 'recorded' ? after : { refund, stored })
  }

  const ask = async (
    paymentId: PaymentId,
    { amount, request }: RefundCommand,
    caller: Caller,
    merchant: Merchant,
  ): Promise<HttpAnswer | 'no_such_payment'> => {
    const errorId = world.newId()
    const at = world.now()
    const keyFor = (event?: RefundEvent) =>
      idempotenceRow(caller, { paymentId, ...(event === undefined ? {} : { refundId: event.refundId }) }, world)
    const replay = await repeated(keyFor())
    if (replay !== undefined) return replay
    const asked = await recordRefund('refund.commit_intent', merchant.merchantId, {
      paymentId,
      event: (payment, refunds) => {
        const feesReturned = feesReturnedBy(refunds.map(({ refund }) => refund))
        return askRefund(payment, merchant, { amount, number: refunds.length + 1, at, feesReturned })
      },
      request: { ...request, apiKeyId: caller.apiKeyId },
      ...(merchant.refundsNeedApproval ? {} : { leasedUntil: new Date(world.wallMs() + leaseMs) }),
      claim: keyFor,
      ...answerAtOnce(merchant, keyFor(), errorId),
    })
    if (asked.outcome === 'no_such_payment') return 'no_such_payment'
    if (asked.outcome !== 'recorded') {
      const first = await repeated(keyFor())
      if (first !== undefined) return first
      return errorAnswer(
        errorId,
        asked.outcome === 'refused' ? asked.refusals : [{ error: 'DUPLICATE_REQUEST_IN_PROGRESS' }],
      )
    }
    if (asked.refund.refund.needsApproval) return refundAnswer(asked, { errorId, publicUrl })
    return submit(asked, keyFor(), errorId)
  }

  return async (...asked: Parameters<typeof ask>): ReturnType<typeof ask> =>
    (await needs.admit(asked[3].merchantId, () => ask(...asked))) ??
    errorAnswer(world.newId(), refusal('TEMPORARILY_UNAVAILABLE'))

  /** A refund that waits for approval is answered, and its answer kept, with the intent. */
  function answerAtOnce(merchant: Merchant, key: IdempotenceRow | undefined, errorId: string) {
    if (!merchant.refundsNeedApproval || key === undefined) return {}
    return { answer: { key, of: (after: RefundOfPayment) => refundAnswer(after, { errorId, publicUrl }) } }
  }
}

export type CreateRefund = ReturnType<typeof createRefund>
