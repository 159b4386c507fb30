import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openReport, type Report, reportKinds } from './index.ts'
import { golden, inPieces, read } from './testing.ts'

const whyRefused = async (text: string, name = 'report.csv'): Promise<string> => {
  const report: Report | { kind: undefined; reason: string } = await openReport(inPieces(text), name)
  return report.kind === undefined ? report.reason : `it is ${report.kind}`
}

/** Columns in another order, by name. */
const permuted = (text: string, order: (names: readonly string[]) => readonly string[]): string => {
  let from: readonly string[] = []
  let to: readonly string[] = []
  return text
    .split('\n')
    .map((line) => {
      if (line === '' || line === '<END>') return line
      const cells = line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
      if (cells.includes('fundDirection')) {
        from = cells
        to = order(cells)
      }
      return to.map((name) => (name === 'more' ? 'x' : cells[from.indexOf(name)])).join(',')
    })
    .join('\n')
}

describe('each kind of report', () => {
  test('transaction items', async () => {
    const { head, rows, broken, end } = await read(golden('transactionItems'))
    assert.deepEqual(head, {
      kind: 'transactionItems',
      batchId: 'C20261125STDEUR',
      currency: 'EUR',
      agreement: 'STDEUR',
      clearingDay: '2026-11-25',
      summary: { count: 3, total: 11_150n, currency: 'EUR' },
    })
    assert.deepEqual(broken, [])
    assert.deepEqual(end, { rows: 3, hasEnd: true, truncated: undefined })
    assert.deepEqual(rows[1], {
      line: 6,
      batchId: 'C20261125STDEUR',
      transactionType: 'PAYMENT',
      transactionId: '20261125194010301170002',
      transactionRequestId: '000000123400000000020000100001',
      originalTransactionId: undefined,
      transactionTime: new Date('2026-11-25T15:59:59Z'),
      pspId: '1022171000000000001',
      amount: 1000n,
      amountCurrency: 'JPY',
      settlement: 1250n,
      currency: 'EUR',
    })
    assert.equal((rows[2] as { settlement: bigint }).settlement, -100n)
  })

  test('fee items: what we pay is positive', async () => {
    const { head, rows } = await read(golden('feeItems'))
    assert.deepEqual(head.summary, { count: 5, total: 128n, currency: 'EUR' })
    assert.deepEqual(
      rows.map((row) => (row as { fee: bigint }).fee),
      [90n, 25n, 11n, 3n, -1n],
    )
  })

  test('the summary of a clearing batch', async () => {
    const { head, rows } = await read(golden('summary'))
    assert.deepEqual([head.kind, head.batchId, head.agreement], ['summary', 'C20261125STDEUR', 'STDEUR'])
    assert.deepEqual(
      rows.map((row) => (row as { net: bigint }).net),
      [11_121n, -99n],
    )
  })

  test('a settlement', async () => {
    const { head, rows } = await read(golden('settlement'))
    assert.deepEqual(head.summary, {
      batchId: 'S20261127STDEUR',
      agreement: 'STDEUR',
      currency: 'EUR',
      total: 11_000n,
      settlementDay: '2026-11-27',
      valueDay: '2026-11-27',
    })
    assert.deepEqual(
      rows.map((row) => (row as { net: bigint }).net),
      [-22n, 11_022n],
    )
  })
})

