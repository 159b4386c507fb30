import { type Invoice, type InvoiceLine, type InvoiceParty, vatTreatments } from '@silkgate/domain'
import { decimal, element, escaped } from './financial-files.ts'
import { priceWords, settledWords } from './invoice-words.ts'

type Attributes = Readonly<Record<string, string>>

/** An element with text in it; none without. */
const leaf = (name: string, text: string | undefined, of: Attributes = {}): string => {
  if (text === undefined || text === '') return ''
  const attributes = Object.entries(of).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  return `<cbc:${name}${attributes.join('')}>${escaped(text)}</cbc:${name}>\n`
}

const branch = (name: string, ...inside: string[]): string => element(`cac:${name}`, {}, inside)

/** Two decimals at most: what merchants are shown needs no third one. Source: EN 16931, BR-DEC. */
const amountText = (currency: string, minor: bigint): string => decimal(currency, minor).replace(/(\.\d\d)0$/, '$1')

const vatScheme = branch('TaxScheme', leaf('ID', 'VAT'))

const percentText = (basisPoints: bigint): string =>
  `${basisPoints / 100n}.${(basisPoints % 100n).toString().padStart(2, '0')}`

/** Outside the scope of VAT there is no rate, and nobody's VAT id may be there. Source: EN 16931, BR-O-02 to BR-O-05. */
const isOutside = ({ vatTerms }: Invoice): boolean => vatTerms.treatment === 'outside'

const categoryOf = (invoice: Invoice, name: string, ...reason: string[]): string => {
  const { treatment, rateBasisPoints } = invoice.vatTerms
  const percent = isOutside(invoice) ? '' : leaf('Percent', percentText(rateBasisPoints))
  return branch(name, leaf('ID', vatTreatments[treatment].category), percent, ...reason, vatScheme)
}

/**
 * The seller is named by its VAT id, a number in a register, or any other id: one of them must be there, and outside the scope
 * of VAT the first may not. Source: EN 16931, BR-CO-26.
 */
const identificationOf = (invoice: Invoice, party: InvoiceParty): string => {
  const isNamed = !isOutside(invoice) || party !== invoice.supplier || party.registration !== undefined
  return isNamed || party.vatId === undefined ? '' : branch('PartyIdentification', leaf('ID', party.vatId))
}

const partyOf = (invoice: Invoice, name: string, party: InvoiceParty): string =>
  branch(
    name,
    branch(
      'Party',
      identificationOf(invoice, party),
      branch('PartyName', leaf('Name', party.name)),
      branch(
        'PostalAddress',
        leaf('StreetName', party.street),
        leaf('AdditionalStreetName', party.further),
        leaf('CityName', party.city),
        leaf('PostalZone', party.postcode),
        branch('Country', leaf('IdentificationCode', party.country)),
      ),
      party.vatId === undefined || isOutside(invoice)
        ? ''
        : branch('PartyTaxScheme', leaf('CompanyID', party.vatId), vatScheme),
      branch('PartyLegalEntity', leaf('RegistrationName', party.name), leaf('CompanyID', party.registration)),
    ),
  )

/** What a line consists of, in words: a fee has no price for each of so many pieces. */
const detailsOf = (currency: string, { count, base, price }: InvoiceLine): string | undefined =>
  base === undefined || price === undefined
    ? undefined
    : `${count} payments, ${decimal(currency, base)} ${currency} settled, ${priceWords(currency, price)}`

const lineOf = (invoice: Invoice, line: InvoiceLine, index: number): string => {
  const { currency, kind } = invoice
  const [name, quantity] =
    kind === 'invoice' ? ['InvoiceLine', 'InvoicedQuantity'] : ['CreditNoteLine', 'CreditedQuantity']
  const isLess = line.minor < 0n
  return branch(
    name ?? '',
    leaf('ID', `${index + 1}`),
    leaf(quantity ?? '', isLess ? '-1' : '1', { unitCode: 'C62' }),
    leaf('LineExtensionAmount', amountText(currency, line.minor), { currencyID: currency }),
    branch(
      'Item',
      leaf('Description', detailsOf(currency, line)),
      leaf('Name', line.says),
      categoryOf(invoice, 'ClassifiedTaxCategory'),
    ),
    // No price is below nothing. Source: EN 16931, BR-27.
    branch(
      'Price',
      leaf('PriceAmount', amountText(currency, isLess ? -line.minor : line.minor), { currencyID: currency }),
    ),
  )
}

/** An invoice or credit note as UBL 2.1, by the European standard for electronic invoices (EN 16931). */
export const invoiceUbl = (invoice: Invoice): string => {
  const { kind, currency, corrects, vatTerms, net, vat, total } = invoice
  const amount = (name: string, minor: bigint) => leaf(name, amountText(currency, minor), { currencyID: currency })
  const root = kind === 'invoice' ? 'Invoice' : 'CreditNote'
  const reason = vatTerms.treatment === 'charged' ? '' : leaf('TaxExemptionReason', vatTerms.says)
  const spaces = {
    xmlns: `urn:oasis:names:specification:ubl:schema:xsd:${root}-2`,
    'xmlns:cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
    'xmlns:cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
  }
  const parts = [
    leaf('CustomizationID', 'urn:cen.eu:en16931:2017'),
    leaf('ID', invoice.number),
    leaf('IssueDate', invoice.issuedOn),
    leaf(`${root}TypeCode`, kind === 'invoice' ? '380' : '381'),
    leaf('Note', corrects?.reason ?? settledWords(invoice)),
    leaf('DocumentCurrencyCode', currency),
    leaf('BuyerReference', invoice.merchantId),
    branch('InvoicePeriod', leaf('StartDate', invoice.from), leaf('EndDate', invoice.through)),
    corrects === undefined
      ? ''
      : branch(
          'BillingReference',
          branch('InvoiceDocumentReference', leaf('ID', corrects.number), leaf('IssueDate', corrects.issuedOn)),
        ),
    partyOf(invoice, 'AccountingSupplierParty', invoice.supplier),
    partyOf(invoice, 'AccountingCustomerParty', invoice.customer),
    branch(
      'TaxTotal',
      amount('TaxAmount', vat),
      branch(
        'TaxSubtotal',
        amount('TaxableAmount', net),
        amount('TaxAmount', vat),
        categoryOf(invoice, 'TaxCategory', reason),
      ),
    ),
    branch(
      'LegalMonetaryTotal',
      amount('LineExtensionAmount', net),
      amount('TaxExclusiveAmount', net),
      amount('TaxInclusiveAmount', total),
      amount('PrepaidAmount', total),
      amount('PayableAmount', 0n),
    ),
    ...invoice.lines.map((line, index) => lineOf(invoice, line, index)),
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, spaces, parts)}`
}
