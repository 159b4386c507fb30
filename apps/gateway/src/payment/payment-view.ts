import {
  type Merchant,
  orderReferenceOf,
  type Payment,
  statusCodeOf,
  statuses,
  statusOf,
  toConnectAmount,
  whyNotRefundable,
} from '@silkgate/domain'
import { connectMoney } from '../http/connect-money.ts'
import { apiError } from '../http/errors.ts'
import { localStamp } from '../http/stamp.ts'
import type { PaymentRequest, StoredPayment } from './payment.row.ts'

const paymentProductId = 866

/** Whose payment is looked at, and when: what can be done with it depends on both. */
export type Seen = { readonly merchant: RefundTerms; readonly at: Date }

type RefundTerms = Pick<Merchant, 'refundsNeedApproval' | 'refundsAfterPaid'>

/**
 * A payment as Connect's PaymentResponse. Source: types of the official SDKs (Payment, PaymentOutput,
 * PaymentStatusOutput).
 */
export const paymentView = ({ payment, request }: StoredPayment, seen: Seen) => ({
  id: payment.paymentId,
  paymentOutput: {
    amountOfMoney: connectMoney(payment.amount),
    ...amountsOf(payment),
    ...orderView({ payment, request }),
  },
  ...(request.hostedCheckoutId === undefined
    ? {}
    : {
        hostedCheckoutSpecificOutput: {
          hostedCheckoutId: request.hostedCheckoutId,
          ...(request.variant === undefined ? {} : { variant: request.variant }),
        },
      }),
  status: statusOf(payment),
  statusOutput: statusOutputOf(payment, seen),
})

/** What a payment and its capture have in common: the merchant's references, and how it was paid. */
export const orderView = ({ payment, request }: StoredPayment) => {
  const wallet = payment.network.walletBrandName
  return {
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
  }
}

const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown }

/** A Long of Connect, which may have more digits than a number of JavaScript keeps. */
const long = (digits: string): unknown => (Number.isSafeInteger(Number(digits)) ? Number(digits) : rawJSON(digits))

const amountsOf = (payment: Payment) => {
  if (!payment.captured) return {}
  const inConnect = (minor: bigint) => Number(toConnectAmount({ ...payment.amount, minor }))
  return {
    amountCaptured: inConnect(payment.amount.minor),
    amountPaid: inConnect(payment.settled ? payment.amount.minor : 0n),
    ...(payment.refundingMinor > 0n ? { amountRefundRequested: inConnect(payment.refundingMinor) } : {}),
    ...(payment.refundedMinor > 0n ? { amountRefunded: inConnect(payment.refundedMinor) } : {}),
  }
}

const statusOutputOf = (payment: Payment, { merchant, at }: Seen) => {
  const status = statusOf(payment)
  const refusal = payment.refused === undefined ? {} : { errors: [refusalOf(payment)] }
  return {
    ...refusal,
    isAuthorized: payment.captured,
    // The consumer alone can end an order, at Alipay+.
    isCancellable: false,
    isRefundable: whyNotRefundable(payment, merchant, at) === undefined,
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
  if (payment.refusedBecause === 'PAYMENTS_EXCEED_DAY_LIMIT') {
    return apiError({ error: 'PAYMENTS_EXCEED_LIMIT', propertyName: 'order.amountOfMoney.amount' })
  }
  if (payment.refusedBecause === 'PAYMENTS_EXCEED_MONTH_LIMIT') {
    const message = 'With this payment, the payments of the month would be over the limit agreed for a month.'
    return apiError({ error: 'PAYMENTS_EXCEED_LIMIT', propertyName: 'order.amountOfMoney.amount', message })
  }
  return apiError({ error: 'NOT_AUTHORISED', message: `Alipay+ refused the payment: ${payment.refusedBecause}.` })
}

/** How a payment's creation is referred to: by the merchant's reference, else by the order's and the payment's numbers. */
export const creationOutput = (payment: Payment, request: PaymentRequest) => ({
  additionalReference: request.merchantReference ?? orderReferenceOf(payment.paymentId),
  externalReference: request.merchantReference ?? payment.paymentId,
})

/** A payment as Connect's CreatePaymentResponse: with a redirect for as long as the consumer can still pay. */
export const createdView = (stored: StoredPayment, seen: Seen) => {
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
    payment: paymentView(stored, seen),
  }
}
