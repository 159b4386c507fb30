import type { ResponseEscalationRequest, ResponseRetrievalRequest } from '@silkgate/alipayplus'
import { type Dispute, formatMoney, money, type Payment } from '@silkgate/domain'

/** What is known of the payment: what was paid, and what went back already, which is evidence against a claim. */
const evidenceOf = ({ paymentId, amount, capturedAt, refundedMinor, refundingMinor }: Payment): string => {
  const back = money(amount.currency, refundedMinor + refundingMinor)
  const refunds = back.minor === 0n ? 'Nothing was refunded.' : `${formatMoney(back)} of it was refunded.`
  return `Payment ${paymentId} of ${formatMoney(amount)} was made at ${capturedAt?.toISOString()}. ${refunds}`
}

/** The answer to a question: what we know ourselves is a part, and nothing where the merchant gives in or is silent. */
export const retrievalAnswerOf = ({ requestId, answer }: Dispute, payment: Payment): ResponseRetrievalRequest =>
  answer === 'defended'
    ? { disputeRequestId: requestId, responseCode: '0002', responseMessage: evidenceOf(payment) }
    : { disputeRequestId: requestId, responseCode: '0003' }

/**
 * The answer to a claim, made from what was stored when it came, so that a repeat has the same type and amount. What was
 * refunded then is not given in to: it would go back twice.
 */
export const escalationAnswerOf = (
  { requestId, answer, held }: Dispute,
  payment: Payment,
): ResponseEscalationRequest => {
  const gives = answer === 'defended' ? 0n : held.minor
  return {
    disputeRequestId: requestId,
    refundType: gives > 0n ? 'ACCEPT_REFUND' : 'REJECT_REFUND',
    refundAmount: { currency: held.currency, value: gives.toString() },
    ...(gives > 0n ? {} : { responseMessage: evidenceOf(payment) }),
  }
}
