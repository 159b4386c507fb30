import { type Day, type InvoiceParty, type VatTerms, type VatTreatment, vatTreatments } from '@silkgate/domain'
import { readDay } from '../command-line.ts'

/** The states whose VAT ids begin so; EL is Greece, XI Northern Ireland. */
const ofUnion = 'AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI'.split(' ')

/** A VAT id without spaces, `NL004495445B01`. */
const vatIdOf = (text: string): string => {
  const id = text.replaceAll(/[\s.-]/g, '').toUpperCase()
  if (/^[A-Z]{2}[A-Z0-9+*]{2,13}$/.test(id)) return id
  throw new Error(`--vat-id: "${text}" is none; it begins with its country, such as NL004495445B01.`)
}

/** A month on the command line, `2026-12`, as its first day. */
export const readMonth = (option: string, text: string): Day => {
  if (!/^\d{4}-\d\d$/.test(text)) throw new Error(`${option}: "${text}" is no month, such as 2026-12.`)
  return readDay(option, `${text}-01`)
}

export type GivenSupplier = {
  series: string
  name: string
  street?: string
  postcode?: string
  city: string
  country: string
  vatId: string
  registration?: string
}

/** Who bills, as it was given; throws what is wrong with an option. */
export const readSupplier = (given: GivenSupplier): { readonly series: string; readonly party: InvoiceParty } => {
  const { series, vatId, country, ...party } = given
  if (!/^[A-Z0-9]{1,8}$/.test(series))
    throw new Error(`--series: up to eight capital letters and digits, not "${series}".`)
  if (!/^[A-Z]{2}$/.test(country)) throw new Error('--country: two capital letters of ISO 3166 are expected.')
  const { name, street, postcode, city, registration } = party
  return {
    series,
    party: {
      ...{ name, city, country, vatId: vatIdOf(vatId) },
      ...(street && { street }),
      ...(postcode && { postcode }),
      ...(registration && { registration }),
    },
  }
}

export type GivenVat = { treatment: string; rateBasisPoints?: string; says?: string; vatId?: string }

/** What is agreed about VAT, as it was given; throws what is wrong with an option. */
export const readVatTerms = ({ treatment, rateBasisPoints = '0', says, vatId }: GivenVat): VatTerms => {
  if (!Object.hasOwn(vatTreatments, treatment)) {
    throw new Error(`--treatment: there is no "${treatment}"; there are ${Object.keys(vatTreatments).join(', ')}.`)
  }
  const isCharged = treatment === 'charged'
  if (!/^\d{1,4}$/.test(rateBasisPoints) || isCharged !== Number(rateBasisPoints) > 0) {
    throw new Error('--rate-basis-points: with "charged" the rate is needed, such as 2100 for 21 %, and only with it.')
  }
  const id = vatId === undefined ? undefined : vatIdOf(vatId)
  if (treatment === 'reverse_charge' && !ofUnion.includes(id?.slice(0, 2) ?? '')) {
    throw new Error('--vat-id: for reverse charge the merchant needs one of a state of the EU.')
  }
  return {
    treatment: treatment as VatTreatment,
    rateBasisPoints: BigInt(rateBasisPoints),
    says: says?.trim() || vatTreatments[treatment as VatTreatment].says,
    vatId: id,
  }
}
