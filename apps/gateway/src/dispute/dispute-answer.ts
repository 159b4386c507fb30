import type { Evidence, ResponseEscalationRequest, ResponseRetrievalRequest } from '@silkgate/alipayplus'
import { type Dispute, formatMoney, money, type Payment } from '@silkgate/domain'

/** What is known of the payment: what was paid, and what went back already, which is evidence against a claim. */
const evidenceOf = ({ paymentId, amount, capturedAt, refundedMinor, refundingMinor }: Payment): string => {
  const back = money(amount.currency, refundedMinor + refundingMinor)
  const refunds = back.minor === 0n ? 'Nothing was refunded.' : `${formatMoney(back)} of it was refunded.`
  return `Payment ${paymentId} of ${formatMoney(amount)} was made at ${capturedAt?.toISOString()}. ${refunds}`
}

/** The documents of a merchant, with their contents in the same order, as Alipay+ is sent them. */
export const evidencesOf = ({ files }: Dispute, contents: readonly Buffer[]): readonly Evidence[] =>
  contents.flatMap((content, at) => {
    const file = files[at]
    return file === undefined
      ? []
      : [{ fileName: file.fileName, fileType: file.fileType, content: content.toString('base64') }]
  })

/**
 * The answer to a question: all with the merchant's documents, a part where there is only what we know ourselves, and nothing
 * where the merchant gives in or is silent.
 */
export const retrievalAnswerOf = (
  { requestId, answer }: Dispute,
  payment: Payment,
  evidences: readonly Evidence[],
): ResponseRetrievalRequest => {
  if (answer !== 'defended') return { disputeRequestId: requestId, responseCode: '0003' }
  const said = { disputeRequestId: requestId, responseMessage: evidenceOf(payment) }
  return evidences.length === 0 ? { ...said, responseCode: '0002' } : { ...said, responseCode: '0001', evidences }
}

/**
 * The answer to a claim, made from what was stored when it came, so that a repeat has the same type and amount. What was
 * refunded then is not given in to: it would go back twice.
 */
export const escalationAnswerOf = (
  { requestId, answer, held }: Dispute,
  payment: Payment,
  evidences: readonly Evidence[],
): ResponseEscalationRequest => {
  const gives = answer === 'defended' ? 0n : held.minor
  return {
    disputeRequestId: requestId,
    refundType: gives > 0n ? 'ACCEPT_REFUND' : 'REJECT_REFUND',
    refundAmount: { currency: held.currency, value: gives.toString() },
    ...(gives > 0n ? {} : { responseMessage: evidenceOf(payment) }),
    ...(evidences.length === 0 ? {} : { evidences }),
  }
}
