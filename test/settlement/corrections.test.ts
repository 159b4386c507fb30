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
  settlementSheet,
  sheetsOf,
  textOf,
} from '../support/reports.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { expectedLines, settlementOf } from '../support/taken-in.ts'

let sandbox: TestSandbox
before(async () => {
  sandbox = await aSandbox('error', noon)
})
after(() => sandbox?.close())

const { aDay, batchIsIn, breaksOf, openBreaksOf, linesOf } = settlementOf(() => sandbox)

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
    const byId = (lines: { transaction_id: string }[]) =>
      lines.toSorted((a, b) => (a.transaction_id < b.transaction_id ? -1 : 1))
    assert.deepEqual(byId(await linesOf(batch)), byId(expectedLines(batch)))
    assert.deepEqual(await openBreaksOf(batch), [])
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
})