describe('a report reads the same', () => {
  for (const kind of reportKinds) {
    const variants: Record<string, (text: string) => string> = {
      'with CRLF': (text) => text.replaceAll('\n', '\r\n'),
      'with a byte order mark': (text) => `\uFEFF${text}`,
      'with its columns in another order': (text) => permuted(text, (names) => names.toReversed()),
      'with a column that we do not know': (text) => permuted(text, (names) => ['more', ...names]),
      'with every cell quoted': (text) =>
        text.replaceAll(/^(?!<END>)[^\n"]+$/gm, (line) => `"${line.split(',').join('","')}"`),
    }
    for (const [how, change] of Object.entries(variants)) {
      test(`${kind} ${how}`, async () => assert.deepEqual(await read(change(golden(kind))), await read(golden(kind))))
    }

    test(`${kind} in pieces of any size`, async () => {
      const whole = await read(golden(kind))
      for (const size of [1, 2, 7, 100]) assert.deepEqual(await read(golden(kind), { size }), whole)
    })

    test(`${kind} without its end, which is noted`, async () => {
      const { end, ...others } = await read(golden(kind).replace('<END>\n', ''))
      const { end: whole, ...expected } = await read(golden(kind))
      assert.deepEqual(others, expected)
      assert.deepEqual(end, { ...whole, hasEnd: false })
    })
  }

  test('without the blank line between its sections', async () => {
    const { rows } = await read(golden('feeItems').replace('\n\n', '\n'))
    assert.equal(rows.length, 5)
  })
})

describe('a report of nothing', () => {
  const nothing = golden('feeItems')
    .replace(/^C2026.*\n/gm, '')
    .replace('5,128', '0,0')

  test('says by its name of which batch it is', async () => {
    const name = 'feeItems_1020000000001_EUR_B77_ABC_000.csv'
    const { head, rows } = await read(nothing, { name })
    assert.deepEqual([head.batchId, head.agreement, head.clearingDay, rows.length], ['B77', 'ABC', undefined, 0])
  })

  test('is refused where its name says nothing either', async () => {
    assert.equal(await whyRefused(nothing), 'neither a row nor its name says of which batch it is')
  })
})

describe('a file is refused as a whole', () => {
  for (const kind of reportKinds) {
    const header = golden(kind).split('\n')[kind === 'summary' ? 0 : 3] ?? ''
    test(`${kind} without a column that is needed, by its name`, async () => {
      const text = golden(kind).replace(header, header.replace('fundDirection', 'direction'))
      const part = 'the column fundDirection is missing in the detail of'
      assert.equal(await whyRefused(text, `${kind}_1_EUR_C20261125STDEUR_STDEUR_000.csv`), `${part} ${kind}`)
      assert.equal(await whyRefused(text), `${part} ${kind}`)
    })
  }

  test('with a column twice', async () => {
    const text = golden('summary').replace('clearingDate', 'totalCount')
    assert.match(await whyRefused(text), /clearingDate is missing/)
    const twice = permuted(golden('summary'), (names) => [...names, 'totalCount'])
    assert.equal(await whyRefused(twice), 'the column totalCount is there twice in the detail of summary')
  })

  test('which is none of Alipay+', async () => {
    const unknown = 'neither its header nor its name says which report it is'
    assert.equal(await whyRefused('a,b\n1,2\n'), unknown)
    assert.equal(await whyRefused('\n\n'), 'it is empty')
    assert.equal(await whyRefused('\0'.repeat(300_000)), unknown)
  })

  test('whose totals cannot be read', async () => {
    const text = golden('feeItems').replace('5,128', '5,1.28')
    assert.match(await whyRefused(text), /totalFeeAmountValue "1.28" is not a whole number of the smallest unit/)
  })

  test('truncated anywhere: its end is missing, and rows are', async () => {
    for (const kind of ['transactionItems', 'feeItems'] as const) {
      const text = golden(kind)
      for (let length = 1; length <= text.lastIndexOf(','); length += 1) {
        const report = await openReport(inPieces(text.slice(0, length)), `${kind}_1_EUR_C1_A_000.csv`)
        if (report.kind === undefined) continue
        for await (const _ of report.blocks);
        assert.match(report.end().truncated ?? '', /^it is truncated/, `cut at ${length}`)
      }
    }
  })
})

describe('a row that cannot be read does not hold up the others', () => {
  const text = golden('transactionItems')
  const spoilt: Record<string, [from: string | RegExp, to: string, column: string, reason: string]> = {
    'an amount with a fraction': [
      ',10000,EUR,10000',
      ',100.00,EUR,10000',
      'transactionAmountValue',
      '"100.00" is not a whole number of the smallest unit',
    ],
    'a negative amount': [
      'EUR,10000,',
      'EUR,-10000,',
      'settlementAmountValue',
      '"-10000" is not a whole number of the smallest unit',
    ],
    'a direction of its own': ['EUR,C,1234,AlipayHK', 'EUR,X,1234,AlipayHK', 'fundDirection', '"X" is neither C nor D'],
    'a day that does not exist': [
      '2026-11-25T12',
      '2026-02-30T12',
      'transactionTime',
      '"2026-02-30T12:34:56+08:00" is not a time with its offset',
    ],
    'no id': ['20261125194010301170001', '', 'transactionId', 'is empty'],
    'another batch': [
      'C20261125STDEUR,1020000000001,1022171',
      'C2,1,1',
      'clearingBatchId',
      '"C2" is another than the file\'s, C20261125STDEUR',
    ],
    'a cell too few': [/,CASHIER_PAYMENT$/m, '', '', 'has 15 cells, its header 16'],
    'a quote that does not end': ['""eWallet"""', '""eWallet""', '', 'has a quote that does not end'],
  }
  for (const [what, [from, to, column, reason]] of Object.entries(spoilt)) {
    test(what, async () => {
      const { rows, broken, end } = await read(text.replace(from, to))
      const line = what === 'another batch' || what.startsWith('a quote') ? 6 : 5
      assert.deepEqual(broken, [{ line, column, reason }])
      assert.equal(rows.length, 2)
      assert.deepEqual(end, { rows: 3, hasEnd: true, truncated: undefined })
    })
  }

  test('rows behind the end are told', async () => {
    const { broken } = await read(`${text}${text.split('\n')[4]}\n`)
    assert.deepEqual(broken, [{ line: 9, column: '', reason: 'stands behind <END>' }])
  })
})
