import { exponentOf } from '@silkgate/domain'
import { digitsOf } from '../settlement/calendar.ts'
import { accountOf } from './accounts.ts'
import type { BankEntry, BankStatement } from './bank.ts'

/** A statement as it is written into a file, its entries in order. */
export type Written = BankStatement & {
  readonly entries: readonly BankEntry[]
  /** Which of the files with this statement it is, from 1; they have names and bytes of their own. */
  readonly copy: number
}

/** An amount without its sign, as files have it: 1234 yen, 12.34 euros. */
export const amountOf = (currency: string, minor: bigint, point: '.' | ','): string => {
  const exponent = exponentOf(currency)
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0')
  const cut = digits.length - exponent
  return exponent === 0 ? digits : `${digits.slice(0, cut)}${point}${digits.slice(cut)}`
}

/** The currency of a statement. */
export const currencyOf = ({ accountId }: BankStatement): string => accountOf(accountId).currency

/** How the bank calls an entry: by its day, its statement and its place there. */
export const referenceOf = ({ day, number }: BankStatement, index: number): string =>
  `B${digitsOf(day)}${String(number).padStart(3, '0')}${String(index + 1).padStart(2, '0')}`
