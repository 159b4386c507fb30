/** Whether a text has the form of an IBAN. */
export const looksLikeIban = (text: string): boolean => /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)

/** How long an IBAN of a country is. Source: the IBAN registry of SWIFT. */
const lengths: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 ' +
    'GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 ' +
    'MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 ' +
    'TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((each) => [each.slice(0, 2), Number(each.slice(2))]),
)

/** Whether its form and its check digits are right, by ISO 7064 (mod 97-10). */
export const isIban = (text: string): boolean => {
  if (!looksLikeIban(text)) return false
  const digits = [...text.slice(4), ...text.slice(0, 4)].map((each) => Number.parseInt(each, 36)).join('')
  return BigInt(digits) % 97n === 1n
}

/** Why an IBAN cannot be paid to; undefined where nothing is wrong with it. Blanks are wrong too. */
export const ibanFault = (text: string) => {
  if (!looksLikeIban(text)) return 'is no IBAN' as const
  const length = lengths.get(text.slice(0, 2))
  if (length !== undefined && text.length !== length) {
    return `has ${text.length} characters, an IBAN of ${text.slice(0, 2)} has ${length}` as const
  }
  return isIban(text) ? undefined : ('has wrong check digits' as const)
}

/** The countries whose banks take part in SEPA; the EPC's list as of May 2026, by their IBANs. */
const sepaCountries = new Set(
  (
    'AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK ' +
    'SM VA'
  ).split(' '),
)

/** Whether euros go to an account through SEPA. */
export const isInSepa = (iban: string): boolean => sepaCountries.has(iban.slice(0, 2))
