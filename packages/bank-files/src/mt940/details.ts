import { looksLikeIban } from '../iban.ts'
import { present } from '../present.ts'
import type { Party, References, Return } from '../records.ts'

/** What :86: says of an entry. */
export type Details = {
  readonly references: References
  readonly counterparty?: Party
  readonly remittance: readonly string[]
  readonly returned?: Return
  readonly purpose?: string
  /** The German code of the kind of booking, three digits. */
  readonly code?: string
}

const given = (text: string | undefined): string | undefined => {
  const trimmed = text?.trim()
  return trimmed === undefined || trimmed === '' || /^NOTPROVIDED$|^NONREF$/i.test(trimmed) ? undefined : trimmed
}

const partyOf = (fields: {
  name?: string | undefined
  account?: string | undefined
  bic?: string | undefined
  ultimate?: string | undefined
}): Party | undefined => {
  const packed = given(fields.account)?.replaceAll(' ', '')
  const isAccountIban = packed !== undefined && looksLikeIban(packed)
  const party = present({
    name: given(fields.name),
    iban: isAccountIban ? packed : undefined,
    account: isAccountIban ? undefined : packed,
    bic: given(fields.bic),
    ultimate: given(fields.ultimate),
  })
  return Object.keys(party).length === 0 ? undefined : party
}

/** A subfield of a German :86: has at most 27 characters; a full one goes on in the next. */
const fullSubfield = 27

const sepaWord = /^(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP)\+\s?/

/** What stands behind each SEPA keyword in the subfields; `SVWZ` is also what stands behind none. */
const sepaWords = (subfields: readonly string[]): ReadonlyMap<string, string> => {
  const words = new Map<string, string>()
  let word = 'SVWZ'
  let isFull = true
  for (const subfield of subfields) {
    const [match, found] = sepaWord.exec(subfield) ?? []
    if (found !== undefined) word = found
    else if (!isFull) word = 'SVWZ'
    words.set(word, (words.get(word) ?? '') + subfield.slice(match?.length ?? 0))
    isFull = subfield.length >= fullSubfield || word === 'SVWZ'
  }
  return words
}

/** Kinds of booking that bring money back: direct debits (108, 109), transfers (159). */
const returns = ['108', '109', '159']

const readGerman = (code: string, separator: string, text: string): Details => {
  const subfields = text.split(separator).flatMap((part) => {
    const [, number, value = ''] = /^(\d{2})([\s\S]*)$/.exec(part) ?? []
    return number === undefined ? [] : [{ number, value }]
  })
  const of = (from: string, to = from) =>
    subfields.filter(({ number }) => number >= from && number <= to).map(({ value }) => value)
  const words = sepaWords([...of('20', '29'), ...of('60', '63')])
  const iban = of('38')[0] ?? words.get('IBAN')
  const reason = given(of('34')[0])
  return {
    code,
    references: present({
      endToEndId: given(words.get('EREF')),
      instructionId: given(words.get('KREF')),
      mandateId: given(words.get('MREF')),
    }),
    remittance: given(words.get('SVWZ')) === undefined ? [] : [words.get('SVWZ')?.trim() ?? ''],
    ...present({
      counterparty: partyOf({
        name: of('32', '33').join(''),
        account: of('31')[0] || iban,
        bic: of('30')[0] || words.get('BIC'),
        ultimate: words.get('ABWA') ?? words.get('ABWE'),
      }),
      purpose: given(words.get('PURP')),
      returned: returns.includes(code) ? { ...present({ reason }), information: of('00') } : undefined,
    }),
  }
}

const slashWord =
  /\/(TRTP|TYPE|IBAN|BIC|NAME|REMI|EREF|KREF|PREF|ORDP|BENM|CNTP|CSID|MARF|RTRN|ISDT|SVCL|ADDR|PURP|ULTC|ULTD|ULTB)\//

const readDutch = (text: string): Details => {
  const words = new Map<string, string>()
  const [, ...parts] = text.split(slashWord)
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [word = '', value = ''] = [parts[at], parts[at + 1]]
    if (!words.has(word)) words.set(word, value)
  }
  const [account, bic, name] = words.get('CNTP')?.split('/') ?? []
  const remittance = words.get('REMI')?.replace(/^USTD\/\//, '')
  const structured = /^STRD\/[A-Z]*\/?(.*)$/.exec(remittance ?? '')?.[1]
  const text1 = given((structured ?? remittance)?.replace(/\/+$/, ''))
  const strip = (word: string) => given(words.get(word)?.replace(/\/+$/, ''))
  const reason = strip('RTRN')
  return {
    references: present({
      endToEndId: strip('EREF'),
      instructionId: strip('KREF'),
      paymentInformationId: strip('PREF'),
      mandateId: strip('MARF'),
    }),
    remittance: text1 === undefined ? [] : [text1],
    ...present({
      counterparty: partyOf({
        name: strip('NAME') ?? name,
        account: strip('IBAN') ?? account,
        bic: strip('BIC') ?? bic,
        ultimate: strip('ULTD') ?? strip('ULTB') ?? strip('ULTC'),
      }),
      purpose: strip('PURP'),
      returned: reason === undefined ? undefined : { reason, information: [] },
    }),
  }
}

/** Reads :86:, which is German (`166?00…?20EREF+…`), Dutch (`/EREF/…/REMI/…`) or plain text. */
export const readDetails = (lines: readonly string[]): Details => {
  const text = lines.join('')
  const [, code, separator] = /^\s?(\d{3})([?<>|~])\d{2}/.exec(text) ?? []
  if (code !== undefined && separator !== undefined) return readGerman(code, separator, text.trimStart().slice(3))
  if (/^\s?\/[A-Z]{4}\//.test(text)) return readDutch(text)
  return { references: {}, remittance: text.trim() === '' ? [] : [text.trim()] }
}
