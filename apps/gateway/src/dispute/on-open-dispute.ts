import {
  type Dispute,
  type DisputeEvent,
  type DisputeId,
  disputePositionOf,
  disputeStatusOf,
  paymentOfDispute,
  type Refusal,
  type Result,
  refuse,
} from '@silkgate/domain'
import type { Deed } from '../crash-points.ts'
import { errorAnswer, type HttpAnswer } from '../http/errors.ts'
import type { Caller } from '../http/route.ts'
import { answerRepeat, findKey, idempotenceRow } from '../idempotence/index.ts'
import type { DisputeOfPayment, RecordDisputeEvent } from '../payment/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import type { World } from '../world.ts'

type Needs = { readonly db: Db; readonly world: World; readonly recordDispute: RecordDisputeEvent }

/** What a merchant wants of a dispute that it can still answer. */
type Wish = {
  readonly deed: Deed
  /** What is recorded, or why it is refused; decided on the dispute under lock. */
  readonly event: (dispute: Dispute) => Result<DisputeEvent>
  readonly answerOf: (after: DisputeOfPayment) => HttpAnswer
  /** What is written with the event. */
  readonly alongside?: (tx: Tx) => Promise<void>
}

export type AskOfDispute = (caller: Caller, disputeId: DisputeId, wish: Wish) => Promise<HttpAnswer>

export const unknownDispute: Refusal = { error: 'INVALID_DISPUTE_ID', propertyName: 'disputeId' }

const notOpen = (dispute: Dispute): Refusal => ({
  error: 'ACTION_NOT_ALLOWED',
  propertyName: 'disputeId',
  message: `The dispute is ${disputeStatusOf(dispute)}; only one that is DRAFT can be answered.`,
})

/** Does what a merchant asks of an open dispute, once for each idempotence key; a repeat gets what the first was answered. */
export const onOpenDispute =
  ({ db, world, recordDispute }: Needs): AskOfDispute =>
  async (caller, disputeId, { deed, event, answerOf, alongside }) => {
    const paymentId = paymentOfDispute(disputeId)
    const key = idempotenceRow(caller, { paymentId }, world)
    // The answer is kept in the commit that claims the key, so there is no claim without one.
    const repeated = async (): Promise<HttpAnswer | undefined> =>
      key && (await findKey(db, key, world.now()))
        ? answerRepeat({ db, world, headersOf: () => ({}), asItIs: async () => undefined }, key)
        : undefined
    const judge = (dispute: Dispute | undefined): Result<DisputeEvent> => {
      if (dispute === undefined) return refuse(unknownDispute)
      return disputePositionOf(dispute) === 'open' ? event(dispute) : refuse(notOpen(dispute))
    }

    const replay = await repeated()
    if (replay !== undefined) return replay
    const recorded = await recordDispute<readonly Refusal[]>(deed, caller.merchantId, {
      paymentId,
      ...(key === undefined ? {} : { claim: { key, of: answerOf } }),
      event: (_payment, disputes) => {
        const judged = judge(disputes.find((one) => one.disputeId === disputeId))
        return judged.ok ? { is: judged.value } : { isNot: judged.refusals }
      },
      ...(alongside === undefined ? {} : { alongside }),
    })
    if (recorded.outcome === 'recorded') return answerOf(recorded)
    const first = await repeated()
    return first ?? errorAnswer(world.newId(), recorded.outcome === 'refused' ? recorded.why : [unknownDispute])
  }
