import {
  type Answer,
  classifyResult,
  type InquiryPaymentResponse,
  type NotifyPaymentRequest,
  type PayResponse,
  type RefundResponse,
  type Transaction,
} from '@silkgate/alipayplus'
import {
  isCurrency,
  type Money,
  money,
  type NetworkFacts,
  type PaymentEvent,
  type RefundEvent,
  type RefundId,
  type RefusedCode,
} from '@silkgate/domain'

/** The fields that any message about a paid order may carry. */
type AboutPayment = Pick<
  NotifyPaymentRequest,
  'paymentId' | 'pspId' | 'walletBrandName' | 'paymentTime' | 'settlementAmount' | 'settlementQuote'
>

type AmountOfMessage = { readonly currency: string; readonly value: string } | undefined

const read = (amount: AmountOfMessage): Money | undefined =>
  amount !== undefined && isCurrency(amount.currency) ? money(amount.currency, BigInt(amount.value)) : undefined

/** Whether a time can be relied on to be one, to the day: we look for what is missing by it. */
const isTime = (text: string | undefined): text is string => {
  const [, day = ''] =
    /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/.exec(
      text ?? '',
    ) ?? []
  const midnight = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day)
}

const networkOf = (message: AboutPayment): NetworkFacts => {
  const settlementAmount = read(message.settlementAmount)
  return {
    ...(message.paymentId === undefined ? {} : { alipayPlusPaymentId: message.paymentId }),
    ...(message.pspId === undefined ? {} : { pspId: message.pspId }),
    ...(message.walletBrandName === undefined ? {} : { walletBrandName: message.walletBrandName }),
    ...(isTime(message.paymentTime) ? { paymentTime: message.paymentTime } : {}),
    ...(settlementAmount === undefined ? {} : { settlementAmount }),
    ...(message.settlementQuote === undefined
      ? {}
      : { settlementQuote: message.settlementQuote as unknown as Record<string, string> }),
  }
}

/** 120 is the wallet's no, 100 everybody else's. */
const refusedCodeOf = (kind: string): RefusedCode => (kind === 'declined' ? 120 : 100)

const unknown = (at: Date, source: PaymentEvent['source'], because: string): PaymentEvent => ({
  name: 'outcome_unknown',
  at,
  source,
  because,
})

/** Whether the consumer's browser can be sent there. */
const isWebAddress = (text: string | undefined): boolean =>
  text !== undefined && /^https?:\/\//i.test(text) && URL.canParse(text)

const isRefusal = (kind: string): boolean => kind === 'declined' || kind === 'refused'

/**
 * What an answer to pay means. An order is placed by S, or by U "in process", with a URL; it is never paid by it. A no
 * that only says "this call was not taken" counts as a no for the first call alone: after an unknown outcome an order
 * may exist, whatever is said later.
 */
export const hearPay = (answer: Answer<PayResponse>, at: Date, isFirstCall: boolean): PaymentEvent => {
  const redirectUrl = [answer.body?.normalUrl, answer.body?.paymentUrl].find(isWebAddress)
  const isPlaced = answer.status === 'S' || answer.kind === 'in_process'
  if (isPlaced && redirectUrl !== undefined) {
    const network = answer.body?.paymentId === undefined ? {} : { alipayPlusPaymentId: answer.body.paymentId }
    return { name: 'order_placed', at, source: 'pay', redirectUrl, network }
  }
  if (answer.status === 'F' && answer.kind === 'closed') return { name: 'closed', at, source: 'pay' }
  if (answer.status === 'F' && (isRefusal(answer.kind) || (answer.kind === 'not_processed' && isFirstCall))) {
    const refused = {
      name: 'refused',
      at,
      source: 'pay',
      code: refusedCodeOf(answer.kind),
      because: answer.code,
    } as const
    return isFirstCall ? refused : { ...refused, orderMayExist: true }
  }
  return unknown(at, 'pay', answer.unknownBecause ?? answer.code)
}

/** What an answer to inquiryPayment means: the result of the call first, then the result of the payment. */
export const hearInquiry = (answer: Answer<InquiryPaymentResponse>, at: Date): PaymentEvent => {
  if (answer.status === 'F' && answer.kind === 'order_not_exist')
    return { name: 'order_not_found', at, source: 'inquiry' }
  if (answer.status !== 'S' || answer.body?.paymentResult === undefined) {
    return unknown(at, 'inquiry', answer.unknownBecause ?? answer.code)
  }
  return hearPaymentResult(answer.body.paymentResult, answer.body, at, 'inquiry')
}

