import type { MerchantId } from '../kernel/index.ts'
import { type Money, subtract } from '../money/index.ts'
import { type Account, type Transfer, transfer } from './transfer.ts'

/** One transfer; none where Alipay+ settles nothing, as it does for an amount below the settlement currency's smallest unit. */
const booked = (merchantId: MerchantId, reason: string, debit: Account, credit: Account, amount: Money): Transfer[] =>
  amount.minor === 0n ? [] : [transfer(merchantId, reason, debit, credit, amount)]

/** What happened to money, in the accountant's words. Each business fact has one function here, and only here. */
export const postings = {
  /** A consumer paid, and Alipay+ said what it will settle. */
  captured: (merchantId: MerchantId, settlement: Money): Transfer[] =>
    booked(merchantId, 'captured', 'receivable', 'pending', settlement),

  /** A consumer paid, and the settlement amount is not known yet: booked aside in the transaction's currency. */
  capturedUnpriced: (merchantId: MerchantId, amount: Money): Transfer[] => [
    transfer(merchantId, 'captured unpriced', 'receivable_unpriced', 'suspense_unpriced', amount),
  ],

  /** The settlement amount of an unpriced capture has come. */
  priced: (merchantId: MerchantId, amount: Money, settlement: Money): Transfer[] => [
    transfer(merchantId, 'priced', 'suspense_unpriced', 'receivable_unpriced', amount),
    ...postings.captured(merchantId, settlement),
  ],

  /** A consumer paid an order that is dead for the merchant. The money is not the merchant's. */
  lateSuccess: (merchantId: MerchantId, amount: Money, settlement: Money | undefined): Transfer[] =>
    settlement === undefined
      ? booked(merchantId, 'late success', 'receivable_unpriced', 'late_success', amount)
      : booked(merchantId, 'late success', 'receivable', 'late_success', settlement),

  /** The settlement amount of an unpriced late success has come. */
  lateSuccessPriced: (merchantId: MerchantId, amount: Money, settlement: Money): Transfer[] => [
    ...booked(merchantId, 'priced', 'late_success', 'receivable_unpriced', amount),
    ...postings.lateSuccess(merchantId, amount, settlement),
  ],

  /** A refund was asked for: the merchant's balance (or the late success) is lower by it, at the payment's rate. */
  refundAsked: (merchantId: MerchantId, source: Account, amount: Money): Transfer[] =>
    booked(merchantId, 'refund asked', source, 'refunds_in_flight', amount),

  /** Alipay+ gave it back, and takes `settlement` for it; the difference to what was booked is the source's. */
  refundAccepted: (merchantId: MerchantId, source: Account, asked: Money, settlement: Money): Transfer[] => {
    const difference = subtract(settlement, asked)
    const less = { ...difference, minor: -difference.minor }
    return [
      ...(difference.minor > 0n
        ? booked(merchantId, 'refund rate', source, 'refunds_in_flight', difference)
        : booked(merchantId, 'refund rate', 'refunds_in_flight', source, less)),
      ...booked(merchantId, 'refund accepted', 'refunds_in_flight', 'receivable', settlement),
    ]
  },

  /** A refund was refused or cancelled: what was taken for it goes back to where it came from. */
  refundUndone: (merchantId: MerchantId, source: Account, amount: Money): Transfer[] =>
    booked(merchantId, 'refund undone', 'refunds_in_flight', source, amount),

  /** A consumer's claim was lost: Alipay+ settles less by it, and so does the merchant's balance. */
  disputeLost: (merchantId: MerchantId, source: Account, amount: Money): Transfer[] =>
    booked(merchantId, 'dispute lost', source, 'receivable', amount),

  /** What was lost came back. */
  disputeGivenBack: (merchantId: MerchantId, source: Account, amount: Money): Transfer[] =>
    booked(merchantId, 'dispute given back', 'receivable', source, amount),
}
