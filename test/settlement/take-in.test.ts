import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  aBatch,
  batchIdOf,
  nameOf,
  netOf,
  receive,
  receiveBatch,
  settled,
  sheetsOf,
  textOf,
} from '../support/reports.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { expectedLines, settlementOf } from '../support/taken-in.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox
before(async () => {
  sandbox = await aSandbox('error', noon)
})
after(() => sandbox?.close())

const { rowsOf, aDay, batchIsIn, breaksOf, openBreaksOf, linesOf, quarantineOf } = settlementOf(() => sandbox)

describe('a clearing batch', () => {
  test('waits for its three files, and is taken in with the last', async () => {
    const batch = aBatch(7, { day: aDay() })
    const sheets = sheetsOf(batch)
    const [items, summary, fees] = await Promise.all(
      (['transactionItems', 'summary'] as const).map((kind) =>
        receive(sandbox, nameOf(kind, batchIdOf(batch), batch), textOf(sheets[kind])),
      ),
    )
    const waiting = await settled(sandbox, summary ?? '')
    assert.equal(waiting.state, 'received')
    await until('both wait for the third', async () => {
      const reasons = await Promise.all([items, summary].map(async (one) => (await settled(sandbox, one ?? '')).reason))
      return reasons.includes(`waits for feeItems of batch ${batchIdOf(batch)}`)
    })
    const last = fees ?? (await receive(sandbox, nameOf('feeItems', batchIdOf(batch), batch), textOf(sheets.feeItems)))
    const row = await batchIsIn(batch)
    for (const one of [items, summary, last]) {
      await until('each file is taken', async () => (await settled(sandbox, one ?? '')).state === 'taken')
    }
    assert.deepEqual(await linesOf(batch), expectedLines(batch))
    assert.deepEqual(await breaksOf(batchIdOf(batch)), [])
    assert.equal(row.items_read, 7n)
    assert.equal(row.summary_net_minor, BigInt(netOf(batch)))
  })

  test('of nothing is known by any of the names of its files', async () => {
    const batch = aBatch(0, { day: aDay() })
    const nothing = textOf(sheetsOf(batch).feeItems)
    const fileId = await receive(sandbox, 'fees-a.csv', nothing)
    await receiveBatch(sandbox, batch)
    await batchIsIn(batch)
    await receive(sandbox, 'fees-b.csv', nothing)
    assert.equal((await settled(sandbox, fileId)).state, 'taken')
    const refusals = `select about from breaks where kind = 'file_refused' and resolved_at is null and starts_with(about, $1)`
    assert.deepEqual(await rowsOf(refusals, fileId), [])
  })

  test('of nothing, whose cut-off file is that of another too, is refused for each', async () => {
    const [batch, other] = [aBatch(0, { day: aDay() }), aBatch(0, { day: aDay() })]
    const whole = textOf(sheetsOf(batch).feeItems)
    const cut = whole.slice(0, whole.indexOf('clearingBatchId') + 20)
    const open = async () => [...(await openBreaksOf(batch)), ...(await openBreaksOf(other))].length
    for (const one of [batch, other]) await receive(sandbox, nameOf('feeItems', batchIdOf(one), one), cut)
    await until('it is refused for both', async () => (await open()) === 2)
    await receiveBatch(sandbox, batch)
    await batchIsIn(batch)
    assert.deepEqual([(await openBreaksOf(batch)).length, (await openBreaksOf(other)).length], [0, 1])
    await receiveBatch(sandbox, other)
    await batchIsIn(other)
    assert.equal(await open(), 0)
  })

  test('of nothing is taken in as well', async () => {
    const batch = aBatch(0, { day: aDay() })
    await receiveBatch(sandbox, batch)
    const row = await batchIsIn(batch)
    assert.equal(row.items_said, 0n)
    assert.deepEqual(await breaksOf(batchIdOf(batch)), [])
  })

  test('gives the same rows in any order of its files', async () => {
    const orders = [
      ['feeItems', 'summary', 'transactionItems'],
      ['summary', 'transactionItems', 'feeItems'],
      ['transactionItems', 'feeItems', 'summary'],
    ] as const
    for (const order of orders) {
      const batch = aBatch(6, { day: aDay() })
      await receiveBatch(sandbox, batch, undefined, order)
      await batchIsIn(batch)
      assert.deepEqual(await linesOf(batch), expectedLines(batch))
    }
  })
})

