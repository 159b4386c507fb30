import type { AlipayPlusClient } from '@silkgate/alipayplus'
import { type Dispute, type DisputeEvent, disputePositionOf } from '@silkgate/domain'
import type { Logger } from 'pino'
import { between, type Reach } from '../crash-points.ts'
import { type getPayment, type Message, messageOf, type RecordDisputeEvent } from '../payment/index.ts'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import type { Stop } from '../stop.ts'
import { takeInTurns } from '../take-in-turns.ts'
import type { World } from '../world.ts'
import { claimDueDisputes, merchantsWithDueDisputes } from './dispute.store.ts'
import { escalationAnswerOf, evidencesOf, retrievalAnswerOf } from './dispute-answer.ts'
import { contentsOf } from './dispute-file.store.ts'
import { hearAnswer } from './hear-dispute.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly stop: Stop
  readonly reach: Reach
  readonly alipayplus: AlipayPlusClient
  readonly masterKey: MasterKey
  readonly recordDispute: RecordDisputeEvent
  readonly getPayment: ReturnType<typeof getPayment>
}

/** How many disputes are worked on at once in this process. */
export const disputeCallsAtOnce = 8

type Found = { readonly event: DisputeEvent; readonly messages?: readonly Message[] }

/**
 * Does what is due of disputes: answers in the stead of a merchant whose time is up, tells Alipay+ the answer until it has
 * it, and tells a person of what is never decided. Merchants take turns. Answers how many it took up.
 */
export const dueDisputes = (needs: Needs) => {
  const { world, log, stop, recordDispute, alipayplus } = needs

  const tellAlipayPlus = async (dispute: Dispute): Promise<Found | undefined> => {
    const { merchantId, paymentId, disputeId } = dispute
    const stored = await needs.getPayment(merchantId, paymentId)
    if (stored === undefined) return undefined
    const { payment } = stored
    // What a merchant handed in speaks for it only where it defends itself.
    const evidences = dispute.answer === 'defended' ? evidencesOf(dispute, await contentsOf(needs, dispute)) : []
    const calling = between(needs.reach, 'dispute.call_answer', () =>
      dispute.kind === 'retrieval'
        ? alipayplus.responseRetrieval(retrievalAnswerOf(dispute, payment, evidences))
        : alipayplus.responseEscalation(escalationAnswerOf(dispute, payment, evidences)),
    )
    const answer = await stop.during(calling)
    if (answer === undefined) return undefined
    const event = hearAnswer(answer, disputeId, world.now())
    return { event, messages: [messageOf(answer, event.at, event.name)] }
  }

  const find = async (dispute: Dispute): Promise<Found | undefined> => {
    const about = { at: world.now(), disputeId: dispute.disputeId }
    switch (disputePositionOf(dispute)) {
      case 'open':
        return { event: { name: 'dispute_answered', ...about, answer: 'unanswered' } }
      case 'answering':
        return tellAlipayPlus(dispute)
      default:
        return { event: { name: 'dispute_overdue', ...about } }
    }
  }

  const take = async (dispute: Dispute): Promise<void> => {
    const { merchantId, paymentId, disputeId } = dispute
    try {
      const found = await find(dispute)
      if (found === undefined) return
      const { event, messages = [] } = found
      await recordDispute('dispute.commit_outcome', merchantId, { paymentId, event: () => ({ is: event }), messages })
    } catch (error) {
      log.error({ err: error, disputeId }, 'a dispute failed; it is taken again when its lease ends')
    }
  }

  return takeInTurns(needs, {
    atOnce: disputeCallsAtOnce,
    merchants: merchantsWithDueDisputes,
    claim: claimDueDisputes,
    take,
  })
}
