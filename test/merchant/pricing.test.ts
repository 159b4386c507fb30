import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { anOrder, type Identity } from '../support/merchant.ts'
import { addShop, aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, payInWallet } from '../support/simulator.ts'

/** A version of a contract that two people want. */
const agree = async (merchantId: string, ...terms: string[]): Promise<void> => {
  await silkgate(sandbox, 'contract', 'add', merchantId, ...terms, '--as', 'anna@psp.example')
  await silkgate(sandbox, 'contract', 'approve', merchantId, '--as', 'ben@psp.example')
}

let sandbox: TestSandbox
before(async () => {
  sandbox = await aSandbox('error', { SANDBOX_START: '2026-11-29T12:00:00Z' })
})
after(() => sandbox?.close())

/** The fee of a payment that was captured just now, in its settlement currency. */
const feeOf = async (identity: Identity, amount: number, currency = 'EUR', wallet?: string): Promise<string> => {
  const shop = openShop(sandbox, identity)
  const { redirectUrl, paymentId } = await shop.redirected(anOrder(amount, currency))
  await payInWallet(sandbox, redirectUrl, 'success', wallet)
  await shop.whenStatus(paymentId, 'CAPTURED')
  const [row] = await sandbox.db.read<{ fee: string }>({
    text: `select fee_minor || ' ' || settlement_currency as fee from payments where merchant_id = $1 and payment_id = $2`,
    values: [identity.merchantId, paymentId],
  })
  return row?.fee ?? ''
}

const volumesOf = (merchantId: string) =>
  sandbox.db.read<{ month: string; currency: string; minor: bigint }>({
    text: 'select month::text, currency, minor from merchant_volumes where merchant_id = $1 order by month, currency',
    values: [merchantId],
  })

describe('the price of a payment', () => {
  test('is that of its contract when it was captured, by the wallet that paid', async () => {
    const shop = await addShop(sandbox, '61')
    assert.equal(await feeOf(shop, 10_000), '150 EUR')
    await agree('61', '--price', 'EUR/GCASH=100', '--fee-fixed', '20')
    await advance(sandbox, 'PT1M')
    assert.equal(await feeOf(shop, 10_000), '160 EUR')
    assert.equal(await feeOf(shop, 10_000, 'EUR', 'GCASH'), '100 EUR')
    const versions = await silkgate(sandbox, 'contract', 'list', '61')
    assert.deepEqual(
      versions.map(({ feeBasisPoints, feeFixedMinor }) => [feeBasisPoints, feeFixedMinor]),
      [
        ['140', '10'],
        ['140', '20'],
      ],
    )
  })

  test('is in its own currency where the merchant settles in it, else in the first one', async () => {
    const shop = await addShop(sandbox, '62')
    await silkgate(sandbox, 'merchant', 'set', '62', '--further-currency', 'HKD')
    await agree('62', '--price', 'HKD=200+50')
    await advance(sandbox, 'PT1M')
    assert.equal(await feeOf(shop, 10_000, 'HKD'), '250 HKD')
    assert.match(await feeOf(shop, 10_000, 'USD'), / EUR$/)
  })

  test('follows from what was captured in the month before', async () => {
    const shop = await addShop(sandbox, '63')
    await agree('63', '--price', 'EUR@20000=90', 'EUR@30000=50')
    await advance(sandbox, 'PT1M')
    assert.equal(await feeOf(shop, 20_000), '290 EUR')
    await advance(sandbox, 'P2D')
    assert.deepEqual(await volumesOf('63'), [
      { month: '2026-10-01', currency: 'EUR', minor: 0n },
      { month: '2026-11-01', currency: 'EUR', minor: 20_000n },
    ])
    assert.equal(await feeOf(shop, 10_000), '90 EUR')
  })

  test('is the same when everything is replayed', async () => {
    const checks = await silkgate(sandbox, 'verify')
    assert.deepEqual(
      checks.filter(({ holds }) => holds === false),
      [],
    )
    assert.ok(checks.length > 5)
  })
})
