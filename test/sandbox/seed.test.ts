import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { listPayments, totalPayments } from '../../apps/gateway/src/console/payment/payment-list.store.ts'
import { readPaymentQuery } from '../../apps/gateway/src/console/payment/read-payment-query.ts'
import { paymentStatus } from '../../apps/gateway/src/postgres/payment-status.ts'
import { verify } from '../../apps/gateway/src/verify/verify.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'

describe('a sandbox that was filled with payments', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox()
    await silkgate(sandbox, 'sandbox', 'seed', '--payments', '3000')
  })
  after(() => sandbox?.close())

  test('has them of every kind, and of many days, wallets and merchants', async () => {
    const [found] = await sandbox.db.read<Record<string, bigint>>({
      text: `select count(*) as payments, count(*) filter (where settled) as paid, count(*) filter (where closed) as cancelled,
                    count(*) filter (where captured and not settled) as captured, count(*) filter (where refused is not null)
                      as rejected, count(*) filter (where refunded_minor > 0) as refunded, count(distinct currency) as currencies,
                    count(distinct created_at::date) as days, count(distinct network ->> 'walletBrandName') as wallets,
                    count(distinct merchant_id) as merchants
               from payments where merchant_id >= 7000000`,
      values: [],
    })
    assert.equal(found?.payments, 3000n)
    for (const [kind, number] of Object.entries(found)) assert.ok(number > 5n, `${kind}: ${number}`)
  })

  test('keeps every invariant', async () => {
    const broken: unknown[] = []
    const tell = (one: { holds: boolean }) => one.holds || broken.push(one)
    await verify(sandbox.db, { all: true, progressOf: () => () => {}, tell })
    assert.deepEqual(broken, [])
  })

  test('leads from a payment to the line of the bank', async () => {
    const [{ payment_id: paymentId } = { payment_id: '' }] = await sandbox.db.read<{ payment_id: string }>({
      text: 'select payment_id from payments where merchant_id >= 7000000 and settled order by payment_id limit 1',
      values: [],
    })
    const trail = JSON.stringify(await silkgate(sandbox, 'trail', paymentId))
    assert.match(trail, /S\d{8}STD[A-Z]{3}/)
    assert.match(trail, /NL00SEED/)
  })

  test('has its payments listed and added up as a plain question would, whatever is asked for', async () => {
    const asked = fc.record({
      merchant: fc.constantFrom('', '7000003'),
      status: fc.constantFrom('', 'PAID', 'REFUNDED', 'REJECTED', 'CANCELLED', 'REDIRECTED', 'PAID,CAPTURED'),
      wallet: fc.constantFrom('', 'GCash', 'Nobody'),
      range: fc.constantFrom('', 'currency=EUR', 'currency=KWD', 'currency=EUR&least=20&most=90'),
      q: fc.constantFrom('', 'order-17', '100017'),
      more: fc.constantFrom('', 'unknown=true', 'sort=oldest'),
    })
    const asks = async ({ range, more, ...given }: typeof asked extends fc.Arbitrary<infer T> ? T : never) => {
      const query = new URLSearchParams(`${new URLSearchParams(given)}&${range}&${more}`)
      const read = readPaymentQuery(query, undefined)
      assert.ok(read.ok)
      const { statuses, wallet, currency, leastMinor, mostMinor, sought, isUnknown, isOldestFirst } = read.value
      const order = isOldestFirst ? 'asc' : 'desc'
      const plain = await sandbox.db.read<{ payment_id: string }>({
        text: `select payment_id from payments p
                where ($1 = '' or merchant_id::text = $1) and (cardinality($2::text[]) = 0 or (${paymentStatus}) = any ($2))
                  and ($3::text is null or network ->> 'walletBrandName' = $3) and ($4::text is null or currency = $4)
                  and ($5::bigint is null or amount_minor >= $5) and ($6::bigint is null or amount_minor <= $6)
                  and ($7::text is null or $7 in (payment_id, merchant_reference, merchant_order_id))
                  and (not $8 or (due_at is not null and not captured and (closing or success_heard)))
                order by created_at ${order}, payment_id ${order}`,
        values: [given.merchant, statuses, wallet, currency, leastMinor, mostMinor, sought, isUnknown],
      })
      const listed = await listPayments(sandbox.db, { ...read.value, limit: 30 })
      const totals = await totalPayments(sandbox.db, read.value, undefined)
      assert.deepEqual(
        [listed.map((row) => row.payment_id), totals.reduce((sum, { count }) => sum + count, 0)],
        [plain.slice(0, 30).map((row) => row.payment_id), plain.length],
        query.toString(),
      )
    }
    await fc.assert(fc.asyncProperty(asked, asks), { numRuns: 100 })
  })

  test('is not filled twice', async () => {
    await assert.rejects(silkgate(sandbox, 'sandbox', 'seed', '--payments', '10'), /was filled before/)
  })
})
