import type { Invoice, InvoiceParty, Price } from '@silkgate/domain'
import { decimal } from './financial-files.ts'

/** `1.4 %` from hundredths of a percent. */
export const percentOf = (basisPoints: bigint): string => {
  const text = `${basisPoints / 100n}.${(basisPoints % 100n).toString().padStart(2, '0')}`
  return `${text.replace(/\.?0+$/, '')} %`
}

/** `1.4 % + 0.10`, in an invoice's currency. */
export const priceWords = (currency: string, { basisPoints, fixedMinor }: Price): string =>
  fixedMinor === 0n ? percentOf(basisPoints) : `${percentOf(basisPoints)} + ${decimal(currency, fixedMinor)}`

/** `VAT 21 %`, or why there is none. */
export const vatWords = ({ vatTerms: { treatment, rateBasisPoints, says } }: Invoice): string =>
  treatment === 'charged' ? `${says} ${percentOf(rateBasisPoints)}` : says

/** An address as lines of text. */
export const addressLines = ({ street, further, postcode, city, country }: InvoiceParty): string[] =>
  [street, further, [postcode, city].filter(Boolean).join(' '), country].filter((line): line is string => Boolean(line))

export const titleOf = ({ kind }: Invoice): string => (kind === 'invoice' ? 'Invoice' : 'Credit note')

/** What has become of the amount: nothing is to be paid by anybody. */
export const settledWords = ({ kind }: Invoice): string =>
  kind === 'invoice' ? 'Already taken from your balance' : 'Already added to your balance'
