import type { Entry, StatementEnd } from './records.ts'

const text = (parts: readonly unknown[]): string =>
  JSON.stringify(parts.map((part) => (part === undefined ? null : typeof part === 'bigint' ? part.toString() : part)))

/** The number that counts a statement among those of its account. */
const numberOf = ({ statement }: StatementEnd): bigint | undefined => statement.legalSequence ?? statement.sequence

/**
 * The same text for the same statement, however often and under whatever file name it comes: account, message, ids, numbers, page
 * and balances. A correction under the same id has other balances, and so another identity.
 */
export const statementIdentity = (end: StatementEnd): string => {
  const { statement, opening, closing } = end
  const { account, format, id, sequence, legalSequence, page } = statement
  const balances = [opening, closing].flatMap((balance) => [
    balance?.date,
    balance?.amount.currency,
    balance?.amount.minor,
  ])
  return text([account.id, format, id, sequence, legalSequence, page, ...balances])
}

/**
 * The same text for the same booking on an account, in whichever statement or report it comes. Two bookings can be alike in all of
 * it: count them within a statement, and compare the counts.
 */
export const entryIdentity = (accountId: string, entry: Entry): string => {
  const { amount, direction, isReversal, bookingDate, valueDate, reference, bankReference, transactions } = entry
  const money = [amount.currency, amount.minor, direction, isReversal, bookingDate, valueDate]
  if (bankReference !== undefined) return text([accountId, ...money, bankReference])
  const details = transactions.flatMap(({ references, remittance }) => [
    references.endToEndId,
    references.transactionId,
    ...remittance,
  ])
  return text([accountId, ...money, null, reference, ...details])
}

/** Between two statements of an account something is missing. */
export type Gap = {
  readonly accountId: string
  readonly after: StatementEnd
  readonly before: StatementEnd
  /** `number`: statements between them were not given. `balance`: the later does not begin with what the earlier ended with. */
  readonly why: 'number' | 'balance'
  /** How many statements are missing, where they are counted. */
  readonly missing?: bigint
}

const compare = <T extends bigint | string>(a: T | undefined, b: T | undefined): number => {
  if (a === b || a === undefined || b === undefined) return 0
  return a < b ? -1 : 1
}

const inOrder = (a: StatementEnd, b: StatementEnd): number =>
  compare(a.closing?.date, b.closing?.date) ||
  compare(a.opening?.date, b.opening?.date) ||
  compare(numberOf(a), numberOf(b)) ||
  compare(a.statement.page, b.statement.page)

const gapBetween = (accountId: string, after: StatementEnd, before: StatementEnd): Gap[] => {
  const [one, next] = [numberOf(after), numberOf(before)]
  const missing = one === undefined || next === undefined ? 0n : next - one - 1n
  if (missing > 0n) return [{ accountId, after, before, why: 'number', missing }]
  const [ended, begun] = [after.closing?.amount, before.opening?.amount]
  const isChained =
    ended === undefined || begun === undefined || (ended.minor === begun.minor && ended.currency === begun.currency)
  return isChained ? [] : [{ accountId, after, before, why: 'balance' }]
}

/**
 * Where statements are missing: their numbers leave some out, or a balance does not go on where the one before ended. Takes camt.053
 * and MT940 in any order, of any accounts, duplicates too; announcements are passed over. Numbers that begin anew, as every
 * January, are no gap where the balance goes on.
 */
export const statementGaps = (ends: Iterable<StatementEnd>): readonly Gap[] => {
  const books = [...ends].filter(({ statement }) => statement.format === 'camt.053' || statement.format === 'MT940')
  const distinct = [...new Map(books.map((end) => [statementIdentity(end), end])).values()]
  return [...Map.groupBy(distinct, ({ statement }) => statement.account.id)].flatMap(([accountId, ofAccount]) => {
    const sorted = ofAccount.sort(inOrder)
    return sorted.flatMap((end, index) => {
      const next = sorted[index + 1]
      return next === undefined ? [] : gapBetween(accountId, end, next)
    })
  })
}
