export {
  type AlipayPlusClient,
  type Answer,
  type CallOptions,
  type ClientOptions,
  createClient,
  type Exchange,
  type SignedCall,
  type UnknownBecause,
} from './client.ts'
export {
  answersToMessages,
  type Classified,
  classifyResult,
  type ResultKind,
  resultCodes,
  resultKinds,
} from './codes.ts'
export { decodeMessage, encodeMessage } from './encode.ts'
export { maskMessage } from './mask.ts'
export type { CancelPaymentRequest, CancelPaymentResponse } from './messages/cancel-payment.ts'
export type {
  ConsultPaymentRequest,
  ConsultPaymentResponse,
  PaymentOption,
  SupportedWallet,
} from './messages/consult-payment.ts'
export type {
  DisputeResponse,
  Evidence,
  InitiateEscalationRequest,
  InitiateRetrievalRequest,
  NotifyDisputeRequest,
  ResponseEscalationRequest,
  ResponseRetrievalRequest,
} from './messages/dispute.ts'
export type { InquiryPaymentRequest, InquiryPaymentResponse, Transaction } from './messages/inquiry-payment.ts'
export type { NotifyPaymentRequest, NotifyPaymentResponse } from './messages/notify-payment.ts'
export type { Address, Amount, Quote, Result } from './messages/parts.ts'
export type { Buyer, Env, Merchant, Order, PayRequest, PayResponse } from './messages/pay.ts'
export type { RefundRequest, RefundResponse } from './messages/refund.ts'
export type {
  InquiryRegistrationStatusRequest,
  InquiryRegistrationStatusResponse,
  NotifyRegistrationStatusRequest,
  ProductCode,
  RegistrationOutcome,
  RegistrationRequest,
  RegistrationResponse,
  RegistrationResult,
} from './messages/registration.ts'
export {
  type Arrived,
  answerNotification,
  type DisputeMessage,
  type ReadDisputeMessage,
  type ReadNotification,
  type RefusedBecause,
  readDisputeMessage,
  readNotification,
  readRegistrationNotification,
} from './notification.ts'
export {
  type BrokenRow,
  type EndOfReport,
  headersOf,
  openReport,
  type Report,
  type ReportFault,
  type ReportKind,
  type ReportRow,
  type ReportSummary,
  readReportName,
  reportColumns,
  reportFaults,
  reportKinds,
  sequenceOfReport,
  type UnreadableReport,
} from './reports/index.ts'
export { fetchSend, type Send } from './send.ts'
export {
  contentToSign,
  formatSignatureHeader,
  parseSignatureHeader,
  type SignatureHeader,
  type SignedParts,
  sign,
  verify,
} from './signature.ts'
