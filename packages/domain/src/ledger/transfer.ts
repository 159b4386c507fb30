import { assert, type MerchantId } from '../kernel/index.ts'
import type { Money } from '../money/index.ts'
import type { Account } from './accounts.ts'

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
