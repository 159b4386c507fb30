import {
  ok,
  paymentOfRefund,
  type RefundEvent,
  type RefundId,
  type Refusal,
  refundStatusOf,
  refuse,
} from '@silkgate/domain'
import { errorAnswer, type HttpAnswer } from '../http/errors.ts'
import type { Caller } from '../http/route.ts'
import { answerRepeat, findKey, type IdempotenceRow, idempotenceRow } from '../idempotence/index.ts'
import type { RecordRefundEvent } from '../payment/index.ts'
import type { Db } from '../postgres/db.ts'
import type { World } from '../world.ts'
import type { StoredRefund } from './refund.row.ts'

type Needs = { readonly db: Db; readonly world: World; readonly recordRefund: RecordRefundEvent }

export const notNow = (message: string): Refusal => ({ error: 'ACTION_NOT_ALLOWED', propertyName: 'refundId', message })

export const unknownRefund: Refusal = { error: 'INVALID_REFUND_ID', propertyName: 'refundId' }

/** Why a refund cannot be approved by the bearer of an API key, or by somebody with their address in its place; or undefined. */
const whyNotApproved = ({ refund, request }: StoredRefund, apiKeyId: string): Refusal | undefined => {
  const status = refundStatusOf(refund)
  if (status !== 'PENDING_APPROVAL')
    return notNow(`The refund is ${status}; only one that waits for approval can be approved.`)
  if (request.apiKeyId === apiKeyId) {
    return notNow(
      apiKeyId.includes('@')
        ? 'You asked for this refund. Somebody else must approve it.'
        : 'A refund is approved with another API key than the one that asked for it.',
    )
  }
  return undefined
}

const whyNotCancelled = ({ refund }: StoredRefund): Refusal | undefined => {
  const status = refundStatusOf(refund)
  return status === 'PENDING_APPROVAL'
    ? undefined
    : notNow(`The refund is ${status}; only one that waits for approval can be cancelled.`)
}

/** What a merchant decides about a refund that waits for approval: yes, by a second key, or no. */
export const decideOnRefund = ({ db, world, recordRefund }: Needs) => {
  const done: HttpAnswer = { status: 204, body: '' }

  const repeated = async (mine: IdempotenceRow | undefined): Promise<HttpAnswer | undefined> => {
    const first = mine && (await findKey(db, mine, world.now()))
    if (mine === undefined || first === undefined) return undefined
    return answerRepeat({ db, world, headersOf: () => ({}), asItIs: async () => done }, mine)
  }

  const decide = async (
    caller: Caller,
    refundId: RefundId,
    why: (stored: StoredRefund) => Refusal | undefined,
    name: 'refund_approved' | 'refund_cancelled',
  ): Promise<HttpAnswer> => {
    const paymentId = paymentOfRefund(refundId)
    const key = idempotenceRow(caller, { paymentId, refundId }, world)
    const replay = await repeated(key)
    if (replay !== undefined) return replay
    const recorded = await recordRefund('refund.commit_decision', caller.merchantId, {
      paymentId,
      ...(key === undefined ? {} : { claim: () => key, answer: { key, of: () => done } }),
      event: (_payment, refunds) => {
        const stored = refunds.find(({ refund }) => refund.refundId === refundId && refund.askedBy === 'merchant')
        const refusal = stored === undefined ? unknownRefund : why(stored)
        return refusal === undefined ? ok<RefundEvent>({ name, at: world.now(), refundId }) : refuse(refusal)
      },
    })
    if (recorded.outcome === 'recorded') return done
    const first = await repeated(key)
    if (first !== undefined) return first
    return errorAnswer(world.newId(), recorded.outcome === 'refused' ? recorded.refusals : [unknownRefund])
  }
  return {
    approve: (caller: Caller, refundId: RefundId) =>
      decide(caller, refundId, (stored) => whyNotApproved(stored, caller.apiKeyId), 'refund_approved'),
    cancel: (caller: Caller, refundId: RefundId) => decide(caller, refundId, whyNotCancelled, 'refund_cancelled'),
  }
}
