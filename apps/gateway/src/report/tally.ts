import type { Movement } from './read-movements.store.ts'
import type { ReportTotal } from './report.store.ts'
import { connectAmount, isDue } from './wx-fields.ts'

/** What movements of one kind come to. */
export type Sum = Pick<Movement, 'code' | 'isCorrection' | 'currency' | 'localCurrency'> & {
  count: bigint
  /** What is due, in the smallest unit. */
  minor: bigint
  /** What their records show, with two implied decimals: what is due or, where nothing is, their own amounts. */
  shown: bigint
}

export type Tally = { readonly add: (movements: readonly Movement[]) => void; readonly sums: () => readonly Sum[] }

/** Adds movements up while they come. */
export const openTally = (): Tally => {
  const sums = new Map<string, Sum>()
  let sum: Sum | undefined
  const sumOf = ({ code, isCorrection, currency, localCurrency }: Movement): Sum => {
    const [isSame, isSameMoney] = [sum?.code === code, sum?.currency === currency]
    if (sum && isSame && isSameMoney && sum.localCurrency === localCurrency && sum.isCorrection === isCorrection)
      return sum
    const key = `${code} ${isCorrection} ${currency} ${localCurrency}`
    sum = sums.get(key) ?? { code, isCorrection, currency, localCurrency, count: 0n, minor: 0n, shown: 0n }
    sums.set(key, sum)
    return sum
  }
  return {
    add: (movements) => {
      for (const movement of movements) {
        const { currency, minor, localCurrency, localMinor } = movement
        const sum = sumOf(movement)
        sum.count += 1n
        sum.minor += BigInt(minor)
        sum.shown += BigInt(isDue(movement) ? connectAmount(currency, minor) : connectAmount(localCurrency, localMinor))
      }
    },
    sums: () => [...sums.values()],
  }
}

/** By currency, in their order: what was credited, debited, and is due of it. */
const totalsOf = (sums: readonly Sum[], of: 'minor' | 'shown'): readonly ReportTotal[] =>
  [...Map.groupBy(sums, ({ currency }) => currency)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, its]) => {
      const come = (begin: string): bigint =>
        its.reduce((all, one) => (one.code.startsWith(begin) ? all + one[of] : all), 0n)
      const [credited, debited] = [come('+'), -come('-')]
      return { currency, credited: `${credited}`, debited: `${debited}`, due: `${credited - debited}` }
    })

/** How many records there are of a code, which of them only correct others, and what else happened. */
export type Count = { readonly of: string; readonly count: bigint }

/** What a report says at its end. */
export type Summary = {
  readonly totals: readonly ReportTotal[]
  /** The same as its records show it. */
  readonly shown: readonly ReportTotal[]
  readonly counts: readonly Count[]
  readonly rows: bigint
}

export const summaryOf = (sums: readonly Sum[], told: readonly Count[]): Summary => ({
  totals: totalsOf(sums, 'minor'),
  shown: totalsOf(sums, 'shown'),
  counts: [
    ...sums.map(({ code, isCorrection, count }) => ({ of: isCorrection ? 'correction' : code, count })),
    ...told,
  ],
  rows: sums.reduce((rows, { count }) => rows + count, 0n),
})
