import type { InquiryPaymentResponse, NotifyPaymentRequest, Result, Transaction } from '@silkgate/alipayplus'
import { money } from '@silkgate/domain'
import { type Order, type OrderRefund, phaseOf } from '../order/order.ts'
import { wallets } from '../wallet/wallets.ts'
import { amountOf, refundSettlementOf, settlementOf } from './settlement.ts'

export const success: Result = { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' }
export const inProcess: Result = {
  resultCode: 'PAYMENT_IN_PROCESS',
  resultStatus: 'U',
  resultMessage: 'payment in process',
}
export const unknownException: Result = {
  resultCode: 'UNKNOWN_EXCEPTION',
  resultStatus: 'U',
  resultMessage: 'unknown exception',
}
export const failure = (resultCode: string, resultMessage: string): Result => ({
  resultCode,
  resultStatus: 'F',
  resultMessage,
})

/** The state of a payment, as inquiries and notifications tell it. */
export const paymentResultOf = (order: Order, now: Date): Result => {
  switch (phaseOf(order, now)) {
    case 'open':
      return inProcess
    case 'paid':
      return success
    case 'declined':
      return failure('USER_PAYMENT_VERIFICATION_FAILED', 'the payer did not confirm')
    case 'no_balance':
      return failure('USER_BALANCE_NOT_ENOUGH', 'the balance is not enough')
    default:
      return failure('ORDER_IS_CLOSED', 'the order is closed')
  }
}

export const isoUtc8 = (at: Date): string =>
  `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, -1)}+08:00`

/** What is told of a paid order beside its result. */
const paidDetails = (order: Order) => {
  const wallet = order.wallet && wallets[order.wallet]
  if (order.paidAt === undefined || wallet === undefined) return {}
  return {
    pspId: wallet.pspId,
    customerId: `${wallet.pspId.slice(0, 4)}${order.paymentId.slice(-12)}`,
    walletBrandName: wallet.brand,
    mppPaymentId: `M${order.paymentId.slice(-20)}`,
    paymentTime: isoUtc8(order.paidAt),
    ...settlementOf(order),
  }
}

const aboutOrder = (order: Order, acquirerId: string) => ({
  acquirerId,
  paymentRequestId: order.paymentRequestId,
  paymentId: order.paymentId,
  paymentAmount: amountOf(order.terms.amount),
})

const transactionOf = (order: Order, refund: OrderRefund): Transaction => ({
  transactionResult: success,
  transactionId: refund.refundId,
  transactionRequestId: refund.refundRequestId,
  transactionAmount: amountOf(money(order.terms.amount.currency, refund.minor)),
  transactionTime: isoUtc8(refund.at),
  transactionType: 'REFUND',
  settlementAmount: refundSettlementOf(order, refund).settlementAmount,
})

export const inquiryAnswer = (order: Order, acquirerId: string, now: Date): InquiryPaymentResponse => ({
  result: success,
  paymentResult: paymentResultOf(order, now),
  ...aboutOrder(order, acquirerId),
  ...(phaseOf(order, now) === 'paid' ? paidDetails(order) : {}),
  ...(order.refunds.length === 0 ? {} : { transactions: order.refunds.map((refund) => transactionOf(order, refund)) }),
})

/** The notification of an order's final state. */
export const notificationOf = (order: Order, acquirerId: string, now: Date): NotifyPaymentRequest => ({
  paymentResult: paymentResultOf(order, now),
  ...aboutOrder(order, acquirerId),
  ...paidDetails(order),
})
