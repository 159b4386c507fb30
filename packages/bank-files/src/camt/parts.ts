import { readAccount } from '../account.ts'
import { readDate } from '../dates.ts'
import type { FileFault } from '../faults.ts'
import { quote, readAmount } from '../money.ts'
import { present } from '../present.ts'
import type { Charge, Direction, Money, Problem, TransactionCode } from '../records.ts'
import { type Element, find, findAll, textOf } from '../xml/xml.ts'

/** Says that something at an element is wrong, and answers nothing to go on with. */
export type Report = (reason: Problem['reason'], message: FileFault, element: Element) => undefined

/** A reference, unless it says that there is none. */
export const referenceOf = (from: Element | undefined, ...path: readonly string[]): string | undefined => {
  const text = textOf(from, ...path)
  return text === 'NOTPROVIDED' || text === 'NONREF' ? undefined : text
}

/** The amount at the end of a path; undefined without a report where there is no such element. */
export const amountOf = (report: Report, from: Element, ...path: readonly string[]): Money | undefined => {
  const element = find(from, ...path)
  if (element === undefined) return undefined
  if (element.currency === undefined) return report('currency', 'The amount names no currency', element)
  const amount = readAmount(element.text.trim().replace(/^\+/, ''), element.currency, '.')
  return 'message' in amount ? report(amount.reason, amount.message, element) : amount
}

/** CdtDbtInd. */
export const directionOf = (report: Report, from: Element): Direction | undefined => {
  const element = find(from, 'CdtDbtInd')
  const text = element?.text.trim()
  if (element === undefined || text === 'CRDT') return element && 'credit'
  return text === 'DBIT' ? 'debit' : report('code', `${quote(text ?? '')} is neither CRDT nor DBIT`, element)
}

/** The text of true and false, 1 and 0. */
export const isTrue = (text: string | undefined): boolean => text === 'true' || text === '1'

/** A choice of Dt and DtTm. */
export const dateOf = (report: Report, from: Element | undefined): { date?: string; time?: string } => {
  const text = textOf(from, 'DtTm') ?? textOf(from, 'Dt')
  if (from === undefined || text === undefined) return {}
  const date = readDate(text)
  if (date === undefined) return report('date', `${quote(text)} is no day of the calendar`, from) ?? {}
  return text.includes('T') ? { date, time: text } : { date }
}

/** A number of things. */
export const countOf = (report: Report, from: Element | undefined, name: string): number | undefined => {
  const element = find(from, name)
  const text = element?.text.trim()
  if (element === undefined || text === undefined || text === '') return undefined
  return /^\d{1,15}$/.test(text) ? Number(text) : report('syntax', `${quote(text)} is no number`, element)
}

/** BkTxCd. */
export const codeOf = (from: Element): TransactionCode => {
  const code = find(from, 'BkTxCd')
  return present({
    domain: textOf(code, 'Domn', 'Cd'),
    family: textOf(code, 'Domn', 'Fmly', 'Cd'),
    subFamily: textOf(code, 'Domn', 'Fmly', 'SubFmlyCd'),
    proprietary: textOf(code, 'Prtry', 'Cd'),
    issuer: textOf(code, 'Prtry', 'Issr'),
  })
}

/** Chrgs: one with records in it or with a total alone, or up to version 3 one for each. */
export const chargesOf = (report: Report, from: Element): readonly Charge[] =>
  findAll(from, 'Chrgs')
    .flatMap((charges) => [...findAll(charges, 'Rcrd'), charges])
    .flatMap((charge) => {
      const total = find(charge, 'Rcrd') === undefined ? amountOf(report, charge, 'TtlChrgsAndTaxAmt') : undefined
      const amount = amountOf(report, charge, 'Amt') ?? total
      if (amount === undefined) return []
      const direction = directionOf(report, charge)
      const included = textOf(charge, 'ChrgInclInd')
      const type = textOf(charge, 'Tp', 'Cd') ?? textOf(charge, 'Tp', 'Prtry', 'Id')
      const isIncluded = included === undefined ? undefined : isTrue(included)
      return [{ amount, ...present({ direction, isIncluded, type }) }]
    })

/** An account's Id: an IBAN, or another way to name it. */
export const accountOf = (account: Element | undefined): ReturnType<typeof readAccount> | undefined => {
  const text = textOf(account, 'Id', 'IBAN') ?? textOf(account, 'Id', 'Othr', 'Id')
  return text === undefined ? undefined : readAccount(text)
}

/** The BIC of an agent: BIC up to version 3, BICFI since. */
export const bicOf = (agent: Element | undefined): string | undefined =>
  textOf(agent, 'FinInstnId', 'BICFI') ?? textOf(agent, 'FinInstnId', 'BIC')
