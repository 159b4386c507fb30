import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { FindQuery } from '../../apps/gateway/src/http/find-query.ts'
import { findStatement as findPayments } from '../../apps/gateway/src/payment/find-payments.store.ts'
import type { Statement } from '../../apps/gateway/src/postgres/db.ts'
import { planByIndexes } from '../../apps/gateway/src/postgres/plan-by-indexes.ts'
import { findStraysIn } from '../../apps/gateway/src/reconciliation/match-lines.store.ts'
import { findStatement as findRefunds } from '../../apps/gateway/src/refund/find-refunds.store.ts'
import { createStaging } from '../../apps/gateway/src/settlement/staging.store.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'

const setUp = (sandbox: TestSandbox, text: string) => sandbox.db.write('chore.set_up', { text, values: [] })

const payments = 60_000

/** Payments of two merchants: 1234 has a new reference each time, 5678 always the same. Four of five are older than 42 days. */
const fill = async (sandbox: TestSandbox): Promise<void> => {
  await setUp(
    sandbox,
    `insert into payments (merchant_id, payment_id, version, currency, amount_minor, settlement_currency, created_at,
                           expires_at, status_changed_at, request, captured, captured_minor)
     select case when n % 2 = 0 then 1234 else 5678 end, lpad(n::text, 20, '0') || '0000100001', 1, 'EUR', 1000, 'EUR',
            '2026-11-24T12:00:00Z'::timestamptz - n * interval '5 min', '2026-11-24T12:10:00Z', '2026-11-24T12:00:00Z',
            jsonb_build_object('returnUrl', 'https://shop.example/back?of=' || repeat('x', 200), 'returnMac', n::text,
              'merchantReference', case when n % 2 = 0 then 'ORDER-' || n else 'ORDER' end, 'merchantOrderId', (n % 1000)::text),
            true, 1000
       from generate_series(1, ${payments}) n`,
  )
  await setUp(
    sandbox,
    `insert into refunds (merchant_id, refund_id, payment_id, asked_by, currency, amount_minor, settlement_currency,
                          booked_minor, created_at, status_changed_at, request, needs_approval, approved, accepted, cancelled)
     select merchant_id, left(payment_id, 20) || '000-100001', payment_id, 'merchant', 'EUR', 100, 'EUR', 100, created_at,
            created_at, jsonb_build_object('merchantReference', 'BACK-' || left(payment_id, 20)), false, false, true, false
       from payments where left(payment_id, 20)::bigint % 10 in (0, 1)`,
  )
  await setUp(sandbox, 'vacuum analyze payments')
  await setUp(sandbox, 'vacuum analyze refunds')
}

type Node = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Node[]
}

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

const since = new Date('2026-10-13T12:00:00Z')
const nothing = { merchantReference: undefined, merchantOrderId: undefined, hostedCheckoutId: undefined }

const queries: Readonly<Record<string, Partial<FindQuery>>> = {
  'nothing but the merchant': {},
  'a reference': { merchantReference: 'ORDER-400' },
  'a reference that most payments have': { merchantReference: 'ORDER' },
  'a refund’s reference': { merchantReference: `BACK-${'400'.padStart(20, '0')}` },
  'an order': { merchantOrderId: '400' },
  'a reference and an order': { merchantReference: 'ORDER-400', merchantOrderId: '400' },
  'a common reference and an order': { merchantReference: 'ORDER', merchantOrderId: '401' },
  'a hosted checkout': { hostedCheckoutId: 'x' },
}

describe('what is found by', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox()
    await fill(sandbox)
  })
  after(() => sandbox?.close())

  const plan = async ({ text, values }: Statement): Promise<Node[]> => {
    type Row = { 'QUERY PLAN': readonly { Plan: Node }[] }
    const [row] = await sandbox.db.read<Row>({ text: `explain (analyze, format json) ${text}`, values })
    return nodesOf(row?.['QUERY PLAN'][0]?.Plan ?? assert.fail('there is no plan'))
  }

  for (const [name, wanted] of Object.entries(queries)) {
    test(`${name} is read from indexes, and no row but those that are answered`, async () => {
      for (const merchantId of ['1234', '5678']) {
        for (const [limit, offset] of [
          [10, 0],
          [100, 5_000],
        ] as const) {
          const query = { ...nothing, ...wanted, limit, offset }
          for (const statement of [findPayments(merchantId, query, since), findRefunds(merchantId, query, since)]) {
            const nodes = await plan(statement)
            const said = JSON.stringify(
              nodes.map((node) => [node['Node Type'], node['Index Name'], node['Actual Rows']]),
            )
            assert.ok(!nodes.some((node) => node['Node Type'] === 'Seq Scan'), said)
            const searched = nodes.filter(
              ({ 'Node Type': type }) => type === 'Index Scan' || type === 'Bitmap Heap Scan',
            )
            const rows = searched.reduce((sum, node) => sum + node['Actual Rows'] * node['Actual Loops'], 0)
            // Refunds by the order of their payment are looked up one by one: there are as many as the order has.
            const most = statement.text.includes('payment_id in (') ? limit + 200 : limit
            assert.ok(rows <= most, `${rows} rows: ${said}`)
          }
        }
      }
    })
  }

  test('Alipay+’s own id is read from the payments of about its time alone', async () => {
    const [nodes, found] = await sandbox.db.transaction('chore.set_up', async (tx) => {
      const run = (text: string) => tx.run<Record<string, unknown>>({ text, values: [] })
      await run(`update payments set network = jsonb_build_object('alipayPlusPaymentId', 'A' || payment_id)
                  where payment_id like '%400000%'`)
      await createStaging(tx)
      await run(`insert into staged_items
                 select 0, n, 'PAYMENT', case when n = 1 then 'A' || payment_id else 'strange' || n end, 'not ours', null,
                        created_at + interval '5 min', null, 1000, 'EUR', 1000
                   from payments, generate_series(1, 500) n where payment_id = lpad('400', 20, '0') || '0000100001'`)
      await planByIndexes(tx)
      const explained = await run(`explain (analyze, format json) ${findStraysIn('staged_items')}`)
      const [[{ Plan }]] = explained.map((row) => row['QUERY PLAN']) as [[{ Plan: Node }]]
      return [nodesOf(Plan), await run('select merchant_id, found_payment_id from staged_items where merchant_id <> 0')]
    })
    assert.deepEqual(found, [{ merchant_id: 1234n, found_payment_id: `${'400'.padStart(20, '0')}0000100001` }])
    const ofPayments = nodes.filter((node) => node['Relation Name'] === 'payments')
    const read = ofPayments.map(
      (node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
    )
    assert.ok(
      ofPayments.length > 0 && ofPayments.every((node) => node['Node Type'] !== 'Seq Scan'),
      JSON.stringify(nodes),
    )
    // A payment every five minutes, of a day and an hour.
    assert.ok(read.reduce((sum, rows) => sum + rows, 0) <= 25 * 12 + 1, JSON.stringify(nodes))
  })
})
