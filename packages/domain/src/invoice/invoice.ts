import { addDays, type Day } from '../calendar/index.ts'
import { assert, type MerchantId } from '../kernel/index.ts'
import { type ContractVersion, type Price, priceOf } from '../merchant/index.ts'
import { type Currency, money } from '../money/index.ts'
import { type WalletId, wallets } from '../product/index.ts'
import { type VatTerms, vatGivenBack, vatOf } from './vat.ts'

export type InvoiceKind = 'invoice' | 'credit_note'

/** Who bills or is billed, as the law wants it on an invoice. */
export type InvoiceParty = {
  readonly name: string
  readonly street?: string
  readonly further?: string
  readonly postcode?: string
  readonly city?: string
  /** Two letters, ISO 3166. */
  readonly country: string
  readonly vatId?: string
  /** The number in a company register. */
  readonly registration?: string
}

/** Fees that were fixed alike: by the same wallet at the same price. Amounts are in the currency's smallest unit. */
export type InvoiceLine = {
  readonly says: string
  readonly count: bigint
  /** What was settled for these payments, of which the fee is a share; undefined where it is none. */
  readonly base: bigint | undefined
  readonly price: Price | undefined
  readonly minor: bigint
}

/** An invoice or a credit note as it was issued: it never changes. A credit note's amounts are positive: they are given back. */
export type Invoice = {
  readonly kind: InvoiceKind
  readonly number: string
  readonly merchantId: MerchantId
  readonly currency: Currency
  readonly issuedOn: Day
  /** The month that it is about. */
  readonly from: Day
  readonly through: Day
  readonly supplier: InvoiceParty
  readonly customer: InvoiceParty
  readonly lines: readonly InvoiceLine[]
  readonly vatTerms: VatTerms
  readonly net: bigint
  readonly vat: bigint
  readonly total: bigint
  /** Of a credit note: the invoice that it corrects, and why. */
  readonly corrects?: { readonly number: string; readonly issuedOn: Day; readonly reason: string }
}

/** What was taken of payments of one wallet while one version of the contract was in force. */
export type FeesTaken = {
  readonly wallet: WalletId | undefined
  readonly contract: ContractVersion
  readonly count: bigint
  readonly base: bigint
  readonly minor: bigint
}

/** `SG2026-000017`, `SG2026-C000003`: invoices of a legal entity and a year are numbered without gaps, credit notes alike. */
export const invoiceNumberOf = (kind: InvoiceKind, series: string, year: number, running: number): string =>
  `${series}${year}-${kind === 'credit_note' ? 'C' : ''}${running.toString().padStart(6, '0')}`

/** The first day of a month, and its last. */
export const monthOf = (day: Day): { readonly from: Day; readonly through: Day; readonly next: Day } => {
  const from = `${day.slice(0, 7)}-01`
  const next = `${addDays(from, 31).slice(0, 7)}-01`
  return { from, through: addDays(next, -1), next }
}

const keyOf = (wallet: string | undefined, { basisPoints, fixedMinor }: Price): string =>
  [wallet ?? '', basisPoints, fixedMinor].join(' ')

/** One line for each wallet and price, those that brought most first. */
export const feeLines = (currency: Currency, taken: readonly FeesTaken[]): readonly InvoiceLine[] => {
  const lines = new Map<string, InvoiceLine>()
  for (const { wallet, contract, count, base, minor } of taken) {
    const price = priceOf(contract, currency, wallet)
    const key = keyOf(wallet, price)
    const before = lines.get(key) ?? { count: 0n, base: 0n, minor: 0n }
    lines.set(key, {
      says: `Payments by ${wallet === undefined ? 'other wallets' : wallets[wallet].brand}`,
      ...{ count: before.count + count, base: (before.base ?? 0n) + base, price, minor: before.minor + minor },
    })
  }
  return [...lines.entries()]
    .sort(([a, one], [b, other]) => (one.minor === other.minor ? (a < b ? -1 : 1) : one.minor > other.minor ? -1 : 1))
    .map(([, line]) => line)
}

type Head = Omit<Invoice, 'kind' | 'lines' | 'net' | 'vat' | 'total' | 'corrects'>

/** The invoice of lines: VAT is of their sum. */
export const invoiceOf = (head: Head, lines: readonly InvoiceLine[]): Invoice => {
  const net = lines.reduce((sum, { minor }) => sum + minor, 0n)
  const vat = vatOf(money(head.currency, net), head.vatTerms.rateBasisPoints).minor
  return { kind: 'invoice', ...head, lines, net, vat, total: net + vat }
}

/** What is issued beside its number: a part of an invoice that is given back. `before` is what was given back of it already. */
export const creditNoteOf = (
  invoice: Invoice,
  {
    number,
    issuedOn,
    net,
    before,
    reason,
  }: Pick<Invoice, 'number' | 'issuedOn' | 'net'> & {
    readonly before: bigint
    readonly reason: string
  },
): Invoice => {
  const { currency, vatTerms } = invoice
  assert(net > 0n && before + net <= invoice.net, `${net} after ${before} is no part of ${invoice.net}`)
  const vat = vatGivenBack(money(currency, net), money(currency, before), vatTerms.rateBasisPoints).minor
  return {
    ...invoice,
    ...{ kind: 'credit_note', number, issuedOn, net, vat, total: net + vat },
    lines: [{ says: 'Fees given back', count: 1n, base: undefined, price: undefined, minor: net }],
    corrects: { number: invoice.number, issuedOn: invoice.issuedOn, reason },
  }
}
