import type { Said } from '../kernel/index.ts'

/** What a person must look at, with the hours they have for it. */
export const exceptionKinds = {
  late_success: { hours: 24, says: 'a consumer paid an order that the merchant was told is dead; the money goes back' },
  late_success_kept: {
    hours: 24,
    says: 'Alipay+ refused to give a late success back; the consumer must be paid in another way',
  },
  unpriced: { hours: 24, says: 'Alipay+ has not said for an hour what it will settle for a payment' },
  contradiction: { hours: 24, says: 'Alipay+ said yes and no about the same order' },
  amount_differs: { hours: 24, says: 'a genuine message names another amount than the order has' },
  settlement_currency_differs: {
    hours: 24,
    says: 'Alipay+ names a settlement amount in another currency than the merchant settles in; it is left out of the books',
  },
  settlement_amount_differs: {
    hours: 72,
    says: 'Alipay+ names two settlement amounts for one payment; the one that was heard first is booked',
  },
  refund_unpriced: {
    hours: 72,
    says: 'Alipay+ gave a refund back and has not said what it takes for it; until it does, the rate of the payment is booked',
  },
  refund_unbooked: {
    hours: 72,
    says: 'a refund of a payment without a price went back; until Alipay+ says what it takes, it is booked aside alone',
  },
  dispute_exceeds_payment: {
    hours: 72,
    says: 'a dispute claims money that went back already, or is on its way; it must not go back twice',
  },
  dispute_unpriced: {
    hours: 72,
    says: 'a dispute was lost before Alipay+ said what it settles for the payment; it must be booked by hand',
  },
  dispute_stuck: {
    hours: 24,
    says: 'Alipay+ refused our answer to a dispute, does not take it, or has not decided the dispute for a month',
  },
  registration_undecided: {
    hours: 72,
    says: 'Alipay+ has not decided for seven days on a request to register a merchant',
  },
  kyb_review_due: {
    hours: 72,
    says: 'a merchant must be looked into again by its KYB; until then it is paid nothing',
  },
  invoice_failed: {
    hours: 72,
    says: 'the fees of a month could not be billed to a merchant; it is tried again each morning',
  },
  unknown_order: { hours: 24, says: 'a genuine message names an order that we never placed' },
  outcome_unknown: { hours: 4, says: 'Alipay+ has not said for an hour what became of an order' },
} as const

export type ExceptionKind = keyof typeof exceptionKinds

export type PaymentException = { readonly kind: ExceptionKind; readonly detail: Said }
