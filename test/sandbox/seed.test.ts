import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
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

  test('is not filled twice', async () => {
    await assert.rejects(silkgate(sandbox, 'sandbox', 'seed', '--payments', '10'), /was filled before/)
  })
})