/** What a genuine notification means. */
export const hearNotification = (notification: NotifyPaymentRequest, at: Date): PaymentEvent =>
  hearPaymentResult(notification.paymentResult, notification, at, 'notification')

const hearPaymentResult = (
  result: NotifyPaymentRequest['paymentResult'],
  message: AboutPayment & { paymentAmount?: AmountOfMessage },
  at: Date,
  source: 'inquiry' | 'notification',
): PaymentEvent => {
  const { status, kind } = classifyResult(result)
  const amount = read(message.paymentAmount)
  if (status === 'S' && source === 'notification') {
    const named = amount === undefined ? {} : { amount }
    return { name: 'success_announced', at, source, ...named, network: networkOf(message) }
  }
  if (status === 'S' && amount !== undefined) {
    return { name: 'success_confirmed', at, source, amount, network: networkOf(message) }
  }
  if (status === 'F' && kind === 'closed') return { name: 'closed', at, source }
  if (status === 'F' && isRefusal(kind)) {
    return { name: 'refused', at, source, code: refusedCodeOf(kind), because: result.resultCode }
  }
  return unknown(at, source, result.resultCode)
}

/** What an answer to cancelPayment means. Any other no than these is an unknown outcome. */
export const hearCancel = (answer: Answer<unknown>, at: Date): PaymentEvent => {
  if (answer.status === 'S' || (answer.status === 'F' && answer.kind === 'closed'))
    return { name: 'closed', at, source: 'cancel' }
  if (answer.status === 'F' && answer.kind === 'cancel_window')
    return { name: 'cancel_window_passed', at, source: 'cancel' }
  if (answer.status === 'F' && answer.kind === 'order_not_exist')
    return { name: 'order_not_found', at, source: 'cancel' }
  return unknown(at, 'cancel', answer.unknownBecause ?? answer.code)
}

const refundAccepted = (
  told: { readonly settlementAmount?: AmountOfMessage; readonly refundId?: string | undefined },
  refundId: RefundId,
  at: Date,
): RefundEvent => {
  const settlement = read(told.settlementAmount)
  return {
    name: 'refund_accepted',
    at,
    refundId,
    ...(settlement === undefined ? {} : { settlement }),
    ...(told.refundId === undefined ? {} : { alipayPlusRefundId: told.refundId }),
  }
}

/**
 * What an answer to refund means: S is refunded. A no that only says "this call was not taken" is a no for the first call
 * alone; the same id with other key fields, and an order that does not exist, contradict what we know and stay unknown.
 */
export const hearRefund = (
  answer: Answer<RefundResponse>,
  { refundId, at, isFirstCall }: { refundId: RefundId; at: Date; isFirstCall: boolean },
): RefundEvent => {
  if (answer.status === 'S') return refundAccepted(answer.body ?? {}, refundId, at)
  const isNo =
    isRefusal(answer.kind) || answer.kind === 'refund_limit' || (answer.kind === 'not_processed' && isFirstCall)
  if (answer.status === 'F' && isNo) return { name: 'refund_refused', at, refundId, because: answer.code }
  return { name: 'refund_unknown', at, refundId, because: answer.unknownBecause ?? answer.code }
}

/**
 * What an answer to inquiryPayment makes of a refund that was refused after an outcome that nobody knows: the no stands only
 * when the refund is not listed, or is listed with a no. Listed with an S it has gone back.
 */
export const hearRefusedRefund = (
  answer: Answer<InquiryPaymentResponse>,
  refused: RefundEvent,
  at: Date,
): RefundEvent => {
  const { refundId } = refused
  if (answer.status !== 'S')
    return { name: 'refund_unknown', at, refundId, because: answer.unknownBecause ?? answer.code }
  const { transactions } = answer.body ?? {}
  const listed = Array.isArray(transactions)
    ? (transactions as readonly (Transaction | null)[]).find((one) => one?.transactionRequestId === refundId)
    : undefined
  if (!listed) return refused
  const { transactionId, transactionResult, settlementAmount } = listed
  const { status } = classifyResult(transactionResult ?? { resultCode: '', resultStatus: '' })
  if (status === 'F') return refused
  if (status === 'U')
    return { name: 'refund_unknown', at, refundId, because: transactionResult?.resultCode ?? 'no result' }
  return refundAccepted({ settlementAmount, refundId: transactionId }, refundId, at)
}
