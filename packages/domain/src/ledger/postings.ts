import { type MerchantId, operator } from '../kernel/index.ts'
import { type Money, negative, subtract } from '../money/index.ts'
import type { Account } from './accounts.ts'
import { type Transfer, transfer } from './transfer.ts'

/** Our accounts at the bank. */
type BankAccount = Extract<Account, `bank_${'safeguarding' | 'operating'}`>

/** One transfer; none where Alipay+ settles nothing, as it does for an amount below the settlement currency's smallest unit. */
const booked = (merchantId: MerchantId, reason: string, debit: Account, credit: Account, amount: Money): Transfer[] =>
  amount.minor === 0n ? [] : [transfer(merchantId, reason, debit, credit, amount)]

/** The same, and the other way round where the amount is negative. */
const eitherWay = (merchantId: MerchantId, reason: string, debit: Account, credit: Account, amount: Money) =>
  amount.minor < 0n
    ? booked(merchantId, reason, credit, debit, negative(amount))
    : booked(merchantId, reason, debit, credit, amount)

/** A refund took more than was booked for it, or less: the difference is borne by an account. */
const refundRate = (merchantId: MerchantId, source: Account, other: Account, difference: Money): Transfer[] =>
  eitherWay(merchantId, 'refund rate', source, other, difference)

