import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type BankEntry, type ExpectedReceipt, type Matched, matchReceipts } from './index.ts'

const rules = { toleranceMinor: 500n, daysBefore: 1, daysAfter: 5 }

const batch = (id: string, minor: bigint, valueDay = '2026-11-26'): ExpectedReceipt => ({
  ...{ id, minor, valueDay },
  currency: 'EUR',
})

const entry = (id: string, minor: bigint, text = '', more: Partial<BankEntry> = {}): BankEntry => ({
  ...{ id, minor, text, valueDay: '2026-11-26', currency: 'EUR', chargesMinor: 0n },
  ...more,
})

/** `S1 = e1 (reference, -3)` for each match, `S1 ≠ e1 (-900)` for each mismatch. */
const told = ({ matches, mismatches }: Matched): readonly string[] => [
  ...matches.map(({ batches, entries, how, chargesMinor }) => {
    const charges = chargesMinor === 0n ? '' : `, -${chargesMinor}`
    return `${batches.map(({ id }) => id)} = ${entries.map(({ id }) => id)} (${how}${charges})`
  }),
  ...mismatches.map(
    ({ batches, entries, difference }) =>
      `${batches.map(({ id }) => id)} ≠ ${entries.map(({ id }) => id)} (${difference})`,
  ),
]

const cases: readonly (readonly [string, ExpectedReceipt[], BankEntry[], string[]])[] = [
  ['the reference names the batch', [batch('S1', 1000n)], [entry('e1', 1000n, 'ALIPAY S1')], ['S1 = e1 (reference)']],
  [
    'and the date is another',
    [batch('S1', 1000n)],
    [entry('e1', 1000n, 'S1', { valueDay: '2026-12-30' })],
    ['S1 = e1 (reference)'],
  ],
  [
    'the reference names a batch whose id begins as that of another',
    [batch('S1', 1000n), batch('S12', 2000n)],
    [entry('e1', 2000n, 'ALIPAY S12'), entry('e2', 1000n, 'S1ALIPAY')],
    ['S1 = e2 (reference)', 'S12 = e1 (reference)'],
  ],
  [
    'one reference names both of these',
    [batch('S1', 1000n), batch('S12', 2000n)],
    [entry('e1', 3000n, 'S12 S1')],
    ['S1,S12 = e1 (reference)'],
  ],
  ['the bank kept a little', [batch('S1', 1000n)], [entry('e1', 990n, 'S1')], ['S1 = e1 (reference, -10)']],
  [
    'it kept more, and says so',
    [batch('S1', 9000n)],
    [entry('e1', 8000n, 'S1', { chargesMinor: 1000n })],
    ['S1 = e1 (reference, -1000)'],
  ],
  ['too little came', [batch('S1', 9000n)], [entry('e1', 8000n, 'S1')], ['S1 ≠ e1 (-1000)']],
  [
    'a little less than a report that does not add up',
    [{ ...batch('S1', 1000n), isInDoubt: true }],
    [entry('e1', 990n, 'S1')],
    ['S1 ≠ e1 (-10)'],
  ],
  [
    'as much as a report says that does not add up',
    [{ ...batch('S1', 1000n), isInDoubt: true }],
    [entry('e1', 1000n, 'S1')],
    ['S1 = e1 (reference)'],
  ],
  ['too much came', [batch('S1', 9000n)], [entry('e1', 9001n, 'S1')], ['S1 ≠ e1 (1)']],
  [
    'two batches in one credit',
    [batch('S1', 1000n), batch('S2', 2000n)],
    [entry('e1', 3000n, 'S1 S2')],
    ['S1,S2 = e1 (reference)'],
  ],
  [
    'one batch in two credits',
    [batch('S1', 3000n)],
    [entry('e1', 1000n, 'S1'), entry('e2', 2000n, 'S1')],
    ['S1 = e1,e2 (reference)'],
  ],
  ['the first of two credits', [batch('S1', 3000n)], [entry('e1', 1000n, 'S1')], ['S1 ≠ e1 (-2000)']],
  ['no reference, one amount', [batch('S1', 1000n)], [entry('e1', 1000n), entry('e2', 7777n)], ['S1 = e1 (amount)']],
  [
    'no reference, two of one amount: nobody guesses',
    [batch('S1', 1000n), batch('S2', 1000n)],
    [entry('e1', 1000n)],
    [],
  ],
  [
    'no reference, two of one amount and two entries of it: in their order',
    [batch('S2', 1000n), batch('S1', 1000n)],
    [entry('e2', 1000n), entry('e1', 1000n)],
    ['S1 = e1 (amount)', 'S2 = e2 (amount)'],
  ],
  [
    'it names a batch of another day, which is not reported yet',
    [batch('S20261127STDEUR', 1000n)],
    [entry('e1', 1000n, 'SETTLEMENT S20261130STDEUR')],
    [],
  ],
  [
    'it names a batch of another agreement, which is not all here',
    [batch('S20261208STDEUR', 2610n)],
    [entry('e1', 2388n, 'SETTLEMENT S20261207CNEUR')],
    [],
  ],
  [
    'it names a batch that there never was',
    [batch('S20261127STDEUR', 1000n)],
    [entry('e1', 1000n, 'SETTLEMENT Z20261127STDEUR')],
    ['S20261127STDEUR = e1 (amount)'],
  ],
  ['no reference, a little less', [batch('S1', 1000n)], [entry('e1', 800n)], ['S1 = e1 (within tolerance, -200)']],
  ['no reference, too late', [batch('S1', 1000n)], [entry('e1', 1000n, '', { valueDay: '2026-12-02' })], []],
  ['another currency', [batch('S1', 1000n)], [entry('e1', 1000n, 'S1', { currency: 'HKD' })], []],
  [
    'no reference, two batches in one credit',
    [batch('S1', 1000n), batch('S2', 2500n)],
    [entry('e1', 3500n)],
    ['S1,S2 = e1 (one entry for several)'],
  ],
  [
    'no reference, one batch in two credits',
    [batch('S1', 3500n)],
    [entry('e1', 2500n), entry('e2', 1000n)],
    ['S1 = e1,e2 (several entries for one)'],
  ],
  ['a batch of nothing', [batch('S1', 0n)], [], ['S1 =  (nothing to pay)']],
  ['a batch that takes', [batch('S1', -1000n)], [entry('e1', -1000n, 'S1')], ['S1 = e1 (reference)']],
]

