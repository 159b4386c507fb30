import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Statement } from '../../apps/gateway/src/postgres/db.ts'
import { listStatement, readHorizon } from '../../apps/gateway/src/transaction/transaction-list.store.ts'
import { readTransactionQuery, type TransactionQuery } from '../../apps/gateway/src/transaction/transaction-query.ts'
import { openReporting } from '../support/reporting.ts'
import { addShop, aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
let reporting: ReturnType<typeof openReporting>

const count = 120_000

/** Payments of one merchant, a second apart; each tenth has a refund and each hundredth a dispute, a moment later. */
const fill = async (): Promise<void> => {
  const run = (text: string) => sandbox.db.write('chore.set_up', { text, values: [count] })
  const at = `timestamptz '2026-11-20T00:00:00Z' + n * interval '1 second'`
  const paymentId = `'0000004821' || lpad(n::text, 10, '0') || '0000100001'`
  await run(`
    insert into payments (merchant_id, payment_id, version, currency, amount_minor, settlement_currency, created_at, expires_at,
                          status_changed_at, request, redirect_url, captured, captured_at, captured_minor, settled, network)
    select 4821, ${paymentId}, 1, 'EUR', 100 + n % 1000, 'EUR', ${at}, ${at}, ${at},
           json_build_object('returnMac', '', 'returnUrl', '', 'merchantReference', 'ORDER-' || n % 5000), 'https://x.example',
           true, ${at}, 100 + n % 1000, n % 2 = 0, json_build_object('walletBrandName', 'GCash')
      from generate_series(1, $1::int) n`)
  await run(`
    insert into refunds (merchant_id, refund_id, payment_id, asked_by, currency, amount_minor, settlement_currency, booked_minor,
                         created_at, status_changed_at, request, needs_approval, approved, accepted, cancelled)
    select 4821, '0000004821' || lpad(n::text, 10, '0') || '000-100001', ${paymentId}, 'merchant', 'EUR', 1, 'EUR', 1,
           ${at}, ${at}, '{}', false, false, true, false from generate_series(10, $1::int, 10) n`)
  await run(`
    insert into disputes (merchant_id, dispute_id, payment_id, request_id, kind, currency, amount_minor, held_minor, taken_minor,
                          settlement_currency, booked_minor, opened_at, status_changed_at, answer_by, delivered, outcome,
                          reversed)
    select 4821, '0000004821' || lpad(n::text, 10, '0') || '9000100001', ${paymentId}, 'D' || n, 'retrieval', 'EUR', 1, 0, 0,
           'EUR', 0, ${at}, ${at}, ${at}, true, 'won', false from generate_series(100, $1::int, 100) n`)
  for (const table of ['payments', 'refunds', 'disputes']) {
    await sandbox.db.write('chore.set_up', { text: `analyze ${table}`, values: [] })
  }
}

before(async () => {
  sandbox = await aSandbox('error', noon)
  reporting = openReporting(sandbox, await addShop(sandbox, '4821'))
  await fill()
})
after(() => sandbox?.close())

type Plan = { 'Shared Hit Blocks': number; 'Shared Read Blocks': number }

/** How many pages of the database a statement looks at. */
const pagesOf = async ({ text, values }: Statement): Promise<number> => {
  const explained = { text: `explain (analyze, buffers, format json) ${text}`, values }
  const [row] = await sandbox.db.read<{ 'QUERY PLAN': { Plan: Plan }[] }>(explained)
  const plan = row?.['QUERY PLAN'][0]?.Plan
  assert.ok(plan)
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
}

const queryOf = (asked: Record<string, string>): TransactionQuery => {
  const read = readTransactionQuery(new URLSearchParams(asked))
  assert.ok(read.ok)
  return read.value
}

const cursorAt = (second: number): string =>
  Buffer.from(
    `${new Date(Date.parse('2026-11-20T00:00:00Z') + second * 1_000).toISOString().replace('Z', '000Z')} `,
  ).toString('base64url')

describe('a page of transactions', () => {
  test('costs the same at the beginning, in the middle and at the end, in either order', async () => {
    for (const order of ['oldest', 'newest']) {
      for (const second of [0, count / 2, count - 60, count]) {
        const query = queryOf({ order, cursor: cursorAt(second) })
        for (const kind of query.kinds) {
          const pages = await pagesOf(listStatement('4821', kind, query))
          assert.ok(pages < 600, `${pages} pages for ${kind}s behind second ${second}, ${order} first`)
        }
      }
    }
  })

  test('of a reference or of a payment looks at what it finds', async () => {
    for (const filter of [
      { merchantReference: 'ORDER-7' },
      { paymentId: '000000482100000777770000100001' },
      { merchantReference: 'ORDER-7', status: 'REDIRECTED' },
    ]) {
      const query = queryOf(filter)
      for (const kind of ['payment', 'refund', 'dispute'] as const) {
        const pages = await pagesOf(listStatement('4821', kind, query))
        assert.ok(pages < 600, `${pages} pages for ${kind}s of ${JSON.stringify(filter)}`)
      }
    }
  })

  test('of what is rare looks at so many and no more, and says where to go on', async () => {
    const query = queryOf({ wallet: 'none' })
    const horizon = await readHorizon(sandbox.db, '4821', query, 20_000)
    assert.equal(horizon, '2026-11-20T05:33:21.000000Z')
    const first = await reporting.page({ wallet: 'none' })
    assert.deepEqual(first.transactions, [])
    assert.ok(first.next)
    assert.deepEqual(await reporting.page({ wallet: 'none', cursor: first.next }), { transactions: [] })
    const newest = await reporting.page({ status: 'REJECTED', order: 'newest' })
    assert.deepEqual([newest.transactions, typeof newest.next], [[], 'string'])
    assert.deepEqual(await reporting.all({ status: 'REJECTED', order: 'newest' }), [])
  })

  test('finds what lies far behind, and the CSV has it all', async () => {
    assert.equal((await reporting.all({ amountFrom: 333, amountTo: 333, currencyCode: 'EUR', limit: 100 })).length, 120)
    const rows = await reporting.csv('transactions', { kind: 'refund,dispute' })
    assert.equal(rows.length, count / 10 + count / 100)
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length)
  })
})