/** What happened to money, in the accountant's words. Each business fact has one function here, and only here. */
export const postings = {
  /** A consumer paid, and Alipay+ said what it will settle. */
  captured: (merchantId: MerchantId, settlement: Money): Transfer[] =>
    booked(merchantId, 'captured', 'receivable', 'pending', settlement),

  /** A consumer paid, and the settlement amount is not known yet: booked aside in the transaction's currency. */
  capturedUnpriced: (merchantId: MerchantId, amount: Money): Transfer[] => [
    transfer(merchantId, 'captured unpriced', 'receivable_unpriced', 'suspense_unpriced', amount),
  ],

  /** The settlement amount of an unpriced capture has come; `unrefunded` is what refunds have not taken out already. */
  priced: (merchantId: MerchantId, unrefunded: Money, settlement: Money): Transfer[] => [
    ...booked(merchantId, 'priced', 'suspense_unpriced', 'receivable_unpriced', unrefunded),
    ...postings.captured(merchantId, settlement),
  ],

  /** A consumer paid an order that is dead for the merchant. The money is not the merchant's. */
  lateSuccess: (merchantId: MerchantId, amount: Money, settlement: Money | undefined): Transfer[] =>
    settlement === undefined
      ? booked(merchantId, 'late success', 'receivable_unpriced', 'late_success', amount)
      : booked(merchantId, 'late success', 'receivable', 'late_success', settlement),

  /** The settlement amount of an unpriced late success has come. */
  lateSuccessPriced: (merchantId: MerchantId, unrefunded: Money, settlement: Money): Transfer[] => [
    ...booked(merchantId, 'priced', 'late_success', 'receivable_unpriced', unrefunded),
    ...postings.lateSuccess(merchantId, unrefunded, settlement),
  ],

  /** A refund was asked for: the merchant's balance (or the late success) is lower by it, at the payment's rate. */
  refundAsked: (merchantId: MerchantId, source: Account, amount: Money): Transfer[] =>
    booked(merchantId, 'refund asked', source, 'refunds_in_flight', amount),

  /** Alipay+ gave it back, and takes `settlement` for it; the difference to what was booked is the source's. */
  refundAccepted: (merchantId: MerchantId, source: Account, asked: Money, settlement: Money): Transfer[] => [
    ...refundRate(merchantId, source, 'refunds_in_flight', subtract(settlement, asked)),
    ...booked(merchantId, 'refund accepted', 'refunds_in_flight', 'receivable', settlement),
  ],

  /** What Alipay+ takes for a refund that it gave back before has come; `taken` was booked for it meanwhile. */
  refundPriced: (merchantId: MerchantId, source: Account, taken: Money, settlement: Money): Transfer[] =>
    refundRate(merchantId, source, 'receivable', subtract(settlement, taken)),

  /** Alipay+ gave back a refund that was booked in the transaction's currency, since the payment had no price yet. */
  refundAcceptedUnpriced: (merchantId: MerchantId, source: Account, asked: Money, settlement?: Money): Transfer[] => [
    ...booked(merchantId, 'refund accepted', 'refunds_in_flight', 'receivable_unpriced', asked),
    ...(settlement === undefined ? [] : booked(merchantId, 'refund accepted', source, 'receivable', settlement)),
  ],

  /** A refund was refused or cancelled: what was taken for it goes back to where it came from. */
  refundUndone: (merchantId: MerchantId, source: Account, amount: Money): Transfer[] =>
    booked(merchantId, 'refund undone', 'refunds_in_flight', source, amount),

  /**
   * The bank has what Alipay+ settles: the merchant is owed `kept`, what was captured less what went back or is on its way,
   * and our fee is taken. Less than nothing is kept where a refund took more than the payment brought.
   */
  settled: (merchantId: MerchantId, kept: Money, fee: Money): Transfer[] => [
    ...eitherWay(merchantId, 'settled', 'pending', 'available', kept),
    ...booked(merchantId, 'fee', 'available', 'fee_revenue', fee),
  ],

  /** A refund went back, and the merchant's contract gives it its share of our fee; taken or not yet, it is available. */
  feeReturned: (merchantId: MerchantId, share: Money): Transfer[] =>
    booked(merchantId, 'fee returned', 'fee_revenue', 'available', share),

  /** An invoice charges VAT on the fees of a month; negative where more fees went back than were taken. */
  vatCharged: (merchantId: MerchantId, vat: Money): Transfer[] =>
    eitherWay(merchantId, 'fee VAT', 'available', 'vat_payable', vat),

  /** A credit note gives fees of an invoice back, and their VAT. */
  feesCredited: (merchantId: MerchantId, fees: Money, vat: Money): Transfer[] => [
    ...booked(merchantId, 'fee credited', 'fee_revenue', 'available', fees),
    ...booked(merchantId, 'fee VAT credited', 'vat_payable', 'available', vat),
  ],

  /** A consumer's claim was lost: Alipay+ settles less by it, and so does the merchant's balance. */
  disputeLost: (merchantId: MerchantId, source: Account, amount: Money): Transfer[] =>
    booked(merchantId, 'dispute lost', source, 'receivable', amount),

  /** What was lost came back. */
  disputeGivenBack: (merchantId: MerchantId, source: Account, amount: Money): Transfer[] =>
    booked(merchantId, 'dispute given back', 'receivable', source, amount),

  /** A clearing batch says what its payments cost; negative where its refunds gave more back. */
  feesMatched: (merchantId: MerchantId, interchange: Money, service: Money): Transfer[] => [
    ...eitherWay(merchantId, 'scheme fees', 'scheme_fees_interchange', 'receivable', interchange),
    ...eitherWay(merchantId, 'scheme fees', 'scheme_fees_service', 'receivable', service),
  ],

  /** A settlement batch is on our bank statement: what of it is this merchant's; negative where its refunds were more. */
  batchReceived: (merchantId: MerchantId, net: Money): Transfer[] =>
    eitherWay(merchantId, 'batch received', 'bank_safeguarding', 'receivable', net),

  /** The bank took something for itself; negative where it gave more than it was told to, or took less. */
  bankCharges: (charges: Money, from: BankAccount = 'bank_safeguarding'): Transfer[] =>
    eitherWay(operator, 'bank charges', 'bank_charges', from, charges),

  /**
   * Something does not agree, by what we have or are told of beyond what should be, negative for what is short: kept aside,
   * so that the account it is about says what the other side says.
   */
  breakPosted: (merchantId: MerchantId, about: 'receivable' | 'bank_safeguarding', beyond: Money): Transfer[] =>
    eitherWay(merchantId, 'break', about, 'breaks', beyond),

  /** It agrees after all. */
  breakClosed: (merchantId: MerchantId, about: 'receivable' | 'bank_safeguarding', beyond: Money): Transfer[] =>
    eitherWay(merchantId, 'break closed', 'breaks', about, beyond),

  /** Money came that we know nothing of. It is nobody's until somebody finds out. */
  unattributed: (amount: Money): Transfer[] => postings.breakPosted(operator, 'bank_safeguarding', amount),

  /** What was short is our loss, what was beyond is our gain. */
  writeOff: (merchantId: MerchantId, beyond: Money): Transfer[] =>
    eitherWay(merchantId, 'write-off', 'breaks', 'write_offs', beyond),

  /** Part of what is available is kept for a time. */
  reserved: (merchantId: MerchantId, amount: Money): Transfer[] =>
    booked(merchantId, 'reserve', 'available', 'reserve', amount),

  /** The time is over. */
  reserveReleased: (merchantId: MerchantId, amount: Money): Transfer[] =>
    booked(merchantId, 'reserve released', 'reserve', 'available', amount),

  /** A merchant is to be paid: what is in transit cannot be paid again. */
  remitted: (merchantId: MerchantId, amount: Money): Transfer[] =>
    booked(merchantId, 'remitted', 'available', 'remittance_in_transit', amount),

  /** The debit is on our bank statement. */
  remittanceConfirmed: (merchantId: MerchantId, amount: Money): Transfer[] =>
    booked(merchantId, 'remittance confirmed', 'remittance_in_transit', 'bank_safeguarding', amount),

  /** The bank did not pay it, or a person called it off before. */
  remittanceUndone: (merchantId: MerchantId, why: 'rejected' | 'cancelled', amount: Money): Transfer[] =>
    booked(merchantId, `remittance ${why}`, 'remittance_in_transit', 'available', amount),

  /** The bank paid what it had rejected: it was made available, and is taken back from there. */
  remittedAfterAll: (merchantId: MerchantId, amount: Money): Transfer[] => [
    ...booked(merchantId, 'remitted after all', 'available', 'remittance_in_transit', amount),
    ...postings.remittanceConfirmed(merchantId, amount),
  ],

  /** The money came back after the debit. */
  remittanceReturned: (merchantId: MerchantId, amount: Money): Transfer[] =>
    booked(merchantId, 'remittance returned', 'bank_safeguarding', 'available', amount),

  /** The bank has debited what we move between our own accounts: a surplus of merchants' money is ours, or is made good. */
  sweepLeft: (from: BankAccount, amount: Money): Transfer[] =>
    booked(operator, 'sweep', 'sweep_in_transit', from, amount),

  /** The bank has credited it: on the other account or, where it came back, on the one that it left. */
  sweepArrived: (at: BankAccount, amount: Money): Transfer[] =>
    booked(operator, 'sweep', at, 'sweep_in_transit', amount),
}
