import type { Amount, Result } from './parts.ts'

/**
 * A wallet asks about a payment. Acknowledged at once, answered by responseRetrieval within 20 days. Source:
 * initiateRetrieval; the names of amount and reason are our reading.
 */
export type InitiateRetrievalRequest = {
  readonly disputeRequestId: string
  readonly paymentRequestId: string
  readonly disputeOccurTime?: string
  readonly disputeAmount?: Amount
  readonly disputeReason?: string
}

/** A wallet claims money of a payment for its owner, all or part. Source: initiateEscalation. */
export type InitiateEscalationRequest = InitiateRetrievalRequest & { readonly disputeAmount: Amount }

/** What a claim or a question that was not answered came to. Source: form of Antom's notifyDispute; our reading. */
export type NotifyDisputeRequest = {
  readonly disputeRequestId: string
  readonly paymentRequestId: string
  readonly disputeNotificationType: string
  readonly disputeJudgedResult?: string
  /** What is taken, where it is less than what was claimed. */
  readonly disputeJudgedAmount?: Amount
}

/** A document that speaks for the merchant; how one is handed in is not published, so the form is ours. */
export type Evidence = { readonly fileName: string; readonly fileType: string; readonly content: string }

/** 0001 all information, 0002 a part of it, 0003 none. `disputeRequestId` is the idempotency key. Source: responseRetrieval. */
export type ResponseRetrievalRequest = {
  readonly disputeRequestId: string
  readonly responseCode: '0001' | '0002' | '0003'
  readonly responseMessage?: string
  readonly evidences?: readonly Evidence[]
}

/**
 * Gives in to a claim or rejects it. A repeat must have the same refundType and refundAmount. Source: responseEscalation; the
 * values of refundType are our reading of Antom's three answers.
 */
export type ResponseEscalationRequest = {
  readonly disputeRequestId: string
  readonly refundType: 'ACCEPT_REFUND' | 'REJECT_REFUND'
  readonly refundAmount: Amount
  readonly responseMessage?: string
  readonly evidences?: readonly Evidence[]
}

/** What Alipay+ says to an answer. */
export type DisputeResponse = { readonly result: Result }
