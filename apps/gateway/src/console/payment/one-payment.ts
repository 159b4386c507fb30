import {
  type ErrorCode,
  isPaymentId,
  type Merchant,
  type MerchantId,
  type Money,
  merchantOf,
  refundableOf,
  statusCodeOf,
  statusOf,
  whyNotRefundable,
} from '@silkgate/domain'
import { disputeSeen, readDisputesOf } from '../../dispute/index.ts'
import { readHolds } from '../../merchant/index.ts'
import type { OperatorRequest, SignedIn } from '../../operator/index.ts'
import type { StoredPayment } from '../../payment/index.ts'
import type { Db } from '../../postgres/db.ts'
import { readRefundsOf, refundSeen } from '../../refund/index.ts'
import type { Trail } from '../../trail/index.ts'
import type { WebhookWork } from '../../webhook/work/index.ts'
import type { World } from '../../world.ts'
import { insertNote, readMessages, readNotes } from './payment-notes.store.ts'
import { whereIs, withoutBreaks } from './where-is.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly getPayment: (merchantId: MerchantId, paymentId: string) => Promise<StoredPayment | undefined>
  readonly merchant: (merchantId: MerchantId) => Promise<Merchant | undefined>
  readonly trail: (paymentId: string, merchantId?: MerchantId, isForMerchant?: boolean) => Promise<Trail | undefined>
  readonly webhooks: Pick<WebhookWork, 'ofPayment'>
}

/** Amounts as the console takes them: the currency's smallest unit, as text, for JSON has no whole numbers of that size. */
const amountOf = (amount: Money | undefined) => amount && { currency: amount.currency, minor: amount.minor.toString() }

const factsOf = ({ payment, request }: StoredPayment, terms: Merchant, now: Date) => ({
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
  disputing: amountOf({ currency: payment.amount.currency, minor: payment.disputingMinor }),
  disputed: amountOf({ currency: payment.amount.currency, minor: payment.disputedMinor }),
  alipayPlusPaymentId: payment.network.alipayPlusPaymentId,
  capturedAt: payment.capturedAt,
  expiresAt: payment.expiresAt,
  refusedBecause: payment.refusedBecause,
  /** What of it can go back now, or why nothing can. */
  refundable: { ...amountOf(refundableOf(payment)), because: whyNotRefundable(payment, terms, now) },
  waitsFor: payment.waiting && {
    step: payment.waiting.step,
    until: payment.waiting.dueAt,
    since: payment.waiting.since,
  },
})

/** One payment as the console shows it: what is true of it, its money's way, what was said about it, and notes. */
export const onePayment = ({ db, world, getPayment, merchant, trail, webhooks }: Needs) => ({
  /** What a route says of a payment that is not there, or is of another merchant than the caller's. */
  absent: async ({
    by,
    params: { paymentId = '' },
  }: Pick<OperatorRequest, 'by' | 'params'>): Promise<ErrorCode | undefined> => {
    const merchantId = isPaymentId(paymentId) ? merchantOf(paymentId) : undefined
    const isSeen = merchantId !== undefined && (by.merchantId ?? merchantId) === merchantId
    return isSeen && (await getPayment(merchantId, paymentId)) !== undefined ? undefined : 'INVALID_PAYMENT_ID'
  },

  facts: async (by: SignedIn, paymentId: string) => {
    const merchantId = merchantOf(paymentId)
    const isForMerchant = by.merchantId !== undefined
    const [stored, owner, whole, shown, refunds, disputes, holds] = await Promise.all([
      getPayment(merchantId, paymentId),
      merchant(merchantId),
      trail(paymentId, merchantId),
      isForMerchant ? trail(paymentId, merchantId, true) : undefined,
      readRefundsOf(db, merchantId, [paymentId]),
      readDisputesOf(db, merchantId, [paymentId]),
      isForMerchant ? undefined : readHolds(db, { merchantId, isInForce: false, objectId: paymentId }),
    ])
    if (stored === undefined || owner === undefined || whole === undefined) return undefined
    const where = whereIs(stored, whole, world.now())
    return {
      ...factsOf(stored, owner, world.now()),
      merchant: owner.displayName,
      where: isForMerchant ? withoutBreaks(where) : where,
      refunds: refunds.filter(({ refund }) => !isForMerchant || refund.askedBy === 'merchant').map(refundSeen),
      disputes: disputes.map(disputeSeen),
      holds,
      trail: shown ?? whole,
    }
  },

  messages: (paymentId: string) => readMessages(db, { merchantId: merchantOf(paymentId), paymentId }),

  webhooks: (paymentId: string) => webhooks.ofPayment(merchantOf(paymentId), paymentId),

  notes: (by: SignedIn, paymentId: string) =>
    readNotes(db, { merchantId: merchantOf(paymentId), paymentId }, by.merchantId !== undefined),

  /** Writes a note; `key` is the same however often it is sent. Answers false where it was sent with another note before. */
  addNote: (by: SignedIn, paymentId: string, { note, key }: { readonly note: string; readonly key: string }) =>
    insertNote(
      db,
      { merchantId: merchantOf(paymentId), paymentId },
      { noteId: key, at: world.now(), by: by.email, note, isInternal: by.merchantId === undefined },
    ),
})

export type OnePayment = ReturnType<typeof onePayment>
