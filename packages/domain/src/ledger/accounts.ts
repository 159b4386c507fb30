/** Debits make assets and expenses grow, credits make liabilities and income grow. */
export type AccountKind = 'asset' | 'liability' | 'income' | 'expense'

type Words = { readonly kind: AccountKind; readonly says: string }

/** The accounts of the books, each per merchant and currency; what belongs to no merchant stands under the operator. */
export const accounts = {
  receivable: { kind: 'asset', says: 'what Alipay+ owes us' },
  receivable_unpriced: {
    kind: 'asset',
    says: 'what Alipay+ owes us for captures whose settlement amount is not known yet, in transaction currency',
  },
  bank_safeguarding: { kind: 'asset', says: 'money at the bank that belongs to merchants, kept apart from ours' },
  bank_operating: { kind: 'asset', says: 'money at the bank that is ours' },
  sweep_in_transit: {
    kind: 'asset',
    says: 'money that left one of our accounts at the bank for another one of ours and has not come there',
  },
  breaks: { kind: 'asset', says: 'what does not agree between reports, bank and books, until somebody has settled it' },

  pending: { kind: 'liability', says: 'what we will owe the merchant once Alipay+ has paid' },
  available: { kind: 'liability', says: 'what we owe the merchant' },
  reserve: { kind: 'liability', says: 'what we owe the merchant and keep back for a time' },
  remittance_in_transit: {
    kind: 'liability',
    says: 'what our bank was told to pay the merchant and has not confirmed',
  },
  refunds_in_flight: {
    kind: 'liability',
    says: 'what is on its way back to consumers; Alipay+ has not said yet that it went back',
  },
  suspense_unpriced: { kind: 'liability', says: 'the counterpart of unpriced receivables' },
  late_success: {
    kind: 'liability',
    says: 'money of consumers who paid an order that the merchant was told is dead; it goes back to them',
  },
  vat_payable: {
    kind: 'liability',
    says: 'VAT on our fees, which merchants have paid and which we owe the tax office',
  },

  fee_revenue: { kind: 'income', says: 'what merchants pay us' },

  scheme_fees_interchange: { kind: 'expense', says: 'what wallets take for payments' },
  scheme_fees_service: { kind: 'expense', says: 'what Alipay+ takes for payments' },
  bank_charges: { kind: 'expense', says: 'what banks take for transfers of money' },
  write_offs: { kind: 'expense', says: 'differences that were given up' },
  rounding: { kind: 'expense', says: 'what is too small for amounts that merchants can be shown' },
} as const satisfies Record<string, Words>

export type Account = keyof typeof accounts

/** A balance, debits less credits, as the account's owner reads it: positive where the account holds what it is for. */
export const ownSide = (account: Account, minor: bigint): bigint =>
  ['asset', 'expense'].includes(accounts[account].kind) ? minor : -minor
