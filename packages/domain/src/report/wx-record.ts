import type { Account } from '../ledger/index.ts'

/**
 * What a record of the WX file does to what the merchant is due: nothing yet (X), more (+), less (-). Source: Recordcategory.
 */
export type WxCategory = 'X' | '+' | '-'

/** What a record is about. Source: Recordtype, for payments that are no cards'. */
export type WxType = 'IP' | 'RF' | 'RI' | 'CB'

/** Each code that we write, in words. */
export const wxCodes = {
  XIP: 'captured; the money is on its way',
  XRF: 'refund of a payment that is not paid yet',
  XCB: 'claim that was lost, or came back, about a payment that is not paid yet',
  '+IP': 'payment paid, or a correction of payments',
  '-IP': 'correction of payments',
  '-RF': 'refund',
  '+RF': 'refund that was refused or cancelled, or cost less than was booked',
  '-RI': 'claim of a consumer that was lost',
  '+RI': 'claim of a consumer that was lost and came back',
} as const

export type WxCode = keyof typeof wxCodes

/** What postings are about, by their reason; every other one corrects payments. */
export const wxTypes: Readonly<Record<string, WxType>> = {
  'refund asked': 'RF',
  'refund accepted': 'RF',
  'refund undone': 'RF',
  'refund rate': 'RF',
  'dispute lost': 'RI',
  'dispute given back': 'RI',
}

/**
 * Postings between what we owe the merchant and these accounts do not change what it is due for its sales: they are in the
 * Financial Report alone. Our fee and its VAT are among them.
 */
export const notOfSales: readonly Account[] = [
  'fee_revenue',
  'vat_payable',
  'reserve',
  'remittance_in_transit',
  'bank_safeguarding',
]

export type WxMovement = {
  readonly reason: string
  readonly debit: Account
  readonly credit: Account
  /** Whether its payment is paid with it: what was pending for it becomes due. */
  readonly isPaid: boolean
}

/**
 * The record that a posting is in the WX file; undefined where it is none. What moves money that is pending is told twice:
 * when it happens, without effect on what is due (X), and with effect when the payment is paid.
 */
export const wxCodeOf = ({ reason, debit, credit, isPaid }: WxMovement): WxCode | undefined => {
  const type = wxTypes[reason] ?? 'IP'
  const isPending = debit === 'pending' || credit === 'pending'
  const account: Account = isPending ? 'pending' : 'available'
  if (debit !== account && credit !== account) return undefined
  if (isPending && (debit === 'available' || credit === 'available')) return undefined
  const other = debit === account ? credit : debit
  if (!isPending && notOfSales.includes(other)) return undefined
  if (isPending && !isPaid) return type === 'RI' ? 'XCB' : type === 'RF' ? 'XRF' : 'XIP'
  return `${credit === account ? '+' : '-'}${type}` as WxCode
}
