import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { accountsOf, exceptionsOf, storedPayment } from '../support/books.ts'
import { playRounds } from '../support/dice.ts'
import { dispute, seenDisputes } from '../support/disputes.ts'
import { assertToldOnce } from '../support/exactness.ts'
import { type ListeningShop, openListeningShop } from '../support/listening-shop.ts'
import { anOrder } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import type { Refunded } from '../support/shop.ts'
import { advance, payInWallet, truthOf } from '../support/simulator.ts'
import { until } from '../support/until.ts'

describe('a refund against a claim', () => {
  let sandbox: TestSandbox
  let shop: ListeningShop
  before(async () => {
    sandbox = await aSandbox()
    shop = await openListeningShop(sandbox, '6007')
  })
  after(async () => {
    await shop?.webhooks.close()
    await sandbox?.close()
  })

  test('never pays the consumer twice, whichever comes first and whatever the merchant says', (t) =>
    playRounds(t, 25, async (dice) => {
      const amount = 1_000 + dice.below(9_000)
      const { paymentId, redirectUrl } = await shop.redirected(anOrder(amount))
      await payInWallet(sandbox, redirectUrl)
      await shop.whenStatus(paymentId, 'CAPTURED')
      const refunds: Refunded[] = []
      const parts = Array.from({ length: 5 }, () => async () => {
        const part = { amountOfMoney: { amount: 1 + dice.below(amount), currencyCode: 'EUR' } }
        refunds.push(await shop.refund(paymentId, dice.below(3) === 0 ? {} : part))
      })
      // The wallet claims what it thinks was not refunded; the claim and the refunds cross on the way.
      const claim = () => dispute(sandbox, paymentId, 'escalation', 1 + dice.below(amount)).catch(() => undefined)
      await Promise.all(dice.shuffled([...parts, claim]).map((deed) => deed()))
      await advance(sandbox, 'PT1M')
      const [seen] = await seenDisputes(shop, paymentId)
      if (seen !== undefined) {
        const { disputes } = shop.client.v1
        const [giveIn, again] = await Promise.all([
          disputes.cancel(shop.merchantId, seen.id, {}),
          disputes.cancel(shop.merchantId, seen.id, {}),
          shop.refund(paymentId).then((refund) => refunds.push(refund)),
        ])
        assert.deepEqual([giveIn.status, again.status].sort(), [200, 402])
      }
      await advance(sandbox, 'PT1M')
      const row = await until('nothing is under way', async () => {
        const one = await storedPayment(sandbox, paymentId)
        return one.disputing_minor === 0n && one.refunding_minor === 0n && one
      })
      const given = refunds.reduce((sum, one) => sum + (one.status === 201 ? (one.amount ?? 0) : 0), 0)
      const left = row.captured_minor - row.refunded_minor - row.disputed_minor
      assert.equal(row.refunded_minor, BigInt(given))
      assert.ok(left >= 0n, `${left} is left`)
      assert.equal((await truthOf(sandbox, paymentId))?.charged.value, String(left), 'the wallet knows the same')
      assert.deepEqual(await accountsOf(sandbox, paymentId), left === 0n ? {} : { receivable: left, pending: -left })
      const kinds = new Set((await exceptionsOf(sandbox, paymentId)).map(({ kind }) => kind))
      kinds.delete('dispute_exceeds_payment')
      assert.deepEqual([...kinds], [])
      await assertToldOnce(sandbox, shop, paymentId)
    }))
})
