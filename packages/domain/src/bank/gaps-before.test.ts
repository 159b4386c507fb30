import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { gapsBefore, type Leaf } from './gaps-before.ts'

/** Pages that follow each other from 500 on, each by what it moves; the days as many pages long as they say. */
const series = (days: readonly (readonly bigint[])[]): Leaf[] => {
  let balance = 500n
  return days.flatMap((moves, n) =>
    moves.map((minor) => {
      const openingMinor = balance
      balance += minor
      return { day: `2026-11-${10 + n}`, openingMinor, closingMinor: balance }
    }),
  )
}

const someDays = fc.array(fc.array(fc.bigInt({ min: -2n, max: 2n }), { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 5,
})

describe('between statements', () => {
  test('nothing is missing while each begins where one ended, in whatever order the pages of a day are', () => {
    fc.assert(
      fc.property(
        someDays.chain((days) => {
          const ofDays = [...Map.groupBy(series([[1n], ...days]), ({ day }) => day).values()]
          return fc.tuple(...ofDays.map((pages) => fc.shuffledSubarray(pages, { minLength: pages.length })))
        }),
        (days) => assert.deepEqual(gapsBefore(days.flat()), []),
      ),
    )
  })

  test('what is missing is seen where the next begins', () => {
    fc.assert(
      fc.property(someDays, fc.nat(), (days, which) => {
        const balances = series(days.map((moves) => moves.map((minor, n) => 10n ** BigInt(n) * (minor || 1n))))
        const one = 1 + (which % Math.max(1, balances.length - 2))
        const [gone, next] = balances.slice(one, one + 2)
        fc.pre(gone !== undefined && next !== undefined)
        const found = gapsBefore(balances.filter((page) => page !== gone))
        const isMet = balances.some((page) => page !== gone && page.closingMinor === next?.openingMinor)
        if (!isMet) assert.ok(found.some(({ page }) => page === next))
      }),
    )
  })

  test('a statement that moved nothing hides no gap', () => {
    const [first, , still, last] = series([[7n], [100n], [0n], [1n]]) as [Leaf, Leaf, Leaf, Leaf]
    assert.deepEqual(gapsBefore([first, still, last]), [{ page: still, ended: 507n }])
    const [begin, , there, back] = series([[7n], [100n], [10n, -10n]]) as [Leaf, Leaf, Leaf, Leaf]
    assert.deepEqual(gapsBefore([begin, there, back]), [{ page: there, ended: 507n }])
  })

  test('a page in the middle of a day', () => {
    const [first, , last] = series([[1n, 10n, 100n]]) as [Leaf, Leaf, Leaf]
    assert.deepEqual(gapsBefore([first, last]), [{ page: last, ended: 501n }])
  })
})
