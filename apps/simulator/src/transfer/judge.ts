import { accounts } from '../bank/accounts.ts'
import type { Faults } from '../fault/faults.ts'
import type { Day } from '../settlement/calendar.ts'
import type { Stated, WrittenMessage, WrittenPayment, WrittenTransfer } from './read-pain001.ts'
import type { End, Reason } from './transfers.ts'

/** A payment with what the bank makes of it. */
export type JudgedTransfer = {
  readonly written: WrittenTransfer
  /** Why it is rejected; undefined where it will be paid. */
  readonly reason: Reason | undefined
  readonly accountId: string
  readonly debtor: End
  readonly executionDay: Day
}

/** A group with what the bank makes of it. A reason of the group is one for each payment in it. */
export type JudgedPayment = {
  readonly written: WrittenPayment
  readonly reason: Reason | undefined
  readonly transfers: readonly JudgedTransfer[]
}

const isIban = (text: string): boolean => {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false
  let rest = 0
  for (const character of text.slice(4) + text.slice(0, 4)) {
    for (const digit of Number.parseInt(character, 36).toString()) rest = (rest * 10 + Number(digit)) % 97
  }
  return rest === 1
}

/** What the bank has agreed with its customers about euros: these countries need neither address nor bank. */
const euroCountries =
  /^(AD|AL|AT|BE|BG|CH|CY|CZ|DE|DK|EE|ES|FI|FR|GB|GR|HR|HU|IE|IS|IT|LI|LT|LU|LV|MC|MD|ME|MK|MT|NL|NO|PL|PT|RO|RS|SE|SI|SK|SM|VA)/

const isAtHome = ({ currency, iban }: WrittenTransfer): boolean =>
  currency === 'EUR' && iban !== undefined && euroCountries.test(iban)

/** Whether the counts and sums that are stated are those of the payments. */
const wrongTotals = ({ count, sum }: Stated, transfers: readonly WrittenTransfer[]): Reason | undefined => {
  if (count !== undefined && count !== String(transfers.length)) {
    return { code: 'AM18', text: `NbOfTxs is ${count}, there are ${transfers.length}` }
  }
  const found = transfers.reduce((total, each) => total + each.sum, 0n)
  return sum === undefined || sum === found
    ? undefined
    : { code: 'AM10', text: 'CtrlSum is not the sum of the amounts' }
}

/** Why a message as a whole is refused. */
export const whyRefused = ({ stated, payments }: WrittenMessage, isKnown: boolean): Reason | undefined => {
  if (isKnown) return { code: 'AM05', text: 'A message with this MsgId came before' }
  const transfers = payments.flatMap((payment) => payment.transfers)
  if (transfers.length === 0) return { code: 'FF01', text: 'There is no payment in it' }
  return wrongTotals(stated, transfers)
}

const whyNotAtAll = ({ stated, transfers, debtorIban, method }: WrittenPayment): Reason | undefined => {
  if (method !== 'TRF') return { code: 'FF03', text: 'PmtMtd is not TRF' }
  if (!accounts.some(({ accountId }) => accountId === debtorIban)) {
    return { code: 'AC02', text: 'DbtrAcct is no account of this customer' }
  }
  return wrongTotals(stated, transfers)
}

const whyNotPaid = (transfer: WrittenTransfer, debtorIban: string | undefined): Reason | undefined => {
  const { currency, minor, iban, number, name, bic, hasTownAndCountry } = transfer
  const from = accounts.find(({ accountId }) => accountId === debtorIban)
  const to = accounts.find(({ accountId }) => accountId === iban)
  if (minor === undefined) return { code: 'AM12', text: 'InstdAmt is no amount in its currency' }
  if (minor === 0n) return { code: 'AM01', text: 'InstdAmt is zero' }
  if (currency !== from?.currency || (to !== undefined && to.currency !== currency)) {
    return { code: 'AM03', text: 'Both accounts must be in the currency of InstdAmt' }
  }
  if (name === undefined) return { code: 'BE22', text: 'Cdtr has no name' }
  if (iban === undefined ? number === undefined : !isIban(iban)) {
    return { code: 'AC03', text: 'CdtrAcct is no account' }
  }
  if (isAtHome(transfer) || to !== undefined) return undefined
  if (bic === undefined) return { code: 'RC04', text: 'CdtrAgt has no BIC' }
  return hasTownAndCountry ? undefined : { code: 'BE04', text: 'TwnNm and Ctry of Cdtr are missing' }
}

/** Judges a group and each of its payments. `executionDayOf` says when the bank pays what it is asked to pay on a day. */
export const judge = (
  written: WrittenPayment,
  { faults, executionDayOf }: { readonly faults: Faults; readonly executionDayOf: (requested: string) => Day },
): JudgedPayment => {
  const reason = whyNotAtAll(written)
  const accountId = written.debtorIban ?? ''
  const debtor = { name: written.debtorName, account: accountId }
  const executionDay = executionDayOf(written.executionDate)
  const judged = (transfer: WrittenTransfer): Reason | undefined => {
    if (reason !== undefined) return reason
    const own = whyNotPaid(transfer, written.debtorIban)
    if (own !== undefined || !faults.strikesOne('payout-rejected', transfer.endToEndId)) return own
    return { code: 'AC04', text: 'The account of Cdtr is closed' }
  }
  return {
    written,
    reason,
    transfers: written.transfers.map((transfer) => ({
      ...{ written: transfer, accountId, debtor, executionDay },
      reason: judged(transfer),
    })),
  }
}
