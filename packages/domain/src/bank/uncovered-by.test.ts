import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type StatedEntry, type StatedPage, uncoveredBy } from './uncovered-by.ts'

const day = '2026-11-26'

const sum = (entries: readonly StatedEntry[]): bigint => entries.reduce((all, { minor }) => all + minor, 0n)

/** A statement of entries that the bank gives numbers to, cut before some of them; from the first page on. */
const cut = (entries: readonly StatedEntry[], before: readonly number[]): StatedPage[] => {
  const cuts = [0, ...new Set(before), entries.length].sort((a, b) => a - b)
  return cuts.slice(1).map((to, index) => {
    const own = entries.slice(cuts[index], to)
    const openingMinor = 500n + sum(entries.slice(0, cuts[index]))
    return { page: index + 1, day, openingMinor, closingMinor: openingMinor + sum(own), entries: own }
  })
}

const statement = fc
  .array(
    fc.bigInt({ min: -3n, max: 3n }).filter((minor) => minor !== 0n),
    { minLength: 1, maxLength: 12 },
  )
  .map((minors) => minors.map((minor, n) => ({ minor, valueDay: day, bankReference: `B${n}` })))

const twoCuts = statement.chain((entries) => {
  const somewhere = fc.array(fc.integer({ min: 1, max: Math.max(1, entries.length - 1) }), { maxLength: 4 })
  const pages = fc.tuple(somewhere, somewhere).map(([a, b]) => [...cut(entries, a), ...cut(entries, b)])
  return fc.tuple(
    fc.constant(entries),
    pages.chain((all) => fc.shuffledSubarray(all, { minLength: all.length })),
  )
})

/** What is kept of pages that come one after the other. */
const kept = (pages: readonly StatedPage[]): StatedPage[] => {
  const known: StatedPage[] = []
  for (const page of pages) {
    for (const { from, to, ...rest } of uncoveredBy(page, known)) {
      if (to > from) known.push({ ...rest, day, entries: page.entries.slice(from, to) })
    }
  }
  return known
}

describe('a statement that comes in two cuts', () => {
  test('has each entry once, between its own balances, in whatever order the pages come', () => {
    fc.assert(
      fc.property(twoCuts, ([entries, pages]) => {
        const known = kept(pages)
        const references = known.flatMap((page) => page.entries.map(({ bankReference }) => bankReference))
        assert.deepEqual(references.toSorted(), entries.map(({ bankReference }) => bankReference).toSorted())
        for (const page of known) assert.equal(page.openingMinor + sum(page.entries), page.closingMinor)
        assert.equal(new Set(known.map(({ page }) => page)).size, known.length)
      }),
    )
  })

  test('is known without the references of the bank too', () => {
    const entries = [100n, -40n, 7n, 100n].map((minor) => ({ minor, valueDay: day, bankReference: '' }))
    const [whole] = cut(entries, [])
    assert.ok(whole)
    for (const pages of [
      [whole, ...cut(entries, [2])],
      [...cut(entries, [2]), whole],
      [...cut(entries, [1]), ...cut(entries, [2])],
      [...cut(entries, [1, 3]).toReversed(), whole],
    ]) {
      assert.equal(kept(pages).flatMap((page) => page.entries).length, entries.length)
    }
  })
})

test('a page that looks like the one before it is another', () => {
  const entries = [10n, -10n, 10n, -10n].map((minor) => ({ minor, valueDay: day, bankReference: '' }))
  assert.equal(kept(cut(entries, [2])).flatMap((page) => page.entries).length, 4)
})

test('what has another entry at the same place is all uncovered', () => {
  const page = (minor: bigint) => cut([{ minor, valueDay: day, bankReference: 'B1' }], []) as [StatedPage]
  const [came] = page(100n)
  assert.deepEqual(uncoveredBy(came, page(300n)), [{ from: 0, to: 1, openingMinor: 500n, closingMinor: 600n, page: 2 }])
})
