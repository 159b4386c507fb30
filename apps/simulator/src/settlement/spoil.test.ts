import assert from 'node:assert/strict'
import { basename } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Fault, FaultOf, ReportKind } from '../fault/faults.ts'
import { aPaidOrder, closeDays } from './testing.ts'

const day = '2026-11-25'
const orders = Array.from({ length: 20 }, (_, number) =>
  aPaidOrder({ number, currency: 'EUR', minor: 10_000n + BigInt(number), settlesIn: 'EUR' }),
)
const right = await closeDays(day, 3, orders)
const linesOf = (texts: ReadonlyMap<string, string>, path: string) => (texts.get(path) ?? '').split('\n')

/** The lines that one text has and another lacks, each as often as it has it more often. */
const more = (lines: readonly string[], than: readonly string[]): string[] => {
  const left = [...than]
  return lines.filter((line) => {
    const at = left.indexOf(line)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

type Told = { readonly lost: readonly string[]; readonly found: readonly string[]; readonly was: string }
const cell = (line: string, at: number) => line.split(',')[at]

/** What the reader of the file finds under each fault of a row or a file: lines that are gone, and lines that are new. */
const spoiled: Readonly<Record<FaultOf<'row' | 'file'>, { report: ReportKind; finds: (told: Told) => void }>> = {
  'report-row-missing': {
    report: 'transactionItems',
    finds: ({ lost, found, was }) => assert.deepEqual([lost, found], [[was], []]),
  },
  'report-row-twice': {
    report: 'transactionItems',
    finds: ({ lost, found, was }) => assert.deepEqual([lost, found], [[], [was]]),
  },
  'report-amount-off': {
    report: 'transactionItems',
    finds: ({ lost, found, was }) => {
      assert.deepEqual(lost, [was])
      assert.deepEqual(
        found.map((line) => Number(cell(line, 10))),
        [Number(cell(was, 10)) + 100],
      )
    },
  },
  'report-fee-off': {
    report: 'feeItems',
    finds: ({ lost, found, was }) => {
      assert.deepEqual(lost, [was])
      assert.deepEqual(
        found.map((line) => Number(cell(line, 4))),
        [Number(cell(was, 4)) + 100],
      )
    },
  },
  'report-unknown-transaction': {
    report: 'transactionItems',
    finds: ({ lost, found, was }) => {
      assert.deepEqual([lost, found.length], [[], 1])
      assert.ok(!orders.some(({ paymentRequestId }) => paymentRequestId === cell(found[0] ?? '', 5)))
      assert.equal(cell(found[0] ?? '', 10), cell(was, 10))
    },
  },
  'report-wrong-total': {
    report: 'settlement',
    finds: ({ lost, found, was }) => {
      assert.deepEqual(lost, [was])
      assert.deepEqual(
        found.map((line) => Number(cell(line, 4))),
        [Number(cell(was, 4)) + 100],
      )
    },
  },
  'report-late': { report: 'summary', finds: ({ lost, found }) => assert.deepEqual([lost, found], [[], []]) },
  'report-renamed': { report: 'feeItems', finds: ({ lost, found }) => assert.deepEqual([lost, found], [[], []]) },
  'report-truncated': {
    report: 'transactionItems',
    finds: ({ lost, found, was }) => {
      assert.deepEqual(lost, [was, '<END>', ''])
      assert.deepEqual(found, [was.slice(0, was.length / 2)])
    },
  },
  'report-columns-permuted': {
    report: 'transactionItems',
    finds: ({ lost, found }) => {
      assert.equal(found[0]?.split(',')[0], 'productCode')
      assert.deepEqual(
        found.map((line) => line.split(',').toReversed().join(',')),
        lost,
      )
    },
  },
}

/** What is found in a file, against the one of the same name as it should be. */
const findIn = (texts: ReadonlyMap<string, string>, path: string): Omit<Told, 'was'> => {
  const rightPath =
    [...right.texts.keys()].find((one) => basename(one) === basename(path).replace('_001.', '_000.')) ?? ''
  const [have, should] = [linesOf(texts, path), linesOf(right.texts, rightPath)]
  return { lost: more(should, have), found: more(have, should) }
}

describe('each fault of a report', () => {
  for (const [name, { report, finds }] of Object.entries(spoiled)) {
    test(`${name} does what it says, to one file, and is written down`, async () => {
      const lived = await closeDays(day, 3, orders, [{ name: name as Fault['name'], report, times: 1 }])
      assert.deepEqual(
        lived.strikes.map(({ fault }) => fault),
        [name],
      )
      const [{ path = '', wasRight = '' } = {}] = lived.strikes
      assert.ok(basename(path).startsWith(`${report}_`))
      finds({ ...findIn(lived.texts, path), was: wasRight })
      const changed = [...lived.texts].filter(([one, text]) => text !== right.texts.get(one)).map(([one]) => one)
      assert.deepEqual(
        changed.filter((one) => one !== path),
        [],
        'other files are changed',
      )
      assert.deepEqual([lived.clearing, lived.settlement], [right.clearing, right.settlement], 'the truth is changed')
    })
  }

  test('report-late leaves nothing where the file was due, and report-renamed leaves the first', async () => {
    const lived = await closeDays(day, 3, orders, [
      { name: 'report-late', report: 'summary', times: 1 },
      { name: 'report-renamed', report: 'feeItems', times: 1 },
    ])
    const [late, renamed] = ['report-late', 'report-renamed'].map((name) =>
      lived.strikes.find(({ fault }) => fault === name),
    )
    assert.ok(late && renamed)
    assert.deepEqual([lived.texts.has(late.wasRight), lived.texts.has(late.path)], [false, true])
    assert.match(late.path, /\/20261127\/summary_.*_C20261125/)
    assert.equal(lived.texts.get(renamed.path), lived.texts.get(renamed.wasRight))
    assert.match(renamed.path, /_001\.csv$/)
  })

  test('of rows strikes a share of them, the same ones for a seed, and one payment where it is named', async () => {
    const struck = async (fault: Omit<Fault, 'name'>) =>
      (await closeDays(day, 1, orders, [{ name: 'report-row-missing', ...fault }])).strikes.map(
        ({ transactionId }) => transactionId,
      )
    const half = await struck({ share: 0.5, seed: 3 })
    assert.ok(half.length > 2 && half.length < 18, `${half.length}`)
    assert.deepEqual(await struck({ share: 0.5, seed: 3 }), half)
    assert.notDeepEqual(await struck({ share: 0.5, seed: 4 }), half)
    const [, second] = orders
    assert.deepEqual(await struck({ paymentRequestId: second?.paymentRequestId }), [second?.paymentId])
  })

  test('of rows is found wherever it is written down, and nowhere else', () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const names = [
          'report-row-missing',
          'report-row-twice',
          'report-amount-off',
          'report-unknown-transaction',
        ] as const
        const lived = await closeDays(
          day,
          1,
          orders,
          names.map((name) => ({ name, share: 0.1, seed: `${seed}${name}` })),
        )
        const path = [...lived.texts.keys()].find((one) => /\/transactionItems_.*STDEUR_000/.test(one)) ?? ''
        const { lost, found } = findIn(lived.texts, path)
        const of = (...some: string[]) =>
          lived.strikes.filter(({ fault }) => some.includes(fault)).map(({ wasRight }) => wasRight)
        assert.deepEqual(lost, of('report-row-missing', 'report-amount-off'))
        assert.equal(found.length, of('report-row-twice', 'report-amount-off', 'report-unknown-transaction').length)
      }),
      { numRuns: 30 },
    ))
})

