import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  aBatch,
  type Batch,
  batchIdOf,
  nameOf,
  netOf,
  receive,
  receiveBatch,
  settled,
  settlementSheet,
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

const { aDay, batchIsIn, breaksOf, openBreaksOf, linesOf } = settlementOf(() => sandbox)

const byId = (lines: { transaction_id: string }[]) =>
  lines.toSorted((a, b) => (a.transaction_id < b.transaction_id ? -1 : 1))

describe('a corrected file', () => {
  test('adds the rows that were missing, with their fees, and what was open closes', async () => {
    const batch = aBatch(6, { day: aDay() })
    await receiveBatch(sandbox, batch, ({ transactionItems: { totals, rows } }) => ({
      transactionItems: textOf({ totals, rows: rows.toSpliced(2, 1) }),
    }))
    await batchIsIn(batch)
    assert.equal((await openBreaksOf(batch)).length, 2)
    const better = await receive(sandbox, 'corrected.csv', textOf(sheetsOf(batch).transactionItems))
    assert.equal((await settled(sandbox, better)).state, 'taken')
    assert.deepEqual(byId(await linesOf(batch)), byId(expectedLines(batch)))
    assert.deepEqual(await openBreaksOf(batch), [])
  })

  test('counts though it has no rows, and has come before as the file of another day without any', async () => {
    const [empty, spoiled] = [aBatch(0, { day: aDay() }), aBatch(0, { day: aDay() })]
    await receiveBatch(sandbox, empty)
    await receiveBatch(sandbox, spoiled, ({ feeItems: { totals, rows } }) => ({
      feeItems: textOf({ totals: totals.map((cells, n) => (n === 1 ? cells.with(1, '100') : cells)), rows }),
    }))
    await batchIsIn(spoiled)
    assert.equal((await openBreaksOf(spoiled)).length, 2)
    const name = nameOf('feeItems', batchIdOf(spoiled), spoiled).replace('_000', '_002')
    await receive(sandbox, name, textOf(sheetsOf(spoiled).feeItems))
    await until('it agrees', async () => (await openBreaksOf(spoiled)).length === 0)
  })

  test('changes no row: what differs is a break', async () => {
    const batch = aBatch(6, { day: aDay() })
    await receiveBatch(sandbox, batch)
    await batchIsIn(batch)
    const other = { ...batch, items: batch.items.map((one, n) => (n === 0 ? { ...one, minor: 9_000 } : one)) }
    const file = await receive(sandbox, 'corrected.csv', textOf(sheetsOf(other).transactionItems))
    assert.equal((await settled(sandbox, file)).state, 'taken')
    assert.deepEqual(await linesOf(batch), expectedLines(batch))
    const differs = (await openBreaksOf(batch)).filter(({ kind }) => kind === 'row_differs')
    assert.deepEqual(differs, [
      { kind: 'row_differs', field: 'settlementAmountValue', ours: '10000', theirs: '9000', minor: -1000n },
    ])
  })
})

describe('a batch in several files', () => {
  const inParts = (batch: Batch, cut: number) =>
    [batch.items.slice(0, cut), batch.items.slice(cut)].flatMap((items) => {
      const { transactionItems, feeItems } = sheetsOf({ ...batch, items })
      return [textOf(transactionItems), textOf(feeItems)]
    })

  const takeAll = async (name: string, texts: readonly string[]) => {
    const files: string[] = []
    for (const [at, text] of texts.entries()) files.push(await receive(sandbox, `${name} ${at}.csv`, text))
    for (const file of files) {
      await until('each file is taken', async () => (await settled(sandbox, file)).state === 'taken')
    }
  }

  test('is the sum of its parts, each of which says what it holds', async () => {
    const batch = aBatch(7, { day: aDay() })
    await receive(sandbox, nameOf('summary', batchIdOf(batch), batch), textOf(sheetsOf(batch).summary))
    await takeAll('part', inParts(batch, 3))
    assert.deepEqual(byId(await linesOf(batch)), byId(expectedLines(batch)))
    assert.deepEqual(await openBreaksOf(batch), [])
  })

  test('lacks what a part of it lacks, by the totals of all', async () => {
    const batch = aBatch(7, { day: aDay() })
    const { totals, rows } = sheetsOf({ ...batch, items: batch.items.slice(3) }).transactionItems
    const [items = '', ...others] = inParts(batch, 3)
    const spoiled = textOf({ totals, rows: rows.toSpliced(2, 1) })
    const texts = [items, ...others.filter((_, at) => at !== 1), spoiled, textOf(sheetsOf(batch).summary)]
    await takeAll('lacking', texts)
    assert.equal((await linesOf(batch)).length, 6)
    const counts = (await openBreaksOf(batch)).filter(({ kind }) => kind === 'count_differs')
    assert.deepEqual(counts, [{ kind: 'count_differs', field: 'totalCount', ours: '6', theirs: '7', minor: 0n }])
  })
})

describe('a settlement', () => {
  test('is the sum of its parts, and each part is the net of its clearing batch, whichever comes first', async () => {
    const [first, second] = [aBatch(3, { day: aDay() }), aBatch(4, { day: aDay() })]
    await receiveBatch(sandbox, first)
    const wrong = { ...second, items: second.items.slice(1) }
    const settlementBatchId = `S${second.day.replaceAll('-', '')}STDEUR`
    const name = nameOf('settlement', settlementBatchId, first)
    const file = await receive(sandbox, name, textOf(settlementSheet(settlementBatchId, second.day, [first, wrong])))
    assert.equal((await settled(sandbox, file)).state, 'taken')
    assert.deepEqual(await breaksOf(settlementBatchId), [])
    await receiveBatch(sandbox, second)
    await batchIsIn(second)
    const [found, ...others] = await breaksOf(settlementBatchId)
    assert.deepEqual([found?.kind, found?.about], ['total_differs', `${settlementBatchId}/${batchIdOf(second)}`])
    assert.deepEqual([found?.ours, found?.theirs], [String(netOf(second)), String(netOf(wrong))])
    assert.deepEqual(others, [])
  })

  test('is what the report says that agrees with its clearing batches, of several that add up', async () => {
    const batch = aBatch(3, { day: aDay() })
    await receiveBatch(sandbox, batch)
    await batchIsIn(batch)
    const id = `S${batch.day.replaceAll('-', '')}X`
    const says = (beyond: number) => ({
      ...batch,
      items: batch.items.map((one, n) => (n === 0 ? { ...one, minor: one.minor + beyond } : one)),
    })
    for (const beyond of [7, 0, 9]) {
      const name = nameOf('settlement', id, batch).replace('_000', `_00${beyond}`)
      const file = await receive(sandbox, name, textOf(settlementSheet(id, batch.day, [says(beyond)])))
      assert.equal((await settled(sandbox, file)).state, 'taken')
    }
    const open = (await breaksOf(id)).filter(({ resolved_at }) => resolved_at === null)
    assert.deepEqual(open, [])
  })
})
