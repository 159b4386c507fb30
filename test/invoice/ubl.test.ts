import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { XmlDocument, XmlElement } from 'libxml2-wasm'
import { invoiceUbl } from '../../apps/gateway/src/report/invoice-ubl.ts'
import {
  creditNoteOf,
  type Invoice,
  invoiceOf,
  type VatTreatment,
  vatTreatments,
} from '../../packages/domain/src/index.ts'

const document = (type: string, line: string) =>
  `CustomizationID? ID IssueDate ${type} Note* DocumentCurrencyCode? BuyerReference? InvoicePeriod* BillingReference*
   AccountingSupplierParty AccountingCustomerParty TaxTotal* LegalMonetaryTotal ${line}+`

const line = (quantity: string) => `ID ${quantity}? LineExtensionAmount Item Price?`

/**
 * What is in each element, in its order and as often as the schema allows: UBL-Invoice-2.1.xsd, UBL-CreditNote-2.1.xsd and
 * UBL-CommonAggregateComponents-2.1.xsd of OASIS, of their elements those that we write.
 */
const schema: Readonly<Record<string, string>> = {
  Invoice: document('InvoiceTypeCode?', 'InvoiceLine'),
  CreditNote: document('CreditNoteTypeCode?', 'CreditNoteLine'),
  InvoicePeriod: 'StartDate? EndDate?',
  BillingReference: 'InvoiceDocumentReference?',
  InvoiceDocumentReference: 'ID IssueDate?',
  AccountingSupplierParty: 'Party?',
  AccountingCustomerParty: 'Party?',
  Party: 'PartyIdentification* PartyName* PostalAddress? PartyTaxScheme* PartyLegalEntity*',
  PartyIdentification: 'ID',
  PartyName: 'Name',
  PostalAddress: 'StreetName? AdditionalStreetName? CityName? PostalZone? Country?',
  Country: 'IdentificationCode?',
  PartyTaxScheme: 'CompanyID? TaxScheme',
  PartyLegalEntity: 'RegistrationName? CompanyID?',
  TaxTotal: 'TaxAmount TaxSubtotal*',
  TaxSubtotal: 'TaxableAmount? TaxAmount TaxCategory',
  TaxCategory: 'ID? Percent? TaxExemptionReason* TaxScheme',
  ClassifiedTaxCategory: 'ID? Percent? TaxExemptionReason* TaxScheme',
  TaxScheme: 'ID?',
  LegalMonetaryTotal: 'LineExtensionAmount? TaxExclusiveAmount? TaxInclusiveAmount? PrepaidAmount? PayableAmount',
  InvoiceLine: line('InvoicedQuantity'),
  CreditNoteLine: line('CreditedQuantity'),
  Item: 'Description* Name? ClassifiedTaxCategory*',
  Price: 'PriceAmount',
}

const childrenOf = (element: XmlElement): XmlElement[] => {
  const found: XmlElement[] = []
  for (let node = element.firstChild; node !== null; node = node.next) {
    if (node instanceof XmlElement) found.push(node)
  }
  return found
}

/** The order of a list of names, each with `?`, `*` or `+`, as an expression over names that end in a blank. */
const orderOf = (names: string): RegExp =>
  new RegExp(
    `^${names
      .trim()
      .split(/\s+/)
      .map((one) => one.replace(/^(\w+)([?*+]?)$/, '(?:$1 )$2'))
      .join('')}$`,
  )

const names = 'urn:oasis:names:specification:ubl:schema:xsd:'

const assertBySchema = (element: XmlElement): void => {
  const inside = childrenOf(element)
  const order = schema[element.name]
  const space =
    element.prefix === '' ? element.name : order === undefined ? 'CommonBasicComponents' : 'CommonAggregateComponents'
  assert.equal(element.namespaceUri, `${names}${space}-2`, element.name)
  const told = inside.map(({ name }) => `${name} `).join('')
  if (order === undefined) assert.equal(told, '', `${element.name} has text alone`)
  else assert.match(told, orderOf(order), element.name)
  for (const one of inside) assertBySchema(one)
}

/** Amounts have two decimals at most, dates and currencies are what they say. */
const forms: Readonly<Record<string, RegExp>> = {
  Amount: /^-?\d+(\.\d{1,2})?$/,
  Date: /^\d{4}-\d\d-\d\d$/,
  DocumentCurrencyCode: /^[A-Z]{3}$/,
  IdentificationCode: /^[A-Z]{2}$/,
  Percent: /^\d+\.\d\d$/,
}