describe('a negative net', () => {
  /** Sold on Monday and given back on Wednesday, so that Wednesday's net is negative; more is sold on Thursday. */
  const sold = [
    aPaidOrder(
      { number: 1, currency: 'EUR', minor: 10_000n, paidAt: new Date('2026-11-23T12:00:00+08:00') },
      {
        refunds: [{ refundRequestId: 'R1', refundId: '1', minor: 10_000n, at: new Date('2026-11-25T12:00:00+08:00') }],
      },
    ),
    aPaidOrder({ number: 2, currency: 'EUR', minor: 50_000n, paidAt: new Date('2026-11-26T12:00:00+08:00') }),
  ]
  const settledIn = async (...faults: Fault[]) => {
    const { settlement, strikes, texts } = await closeDays('2026-11-23', 8, sold, faults)
    const batches = settlement.filter(({ agreement }) => agreement === 'STDEUR')
    const batchOf = (valueDate: string) => batches.find((one) => one.valueDate === valueDate)
    return { batchOf, strikes, texts: [...texts] }
  }

  test('is debited', async () => {
    const { batchOf, texts } = await settledIn()
    assert.deepEqual([batchOf('2026-11-27')?.netMinor, batchOf('2026-11-27')?.carriedBy], [-9_910n, undefined])
    assert.deepEqual(batchOf('2026-11-30')?.clearingBatchIds, ['C20261126STDEUR'])
    const [, text] = texts.find(([path]) => path.includes('_S20261127STDEUR_')) ?? []
    assert.match(text ?? '', /^S20261127STDEUR,.*,EUR,9910,D,2026-11-27,2026-11-27$/m)
  })

  test('is carried forward where the fault wants it: the next batch lists it again, and pays both', async () => {
    const { batchOf, strikes } = await settledIn({ name: 'negative-net-carried' })
    assert.deepEqual([batchOf('2026-11-27')?.netMinor, batchOf('2026-11-27')?.carriedBy], [-9_910n, 'S20261130STDEUR'])
    const carrying = batchOf('2026-11-30')
    assert.deepEqual(carrying?.clearingBatchIds, ['C20261125STDEUR', 'C20261126STDEUR'])
    assert.deepEqual([carrying?.netMinor, carrying?.carriedBy], [49_425n - 9_910n, undefined])
    assert.deepEqual(
      strikes.map(({ fault, wasRight }) => [fault, wasRight]),
      [['negative-net-carried', 'a debit of 9910 EUR on 2026-11-27']],
    )
  })
})
