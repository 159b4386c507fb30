import {
  type Money,
  orderReferenceOf,
  type Payment,
  statusCodeOf,
  statuses,
  statusOf,
  toConnectAmount,
} from '@silkgate/domain'
import { apiError } from '../http/errors.ts'
import type { PaymentRequest, StoredPayment } from './payment.row.ts'

const paymentProductId = 866

/**
 * A payment as Connect's PaymentResponse. Source: types of the official SDKs (Payment, PaymentOutput,
 * PaymentStatusOutput).
 */
export const paymentView = ({ payment, request }: StoredPayment) => {
  const wallet = payment.network.walletBrandName
  return {
    id: payment.paymentId,
    paymentOutput: {
      amountOfMoney: connectMoney(payment.amount),
      ...amountsOf(payment),
      references: {
        ...(request.merchantReference === undefined ? {} : { merchantReference: request.merchantReference }),
        ...(request.merchantOrderId === undefined ? {} : { merchantOrderId: long(request.merchantOrderId) }),
        paymentReference: '0',
        ...(payment.network.alipayPlusPaymentId === undefined
          ? {}
          : { providerReference: payment.network.alipayPlusPaymentId }),
      },
      paymentMethod: 'redirect',
      redirectPaymentMethodSpecificOutput: {
        paymentProductId,
        ...(wallet === undefined ? {} : { paymentProduct866SpecificOutput: { walletUsed: wallet } }),
      },
    },
    status: statusOf(payment),
    statusOutput: statusOutputOf(payment),
  }
}

const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown }

/** A Long of Connect, which may have more digits than a number of JavaScript keeps. */
const long = (digits: string): unknown => (Number.isSafeInteger(Number(digits)) ? Number(digits) : rawJSON(digits))

const connectMoney = (amount: Money) => ({ amount: Number(toConnectAmount(amount)), currencyCode: amount.currency })

const amountsOf = (payment: Payment) => {
  if (!payment.captured) return {}
  const amount = Number(toConnectAmount(payment.amount))
  return { amountCaptured: amount, amountPaid: payment.settled ? amount : 0 }
}

const statusOutputOf = (payment: Payment) => {
  const status = statusOf(payment)
  const refusal = payment.refused === undefined ? {} : { errors: [refusalOf(payment)] }
  return {
    ...refusal,
    isAuthorized: payment.captured,
    // The consumer alone can end an order, at Alipay+; refunds come with the merchant's refund operations.
    isCancellable: false,
    isRefundable: false,
    isRetriable: false,
    statusCategory: statuses[status].category,
    statusCode: statusCodeOf(payment),
    statusCodeChangeDateTime: localStamp(payment.statusChangedAt),
  }
}

export const refusalOf = (payment: Payment) => {
  if (payment.refusedBecause === 'AMOUNT_EXCEEDS_LIMIT') {
    return apiError({ error: 'AMOUNT_EXCEEDS_LIMIT', propertyName: 'order.amountOfMoney.amount' })
  }
  return apiError({ error: 'NOT_AUTHORISED', message: `Alipay+ refused the payment: ${payment.refusedBecause}.` })
}

const amsterdam = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Amsterdam',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** YYYYMMDDHHMMSS on the clock of Amsterdam. Source: the platform's own samples agree with that zone. */
export const localStamp = (at: Date): string => amsterdam.format(at).replace(/\D/g, '')

const creationOutput = (payment: Payment, request: PaymentRequest) => ({
  additionalReference: request.merchantReference ?? orderReferenceOf(payment.paymentId),
  externalReference: request.merchantReference ?? payment.paymentId,
})

/** A payment as Connect's CreatePaymentResponse: with a redirect for as long as the consumer can still pay. */
export const createdView = (stored: StoredPayment) => {
  const { payment, request } = stored
  return {
    creationOutput: creationOutput(payment, request),
    ...(statusOf(payment) === 'REDIRECTED' && payment.redirectUrl !== undefined && !payment.closing
      ? {
          merchantAction: {
            actionType: 'REDIRECT',
            redirectData: { RETURNMAC: request.returnMac, redirectURL: payment.redirectUrl },
            showData: [],
          },
        }
      : {}),
    payment: paymentView(stored),
  }
}