const assertForms = (xml: string): void => {
  for (const [, name = '', attributes = '', said = ''] of xml.matchAll(/<cbc:(\w+)([^>]*)>([^<]*)</g)) {
    const [, form] = Object.entries(forms).find(([end]) => name.endsWith(end)) ?? []
    if (form !== undefined) assert.match(said, form, name)
    if (name.endsWith('Amount')) assert.match(attributes, / currencyID="[A-Z]{3}"/, name)
  }
}

const assertIsUbl = (xml: string): void => {
  const read = XmlDocument.fromString(xml)
  try {
    assertBySchema(read.root)
  } finally {
    read.dispose()
  }
  assertForms(xml)
}

const words = fc.string({ unit: fc.constantFrom(...'&<>"äß龍😀/:\u0007\ud800\\ aZ'), minLength: 1, maxLength: 60 })
const party = fc.record(
  {
    ...{ name: words, country: fc.constantFrom('NL', 'HK') },
    ...{
      street: words,
      further: words,
      postcode: words,
      city: words,
      vatId: fc.constant('NL004495445B01'),
      registration: words,
    },
  },
  { requiredKeys: ['name', 'country'], noNullPrototype: true },
)
const lines = fc.array(
  fc.record({
    ...{ says: words, count: fc.bigInt(1n, 10n ** 6n), base: fc.option(fc.bigInt(0n, 10n ** 12n), { nil: undefined }) },
    ...{ price: fc.constant({ basisPoints: 140n, fixedMinor: 10n }), minor: fc.bigInt(-(10n ** 9n), 10n ** 9n) },
  }),
  { minLength: 1, maxLength: 3 },
)
const treatment = fc.constantFrom(...(Object.keys(vatTreatments) as VatTreatment[]))

const invoice = fc
  .record({
    supplier: party,
    customer: party,
    lines,
    treatment,
    says: words,
    currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
  })
  .map(({ treatment: how, says, lines: its, ...of }): Invoice => {
    const rateBasisPoints = how === 'charged' ? 2_100n : 0n
    return invoiceOf(
      {
        ...{ ...of, number: 'SG2026-000001', merchantId: '1234', issuedOn: '2026-12-01', from: '2026-11-01' },
        ...{ through: '2026-11-30', vatTerms: { treatment: how, rateBasisPoints, says, vatId: undefined } },
      },
      // What merchants can be shown has no third decimal.
      its.map((one) => ({ ...one, minor: of.currency === 'KWD' ? one.minor * 10n : one.minor })),
    )
  })

describe('the XML of an invoice', () => {
  test('has the elements of UBL 2.1 in their order and number, whatever names are in it', () => {
    fc.assert(fc.property(invoice, (one) => assertIsUbl(invoiceUbl(one))))
  })

  test('so has that of a credit note', () => {
    fc.assert(
      fc.property(
        invoice.filter(({ net }) => net > 0n),
        words,
        (one, reason) => {
          const told = { number: 'SG2026-C000001', issuedOn: '2027-01-02', net: one.net, before: 0n, reason }
          assertIsUbl(invoiceUbl(creditNoteOf(one, told)))
        },
      ),
    )
  })

  test('names who bills by one number at least', () => {
    const isNumbered = ({ supplier }: Invoice) => /[aZ]/.test(supplier.registration ?? supplier.vatId ?? '')
    fc.assert(
      fc.property(invoice.filter(isNumbered), (one) => {
        const [seller = ''] =
          /<cac:AccountingSupplierParty>[\s\S]*<\/cac:AccountingSupplierParty>/.exec(invoiceUbl(one)) ?? []
        assert.match(seller, /<cac:PartyIdentification>\n<cbc:ID>|<cbc:CompanyID>/)
      }),
    )
  })

  test('is looked at closely enough: an element too many, one too few and a wrong order are seen', () => {
    fc.assert(
      fc.property(invoice, (one) => {
        const xml = invoiceUbl(one)
        const id = '<cbc:ID>SG2026-000001</cbc:ID>\n'
        for (const spoiled of [
          xml.replace(id, ''),
          xml.replace(id, id + id),
          xml.replace(id, '').replace('<cbc:Note>', `${id}<cbc:Note>`),
        ])
          assert.throws(() => assertIsUbl(spoiled), assert.AssertionError)
      }),
      { numRuns: 5 },
    )
  })
})
