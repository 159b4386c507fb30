import { type MerchantId, type Money, merchantOf, statusCodeOf, statusOf } from '@silkgate/domain'
import type { StoredPayment } from '../payment/index.ts'
import type { Db } from '../postgres/db.ts'
import type { Trail } from '../trail/index.ts'
import { type ListedPayment, listPayments, merchantNames, type PaymentFilter } from './payment-list.store.ts'
import { cursorOf } from './read-payment-query.ts'

type Needs = {
  readonly db: Db
  readonly getPayment: (merchantId: MerchantId, paymentId: string) => Promise<StoredPayment | undefined>
  readonly trail: (paymentId: string, merchantId?: MerchantId, isForMerchant?: boolean) => Promise<Trail | undefined>
}

/** Amounts as the console takes them: the currency's smallest unit, as text, for JSON has no whole numbers of that size. */
export const amountOf = (amount: Money | undefined) =>
  amount && { currency: amount.currency, minor: amount.minor.toString() }

const listed = (row: ListedPayment, names: ReadonlyMap<MerchantId, string>) => ({
  paymentId: row.payment_id,
  merchantId: row.merchant_id.toString(),
  merchant: names.get(row.merchant_id.toString()),
  status: row.status,
  amount: { currency: row.currency, minor: row.amount_minor.toString() },
  wallet: row.wallet ?? undefined,
  merchantReference: row.merchant_reference ?? undefined,
  merchantOrderId: row.merchant_order_id ?? undefined,
  createdAt: row.created_at,
  statusChangedAt: row.status_changed_at,
})

const details = ({ payment, request }: StoredPayment) => ({
  paymentId: payment.paymentId,
  merchantId: payment.merchantId,
  status: statusOf(payment),
  amount: amountOf(payment.amount),
  wallet: payment.network.walletBrandName,
  merchantReference: request.merchantReference,
  merchantOrderId: request.merchantOrderId,
  createdAt: payment.createdAt,
  statusChangedAt: payment.statusChangedAt,
  statusCode: statusCodeOf(payment),
  settlement: amountOf(payment.network.settlementAmount),
  fee: amountOf(payment.fee),
  refunded: amountOf({ currency: payment.amount.currency, minor: payment.refundedMinor }),
  refunding: amountOf({ currency: payment.amount.currency, minor: payment.refundingMinor }),
  disputed: amountOf({ currency: payment.amount.currency, minor: payment.disputedMinor }),
  alipayPlusPaymentId: payment.network.alipayPlusPaymentId,
  capturedAt: payment.capturedAt,
  expiresAt: payment.expiresAt,
  refusedBecause: payment.refusedBecause,
  waitsFor: payment.waiting && {
    step: payment.waiting.step,
    until: payment.waiting.dueAt,
    since: payment.waiting.since,
  },
})

/** Payments as the console shows them. */
export const paymentsForConsole = ({ db, getPayment, trail }: Needs) => ({
  page: async (filter: PaymentFilter) => {
    const [found, names] = await Promise.all([
      listPayments(db, { ...filter, limit: filter.limit + 1 }),
      merchantNames(db),
    ])
    const shown = found.slice(0, filter.limit)
    const last = shown.at(-1)
    return {
      rows: shown.map((row) => listed(row, names)),
      ...(found.length > shown.length && last !== undefined
        ? { next: cursorOf({ createdAt: last.created_at, paymentId: last.payment_id }) }
        : {}),
    }
  },

  /** One payment with its money's way; undefined where the caller's merchant, if it is one, has no such payment. */
  one: async (paymentId: string, scope: MerchantId | undefined) => {
    const merchantId = merchantOf(paymentId)
    if (scope !== undefined && scope !== merchantId) return undefined
    const [stored, found, names] = await Promise.all([
      getPayment(merchantId, paymentId),
      trail(paymentId, merchantId, scope !== undefined),
      merchantNames(db),
    ])
    if (stored === undefined || found === undefined) return undefined
    return { ...details(stored), merchant: names.get(merchantId), trail: found }
  },
})

export type PaymentsForConsole = ReturnType<typeof paymentsForConsole>
