import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { anOrder, demoShop } from '../support/merchant.ts'
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
import { openShop } from '../support/shop.ts'
import { payInWallet } from '../support/simulator.ts'
import { expectedLines, settlementOf } from '../support/taken-in.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox
before(async () => {
  sandbox = await aSandbox('error', noon)
})
after(() => sandbox?.close())

const { aDay, batchIsIn, breaksOf, openBreaksOf, linesOf, rowsOf } = settlementOf(() => sandbox)

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

test('a better fee counts though the amount of its line is not the better one yet: fees are of what our books say', async () => {
  const shop = openShop(sandbox, demoShop)
  const { paymentId, redirectUrl } = await shop.redirected(anOrder(10_050))
  await payInWallet(sandbox, redirectUrl)
  await shop.whenStatus(paymentId, 'CAPTURED')
  await sandbox.db.write('chore.set_up', {
    text: `insert into scheme_fees (participant_agreement_id, fee_type, reach, valid_from, basis_points, on_refund)
           select 'FEES', 'INTERCHANGE_FEE', reach, '2025-01-01', 100, 'kept'
             from unnest('{domestic,cross_border}'::text[]) reach`,
    values: [],
  })
  const says = (minor: number, fee: number): Batch => {
    const item = { type: 'PAYMENT', id: 'F1', requestId: paymentId, minor, fees: { INTERCHANGE_FEE: fee } } as const
    return { day: '2026-10-01', agreement: 'FEES', currency: 'EUR', items: [item] }
  }
  const batch = says(10_150, 200)
  await receiveBatch(sandbox, batch)
  await batchIsIn(batch)
  // A hundredth of 100.50, to even.
  const fees = await receive(sandbox, 'fees.csv', textOf(sheetsOf(says(10_150, 100)).feeItems))
  assert.equal((await settled(sandbox, fees)).state, 'taken')
  assert.deepEqual((await linesOf(batch))[0]?.fees, 100n)
  assert.deepEqual(
    (await openBreaksOf(batch)).filter(({ kind }) => kind === 'row_differs'),
    [],
  )
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
  /** A settlement under a number of its own, of so many of its batches. */
  const says = async (batches: readonly Batch[], number: number) => {
    const [first] = batches
    assert.ok(first)
    const id = `S${first.day.replaceAll('-', '')}L`
    const name = nameOf('settlement', id, first).replace('_000', `_00${number}`)
    const file = await receive(sandbox, name, textOf(settlementSheet(id, first.day, batches)))
    assert.equal((await settled(sandbox, file)).state, 'taken')
    return id
  }
  const partsOf = (id: string) =>
    rowsOf<{ part: string }>(
      'select clearing_batch_id as part from settlement_batch_parts where settlement_batch_id = $1 order by 1',
      id,
    )
  const openOf = async (id: string) =>
    (await breaksOf(id))
      .filter(({ resolved_at }) => resolved_at === null)
      .map(({ kind, about, ours, theirs, minor }) => ({ kind, about, ours, theirs, minor }))

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
    assert.deepEqual(await openOf(id), [])
  })

  test('is what agrees with a clearing batch that comes after all of its reports', async () => {
    const batch = aBatch(3, { day: aDay() })
    const wrong = { ...batch, items: batch.items.slice(1) }
    await says([batch], 0)
    const id = await says([wrong], 1)
    await receiveBatch(sandbox, batch)
    await batchIsIn(batch)
    await until('the right one counts', async () => {
      const rows = await rowsOf<{ said_minor: bigint }>(
        'select said_minor from settlement_batches where settlement_batch_id = $1',
        id,
      )
      return rows[0]?.said_minor === BigInt(netOf(batch))
    })
    assert.deepEqual(await openOf(id), [])
  })

  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    test(`settles no more what a better file does not name: ${order}`, async () => {
      const [kept, dropped] = [aBatch(3, { day: aDay() }), aBatch(4, { day: aDay() })]
      for (const batch of [kept, dropped]) {
        await receiveBatch(sandbox, batch)
        await batchIsIn(batch)
      }
      let id = ''
      for (const number of order) id = await says(number === 0 ? [kept, dropped] : [kept], number)
      assert.deepEqual(await partsOf(id), [{ part: batchIdOf(kept) }])
      assert.deepEqual(await openOf(id), [])
    })
  }

  test('has no open break of a part that a better file does not name', async () => {
    const [kept, dropped] = [aBatch(3, { day: aDay() }), aBatch(4, { day: aDay() })]
    await receiveBatch(sandbox, kept)
    await batchIsIn(kept)
    const id = await says([kept, { ...dropped, items: dropped.items.slice(1) }], 0)
    await receiveBatch(sandbox, dropped)
    await batchIsIn(dropped)
    assert.deepEqual(
      (await openOf(id)).map(({ kind, about }) => `${kind} ${about}`),
      [`total_differs ${id}/${batchIdOf(dropped)}`],
    )
    await says([kept], 1)
    assert.deepEqual([await partsOf(id), await openOf(id)], [[{ part: batchIdOf(kept) }], []])
  })

  test('stays as it was paid, whatever a better file says then: what differs is told', async () => {
    const [kept, dropped, added] = [aBatch(3, { day: aDay() }), aBatch(4, { day: aDay() }), aBatch(2, { day: aDay() })]
    const id = await says([kept, dropped], 0)
    await sandbox.db.write('chore.set_up', {
      text: 'update settlement_batches set settled_at = taken_at, finished_at = taken_at where settlement_batch_id = $1',
      values: [id],
    })
    await says([kept, added], 1)
    assert.deepEqual(
      await partsOf(id),
      [kept, dropped].map((batch) => ({ part: batchIdOf(batch) })),
    )
    const [had, has] = [netOf(dropped), netOf(added)].map(BigInt) as [bigint, bigint]
    const [before, now] = [netOf(kept) + netOf(dropped), netOf(kept) + netOf(added)].map(String)
    assert.deepEqual(await openOf(id), [
      { kind: 'row_differs', about: id, ours: before, theirs: now, minor: has - had },
      { kind: 'row_differs', about: `${id}/${batchIdOf(dropped)}`, ours: String(had), theirs: 'none', minor: -had },
      { kind: 'row_differs', about: `${id}/${batchIdOf(added)}`, ours: 'none', theirs: String(has), minor: has },
    ])
  })
})
