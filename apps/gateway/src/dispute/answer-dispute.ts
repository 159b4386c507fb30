import {
  type Dispute,
  type DisputeId,
  disputePositionOf,
  disputeStatusOf,
  paymentOfDispute,
  type Refusal,
} from '@silkgate/domain'
import { errorAnswer, type HttpAnswer } from '../http/errors.ts'
import type { Caller } from '../http/route.ts'
import { answerRepeat, findKey, type IdempotenceRow, idempotenceRow } from '../idempotence/index.ts'
import type { DisputeOfPayment, getPayment, RecordDisputeEvent } from '../payment/index.ts'
import type { Db } from '../postgres/db.ts'
import type { World } from '../world.ts'
import { readDispute } from './dispute.store.ts'
import { disputeView } from './dispute-view.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly recordDispute: RecordDisputeEvent
  readonly getPayment: ReturnType<typeof getPayment>
}

export const unknownDispute: Refusal = { error: 'INVALID_DISPUTE_ID', propertyName: 'disputeId' }

const whyNotOpen = (dispute: Dispute): Refusal | undefined =>
  disputePositionOf(dispute) === 'open'
    ? undefined
    : {
        error: 'ACTION_NOT_ALLOWED',
        propertyName: 'disputeId',
        message: `The dispute is ${disputeStatusOf(dispute)}; only one that is DRAFT can be answered.`,
      }

/** What a merchant says to a dispute: it stands by its payment, or gives in. Alipay+ is told right after. */
export const answerDispute = ({ db, world, recordDispute, getPayment }: Needs) => {
  const answerOf = ({ dispute, stored }: DisputeOfPayment): HttpAnswer => ({
    status: 200,
    body: JSON.stringify(disputeView(dispute, stored)),
  })

  const repeated = async (mine: IdempotenceRow | undefined, disputeId: DisputeId): Promise<HttpAnswer | undefined> => {
    const first = mine && (await findKey(db, mine, world.now()))
    if (mine === undefined || first === undefined) return undefined
    const asItIs = async () => {
      const [dispute, stored] = await Promise.all([
        readDispute(db, mine.merchant_id, disputeId),
        getPayment(mine.merchant_id, paymentOfDispute(disputeId)),
      ])
      return dispute && stored && answerOf({ dispute, stored })
    }
    return answerRepeat({ db, world, headersOf: () => ({}), asItIs }, mine)
  }

  return async (caller: Caller, disputeId: DisputeId, answer: 'defended' | 'accepted'): Promise<HttpAnswer> => {
    const paymentId = paymentOfDispute(disputeId)
    const key = idempotenceRow(caller, { paymentId }, world)
    const replay = await repeated(key, disputeId)
    if (replay !== undefined) return replay
    const recorded = await recordDispute<Refusal>('dispute.commit_answer', caller.merchantId, {
      paymentId,
      ...(key === undefined ? {} : { claim: { key, of: answerOf } }),
      event: (_payment, disputes) => {
        const dispute = disputes.find((one) => one.disputeId === disputeId)
        const refusal = dispute === undefined ? unknownDispute : whyNotOpen(dispute)
        if (refusal !== undefined) return { isNot: refusal }
        return { is: { name: 'dispute_answered', at: world.now(), disputeId, answer } }
      },
    })
    if (recorded.outcome === 'recorded') return answerOf(recorded)
    const first = await repeated(key, disputeId)
    if (first !== undefined) return first
    return errorAnswer(world.newId(), [recorded.outcome === 'refused' ? recorded.why : unknownDispute])
  }
}
