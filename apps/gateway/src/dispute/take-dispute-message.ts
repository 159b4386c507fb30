import type { answersToMessages, DisputeMessage } from '@silkgate/alipayplus'
import { type Dispute, isPaymentId, merchantOf, type Payment } from '@silkgate/domain'
import type { Logger } from 'pino'
import type { Message, RecordDisputeEvent } from '../payment/index.ts'
import type { Db } from '../postgres/db.ts'
import type { World } from '../world.ts'
import { isOfOtherPayment } from './dispute.store.ts'
import { hearJudgement, hearOpening } from './hear-dispute.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly recordDispute: RecordDisputeEvent
}

/** What became of a message about a dispute; Alipay+ is answered by it. */
export type Taken = keyof typeof answersToMessages

/** Why a payment cannot be disputed: it is not paid as far as we know, which may change, or never was. */
const whyNotDisputable = (payment: Payment): Taken => {
  const isDead = payment.closed || payment.refused !== undefined
  return isDead ? 'unknown_order' : 'later'
}

/** Takes a genuine message about a dispute, as often and in whatever order it comes. */
export const takeDisputeMessage = ({ db, world, log, recordDispute }: Needs) => {
  const open = (message: Exclude<DisputeMessage, { api: 'notifyDispute' }>, at: Date) => {
    const { disputeRequestId } = message.message
    const kind = message.api === 'initiateRetrieval' ? 'retrieval' : 'escalation'
    return (payment: Payment, disputes: readonly Dispute[]) => {
      const known = disputes.find(({ requestId }) => requestId === disputeRequestId)
      if (known !== undefined) return { isNot: known.kind === kind ? ('taken' as const) : ('inconsistent' as const) }
      if (!payment.captured) return { isNot: whyNotDisputable(payment) }
      const event = hearOpening(message, { payment, number: disputes.length + 1, at })
      return event === undefined ? { isNot: 'illegal' as const } : { is: event }
    }
  }

  const judge = (message: Extract<DisputeMessage, { api: 'notifyDispute' }>['message'], at: Date) => {
    return (_payment: Payment, disputes: readonly Dispute[]) => {
      const known = disputes.find(({ requestId }) => requestId === message.disputeRequestId)
      // What opens it may be on its way.
      if (known === undefined) return { isNot: 'later' as const }
      const event = hearJudgement(message, known.disputeId, at)
      return event === undefined ? { isNot: 'taken' as const } : { is: event }
    }
  }

  return async (message: DisputeMessage, raw: string): Promise<Taken> => {
    const at = world.now()
    const { paymentRequestId: paymentId, disputeRequestId } = message.message
    const said = { api: message.api, paymentId, disputeRequestId }
    if (!isPaymentId(paymentId)) return 'unknown_order'
    if (await isOfOtherPayment(db, disputeRequestId, paymentId)) return 'inconsistent'
    const kept: Message = {
      at,
      api: message.api,
      outcome: 'taken',
      httpStatus: undefined,
      durationMs: undefined,
      requestBody: raw,
      responseBody: undefined,
    }
    const recorded = await recordDispute<Taken>('dispute.commit_news', merchantOf(paymentId), {
      paymentId,
      event: message.api === 'notifyDispute' ? judge(message.message, at) : open(message, at),
      messages: [kept],
    })
    if (recorded.outcome === 'recorded') {
      log.info({ ...said, disputeId: recorded.dispute.disputeId }, 'a message about a dispute was taken')
      return 'taken'
    }
    const why = recorded.outcome === 'refused' ? recorded.why : 'unknown_order'
    log[why === 'taken' ? 'info' : 'warn']({ ...said, answered: why }, 'a message about a dispute changed nothing')
    return why
  }
}
