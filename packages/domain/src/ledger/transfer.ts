import { assert, type MerchantId } from '../kernel/index.ts'
import type { Money } from '../money/index.ts'

/** The accounts of the books, each per merchant and currency; what belongs to no merchant stands under the operator. */
export const accounts = {
  receivable: 'what Alipay+ owes us',
  receivable_unpriced:
    'what Alipay+ owes us for captures whose settlement amount is not known yet, in transaction currency',
  pending: 'what we will owe the merchant once Alipay+ has paid',
  available: 'what we owe the merchant',
  fee_revenue: 'what merchants pay us for settled payments',
  refunds_in_flight: 'what is on its way back to consumers; Alipay+ has not said yet that it went back',
  suspense_unpriced: 'the counterpart of unpriced receivables',
  late_success: 'money of consumers who paid an order that the merchant was told is dead; it goes back to them',
} as const

export type Account = keyof typeof accounts

/** One movement of one positive amount between two accounts of one merchant: balanced by construction. */
export type Transfer = {
  readonly merchantId: MerchantId
  readonly debit: Account
  readonly credit: Account
  readonly amount: Money
  readonly reason: string
}

/** The only way to make a transfer. */
export const transfer = (
  merchantId: MerchantId,
  reason: string,
  debit: Account,
  credit: Account,
  amount: Money,
): Transfer => {
  assert(amount.minor > 0n, `a transfer moves a positive amount, not ${amount.minor}`)
  assert(debit !== credit, 'a transfer moves between two accounts')
  return { merchantId, debit, credit, amount, reason }
}
