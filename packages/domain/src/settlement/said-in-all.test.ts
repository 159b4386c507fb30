import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type SaidByFile, saidInAll, type Total } from './index.ts'

const total = (count: number, minor: number): Total => ({ count: BigInt(count), minor: BigInt(minor) })

const file = (said: Total, sharesRowsWith: readonly number[] = [], hasRows = true): SaidByFile => ({
  ...{ total: said, sharesRowsWith, hasRows },
})

const cases: readonly (readonly [string, readonly SaidByFile[], Total, Total])[] = [
  ['one file that says what it holds', [file(total(2, 30))], total(2, 30), total(2, 30)],
  ['one file that says more', [file(total(3, 40))], total(2, 30), total(3, 40)],
  ['two versions, of which one agrees', [file(total(2, 31), [1]), file(total(2, 30), [0])], total(2, 30), total(2, 30)],
  [
    'two versions, of which none agrees',
    [file(total(2, 31), [1]), file(total(2, 30), [0])],
    total(2, 29),
    total(2, 31),
  ],
  ['two parts', [file(total(2, 30)), file(total(1, 5))], total(3, 35), total(3, 35)],
  ['two parts, each of which says the whole', [file(total(3, 35)), file(total(3, 35))], total(3, 35), total(3, 35)],
  ['two parts, of which one lacks a row', [file(total(2, 30)), file(total(2, 9))], total(3, 35), total(4, 39)],
  [
    'a file that lost its only row, and the right one',
    [file(total(1, 5), [], false), file(total(1, 5))],
    total(1, 5),
    total(1, 5),
  ],
  [
    'a part of which there are two versions, and another',
    [file(total(2, 31), [1]), file(total(2, 30), [0]), file(total(1, 5))],
    total(3, 35),
    total(3, 35),
  ],
]

describe('what several files say in all', () => {
  for (const [says, files, read, expected] of cases) {
    test(says, () => assert.deepEqual(saidInAll(files, read).total, expected))
  }

  test('is what was read, into however many parts the rows are put, and whichever of them comes twice with a wrong total', () => {
    const parts = fc.array(fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 5,
    })
    fc.assert(
      fc.property(parts, fc.nat(4), fc.boolean(), (rows, wrong, isSpoiled) => {
        const totalOf = (some: readonly number[]) =>
          total(
            some.length,
            some.reduce((sum, one) => sum + one, 0),
          )
        const right = rows.map((part) => file(totalOf(part)))
        const at = wrong % rows.length
        const spoiled = file({ ...totalOf(rows[at] ?? []), minor: 99_999n }, [at])
        const files = isSpoiled
          ? [...right.map((one, place) => (place === at ? { ...one, sharesRowsWith: [rows.length] } : one)), spoiled]
          : right
        assert.deepEqual(saidInAll(files, totalOf(rows.flat())).total, totalOf(rows.flat()))
      }),
    )
  })
})
