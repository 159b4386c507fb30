import type { Answer, DisputeMessage, NotifyDisputeRequest } from '@silkgate/alipayplus'
import {
  type DisputeEvent,
  type DisputeId,
  disputeIdOf,
  isCurrency,
  type Money,
  money,
  type Payment,
} from '@silkgate/domain'

type OpeningMessage = Exclude<DisputeMessage, { api: 'notifyDispute' }>

const read = (amount: { currency: string; value: string } | undefined): Money | undefined =>
  amount === undefined || !isCurrency(amount.currency) ? undefined : money(amount.currency, BigInt(amount.value))

const longestReason = 256

/**
 * What it means that a wallet asks or claims; undefined when the amount is none of this payment. `number` counts the payment's
 * disputes.
 */
export const hearOpening = (
  { api, message }: OpeningMessage,
  { payment, number, at }: { payment: Payment; number: number; at: Date },
): DisputeEvent | undefined => {
  const amount = message.disputeAmount === undefined ? payment.amount : read(message.disputeAmount)
  const isOfPayment = amount?.currency === payment.amount.currency && amount.minor <= payment.amount.minor
  if (amount === undefined || !isOfPayment || amount.minor === 0n) return undefined
  const reason = message.disputeReason
  return {
    name: 'dispute_opened',
    at,
    disputeId: disputeIdOf(payment.paymentId, number),
    requestId: message.disputeRequestId,
    kind: api === 'initiateRetrieval' ? 'retrieval' : 'escalation',
    amount,
    ...(reason === undefined ? {} : { reason: reason.slice(0, longestReason).toWellFormed() }),
  }
}

/** What it means that a dispute was decided or withdrawn; undefined for what is only told. Source: Antom's notifyDispute. */
export const hearJudgement = (
  message: NotifyDisputeRequest,
  disputeId: DisputeId,
  at: Date,
): DisputeEvent | undefined => {
  const about = { at, disputeId }
  if (message.disputeNotificationType === 'DISPUTE_CANCELLED') return { name: 'dispute_withdrawn', ...about }
  if (message.disputeNotificationType !== 'DISPUTE_JUDGED') return undefined
  if (message.disputeJudgedResult === 'ACCEPT_BY_CUSTOMER') return { name: 'dispute_won', ...about }
  if (message.disputeJudgedResult !== 'ACCEPT_BY_MERCHANT') return undefined
  const amount = read(message.disputeJudgedAmount)
  return { name: 'dispute_lost', ...about, ...(amount === undefined ? {} : { amount }) }
}

/** What an answer to our answer means: a no that only says "this call was not taken" is none. */
export const hearAnswer = (answer: Answer<unknown>, disputeId: DisputeId, at: Date): DisputeEvent => {
  const about = { at, disputeId }
  if (answer.status === 'S') return { name: 'dispute_answer_taken', ...about }
  if (answer.status === 'F' && answer.kind !== 'not_processed') {
    return { name: 'dispute_answer_refused', ...about, because: answer.code }
  }
  return { name: 'dispute_answer_unknown', ...about, because: answer.unknownBecause ?? answer.code }
}