describe('which entry paid which batch', () => {
  for (const [says, batches, entries, expected] of cases) {
    test(says, () => assert.deepEqual([...told(matchReceipts(batches, entries, rules))].sort(), [...expected].sort()))
  }

  const amount = fc.bigInt(-5_000n, 50_000n).filter((minor) => minor !== 0n)
  const day = fc.integer({ min: 20, max: 30 }).map((n) => `2026-11-${n}`)
  const batches = fc
    .uniqueArray(fc.record({ n: fc.nat(30), minor: amount, valueDay: day }), { selector: ({ n }) => n, maxLength: 6 })
    .map((all) => all.map(({ n, minor, valueDay }) => batch(`S${n}x`, minor, valueDay)))
  const entries = fc
    .uniqueArray(fc.record({ n: fc.nat(30), minor: amount, valueDay: day, names: fc.option(fc.nat(30)) }), {
      selector: ({ n }) => n,
      maxLength: 6,
    })
    .map((all) =>
      all.map(({ n, minor, valueDay, names }) =>
        entry(`e${n}`, minor, names === null ? '' : `S${names}x`, { valueDay }),
      ),
    )

  test('is the same in whatever order they come', () => {
    fc.assert(
      fc.property(batches, entries, fc.infiniteStream(fc.nat(100)), (some, others, dice) => {
        const shuffled = <T>(items: readonly T[]): T[] =>
          items
            .map((item) => ({ item, at: dice.next().value }))
            .sort((a, b) => a.at - b.at)
            .map(({ item }) => item)
        assert.deepEqual(
          told(matchReceipts(shuffled(some), shuffled(others), rules)),
          told(matchReceipts(some, others, rules)),
        )
      }),
    )
  })

  test('uses each batch and each entry once, and what matches adds up', () => {
    fc.assert(
      fc.property(batches, entries, (some, others) => {
        const { matches, mismatches } = matchReceipts(some, others, rules)
        const used = [...matches, ...mismatches].flatMap((one) => [...one.batches, ...one.entries])
        assert.equal(new Set(used).size, used.length)
        for (const match of matches) {
          const sum = (items: readonly { minor: bigint }[]) => items.reduce((all, { minor }) => all + minor, 0n)
          assert.equal(sum(match.entries) + match.chargesMinor, sum(match.batches))
          assert.ok(match.chargesMinor >= 0n && match.chargesMinor <= rules.toleranceMinor)
        }
      }),
    )
  })

  test('finds what was split in two, whatever else is there', () => {
    fc.assert(
      fc.property(fc.bigInt(2n, 10_000n), fc.bigInt(1n, 9_999n), (whole, cut) => {
        const part = (cut % (whole - 1n)) + 1n
        const halves = [entry('e1', part, 'S1'), entry('e2', whole - part, 'S1'), entry('e3', 123n, 'unrelated')]
        assert.deepEqual(told(matchReceipts([batch('S1', whole)], halves, rules)), ['S1 = e1,e2 (reference)'])
      }),
    )
  })
})
