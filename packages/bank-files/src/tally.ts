import { readAmount } from './money.ts'
import { present } from './present.ts'
import type { Balance, Difference, Entry, Position, Statement, StatementEnd, Total } from './records.ts'

/** A total that the file states, its sum as text, with the point or comma of its format. */
export type StatedTotal = {
  readonly of: 'credits' | 'debits' | 'entries'
  readonly count?: number
  readonly sum?: string
  readonly point: '.' | ','
}

/** Adds up a statement while it is read. */
export type Tally = {
  /** What entries are in; whoever learns it first says it. */
  currency: string | undefined
  opening: Balance | undefined
  closing: Balance | undefined
  readonly totals: StatedTotal[]
  leftOut: number
  readonly add: (entry: Entry) => void
  readonly end: (statement: Statement, at: Position, information?: string) => StatementEnd
}

/** camt.053 and MT940 are the account's truth: they are checked by their balances, or not at all. */
export const isBook = ({ format }: Statement): boolean => format === 'camt.053' || format === 'MT940'

type Sums = { all: Total; booked: Total }

const nothing: Sums = { all: { count: 0, minor: 0n }, booked: { count: 0, minor: 0n } }

const plus = (total: Total, minor: bigint): Total => ({ count: total.count + 1, minor: total.minor + minor })

export const createTally = (): Tally => {
  const sums = { credits: nothing, debits: nothing, entries: nothing }

  const add = (entry: Entry): void => {
    for (const kind of ['entries', entry.direction === 'credit' ? 'credits' : 'debits'] as const) {
      const { all, booked } = sums[kind]
      const { minor } = entry.amount
      sums[kind] = { all: plus(all, minor), booked: entry.status === 'BOOK' ? plus(booked, minor) : booked }
    }
  }

  const ofBalances = (): Difference[] => {
    const { opening, closing } = tally
    if (opening === undefined || closing === undefined) return []
    const minor = opening.amount.minor + sums.credits.booked.minor - sums.debits.booked.minor
    const found = { currency: opening.amount.currency, minor }
    const { amount: stated } = closing
    const isSame = stated.minor === minor && stated.currency === found.currency
    return isSame ? [] : [{ of: 'closing balance', stated, found }]
  }

  /** Banks differ on whether a total counts what is not booked: it agrees if it agrees with either. */
  const ofTotal = ({ of, count, sum, point }: StatedTotal): Difference[] => {
    const { all, booked } = sums[of]
    const differences: Difference[] = []
    if (count !== undefined && count !== all.count && count !== booked.count) {
      differences.push({ of: `number of ${of}`, stated: count, found: all.count })
    }
    const { currency } = tally
    if (sum === undefined || currency === undefined) return differences
    const stated = readAmount(sum, currency, point)
    const found = { currency, minor: all.minor }
    if ('message' in stated) differences.push({ of, found })
    else if (stated.minor !== all.minor && stated.minor !== booked.minor) differences.push({ of, stated, found })
    return differences
  }

  const end = (statement: Statement, at: Position, information?: string): StatementEnd => {
    const { currency, opening, closing, totals, leftOut } = tally
    const read = sums.entries.all.count
    const ofLeftOut: Difference[] =
      leftOut === 0 ? [] : [{ of: 'number of entries', stated: read + leftOut, found: read }]
    const differences = [...ofLeftOut, ...ofBalances(), ...totals.flatMap(ofTotal)]
    const isChecked = (opening !== undefined && closing !== undefined) || (!isBook(statement) && totals.length > 0)
    const verdict = differences.length > 0 ? 'differs' : isChecked ? 'adds_up' : 'unverified'
    const [credits, debits] = [sums.credits.booked, sums.debits.booked]
    const optional = present({ currency, opening, closing, information })
    return { kind: 'statement_end', statement, credits, debits, leftOut, verdict, differences, ...optional, at }
  }

  const tally: Tally = { currency: undefined, opening: undefined, closing: undefined, totals: [], leftOut: 0, add, end }
  return tally
}