describe('what is spoilt', () => {
  const itemsOf = (change: (rows: string[][]) => string[][]) => (sheets: ReturnType<typeof sheetsOf>) => {
    const { totals, rows } = sheets.transactionItems
    return { transactionItems: textOf({ totals, rows: change(rows.map((cells) => [...cells])) }) }
  }

  test('a row that is missing: count and total differ from those of the file', async () => {
    const batch = aBatch(6, { day: aDay() })
    await receiveBatch(
      sandbox,
      batch,
      itemsOf((rows) => rows.toSpliced(2, 1)),
    )
    await batchIsIn(batch)
    assert.deepEqual(await openBreaksOf(batch), [
      { kind: 'count_differs', field: 'totalCount', ours: '5', theirs: '6', minor: 0n },
      { kind: 'total_differs', field: 'netSettlementAmountValue', ours: '39906', theirs: '49907', minor: 10_001n },
    ])
    assert.equal((await linesOf(batch)).length, 5)
  })

  test('a row that is there twice: the second is quarantined, and all agrees', async () => {
    const batch = aBatch(6, { day: aDay() })
    const { transactionItems } = await receiveBatch(
      sandbox,
      batch,
      itemsOf((rows) => [...rows, rows[3] ?? []]),
    )
    await batchIsIn(batch)
    assert.deepEqual(await quarantineOf(transactionItems), [
      { file_row: 11, file_column: 'transactionId', reason: 'is the same row again' },
    ])
    assert.deepEqual(await linesOf(batch), expectedLines(batch))
    assert.deepEqual(await openBreaksOf(batch), [])
  })

  test('a fee that is there twice counts once', async () => {
    const batch = aBatch(6, { day: aDay() })
    const { feeItems: file } = await receiveBatch(sandbox, batch, ({ feeItems: { totals, rows } }) => ({
      feeItems: textOf({ totals, rows: [...rows, rows[3] ?? []] }),
    }))
    await batchIsIn(batch)
    assert.deepEqual(
      (await quarantineOf(file)).map(({ file_column, reason }) => [file_column, reason]),
      [['transactionId', 'is the same row again']],
    )
    assert.deepEqual(await linesOf(batch), expectedLines(batch))
    assert.deepEqual(await openBreaksOf(batch), [])
  })

  test('an amount that is off: the total differs', async () => {
    const batch = aBatch(6, { day: aDay() })
    await receiveBatch(
      sandbox,
      batch,
      itemsOf((rows) => rows.map((cells, n) => (n === 1 ? cells.with(10, '10500') : cells))),
    )
    await batchIsIn(batch)
    assert.deepEqual(await openBreaksOf(batch), [
      { kind: 'total_differs', field: 'netSettlementAmountValue', ours: '50407', theirs: '49907', minor: -500n },
    ])
  })

  test('a row that cannot be read is quarantined; the rest goes on', async () => {
    const batch = aBatch(6, { day: aDay() })
    const broken = itemsOf((rows) => rows.map((cells, n) => (n === 1 ? cells.with(8, '100.00') : cells)))
    const { transactionItems } = await receiveBatch(sandbox, batch, broken)
    await batchIsIn(batch)
    const reason = '"100.00" is not a whole number of the smallest unit'
    assert.deepEqual(await quarantineOf(transactionItems), [
      { file_row: 5, file_column: 'transactionAmountValue', reason },
    ])
    assert.equal((await linesOf(batch)).length, 5)
  })

  test('a total that is wrong: the file does not foot, nor do the three', async () => {
    const batch = aBatch(6, { day: aDay() })
    await receiveBatch(sandbox, batch, ({ feeItems }) => ({
      feeItems: textOf({
        ...feeItems,
        totals: feeItems.totals.map((cells, n) => (n === 1 ? cells.with(1, '1') : cells)),
      }),
    }))
    await batchIsIn(batch)
    assert.deepEqual(
      (await openBreaksOf(batch))
        .map(({ field, ours, theirs }) => ({ field, ours, theirs }))
        .sort((a, b) => (a.field < b.field ? -1 : 1)),
      [
        { field: 'netSettlementAmountValue', ours: '49906', theirs: '49533' },
        { field: 'totalFeeAmountValue', ours: '374', theirs: '1' },
      ],
    )
  })

  test('columns in another order are nothing', async () => {
    const batch = aBatch(6, { day: aDay() })
    await receiveBatch(
      sandbox,
      batch,
      itemsOf((rows) => rows.map((cells) => cells.toReversed())),
    )
    await batchIsIn(batch)
    assert.deepEqual(await linesOf(batch), expectedLines(batch))
    assert.deepEqual(await openBreaksOf(batch), [])
  })

  test('a column under another name refuses the file, until a better one comes', async () => {
    const batch = aBatch(6, { day: aDay() })
    const renamed = itemsOf((rows) => rows.map((cells, n) => (n === 0 ? cells.with(3, 'paymentId') : cells)))
    const { transactionItems = '', summary = '' } = await receiveBatch(sandbox, batch, renamed)
    const refused = await settled(sandbox, transactionItems)
    const reason = 'the column transactionId is missing in the detail of transactionItems'
    assert.deepEqual([refused.state, refused.reason], ['refused', reason])
    const refusals = () =>
      rowsOf<{ theirs: string; resolved_at: Date | null }>(
        `select theirs, resolved_at from breaks where kind = 'file_refused' and starts_with(about, $1)`,
        transactionItems,
      )
    assert.deepEqual(await refusals(), [{ theirs: reason, resolved_at: null }])
    assert.equal((await settled(sandbox, summary)).state, 'received')
    await receive(
      sandbox,
      nameOf('transactionItems', batchIdOf(batch), batch),
      textOf(sheetsOf(batch).transactionItems),
    )
    await batchIsIn(batch)
    assert.deepEqual(await linesOf(batch), expectedLines(batch))
    assert.deepEqual(await openBreaksOf(batch), [])
    assert.notEqual((await refusals())[0]?.resolved_at, null)
  })

  test('a truncated file is refused, and nothing of the batch is in', async () => {
    const batch = aBatch(6, { day: aDay() })
    const { transactionItems = '', feeItems = '' } = await receiveBatch(
      sandbox,
      batch,
      ({ transactionItems: items }) => ({
        transactionItems: textOf(items).slice(0, -200),
      }),
    )
    const refused = await until('the file is refused', async () => {
      const file = await settled(sandbox, transactionItems)
      return file.state === 'refused' ? file : undefined
    })
    assert.match(refused.reason ?? '', /^it is truncated: it has 5 rows of 6, and no end/)
    assert.equal((await settled(sandbox, feeItems)).state, 'received')
    assert.deepEqual(await linesOf(batch), [])
    await receive(
      sandbox,
      nameOf('transactionItems', batchIdOf(batch), batch),
      textOf(sheetsOf(batch).transactionItems),
    )
    await batchIsIn(batch)
    assert.deepEqual(await linesOf(batch), expectedLines(batch))
    assert.deepEqual(await openBreaksOf(batch), [])
  })

  test('of several truncated files of a batch each is refused, not only the first that is read', async () => {
    const batch = aBatch(6, { day: aDay() })
    const files = await receiveBatch(sandbox, batch, ({ transactionItems, summary }) => ({
      transactionItems: textOf(transactionItems).slice(0, -200),
      summary: textOf(summary).slice(0, -20),
    }))
    for (const kind of ['transactionItems', 'summary']) {
      await until(`${kind} is refused`, async () => (await settled(sandbox, files[kind] ?? '')).state === 'refused')
    }
    assert.equal((await settled(sandbox, files.feeItems ?? '')).state, 'received')
  })

  test('what is no report at all is refused', async () => {
    const refused = await settled(sandbox, await receive(sandbox, 'notes.txt', 'hello,\n'))
    assert.deepEqual(
      [refused.state, refused.reason],
      ['refused', 'neither its header nor its name says which report it is'],
    )
  })
})
