import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Verified, verify } from '../../apps/gateway/src/verify/verify.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, payInWallet } from '../support/simulator.ts'
import { openEvents, typesIn } from '../webhook/events.ts'

describe('verify, where Alipay+ pays', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox('error', noon)
  })
  after(() => sandbox?.close())

  test('holds on each day until payments are PAID, and after', async () => {
    const shop = openShop(sandbox, demoShop)
    const captured = async (amount: number): Promise<string> => {
      const { paymentId, redirectUrl } = await shop.redirected(anOrder(amount))
      await payInWallet(sandbox, redirectUrl)
      await shop.whenStatus(paymentId, 'CAPTURED')
      return paymentId
    }
    const assertHolds = async (day: number) => {
      const lines: Verified[] = []
      await verify(sandbox.db, { all: true, progressOf: () => () => {}, tell: (one) => lines.push(one) })
      const broken = lines.filter(({ holds }) => !holds)
      assert.deepEqual(broken, [], `on day ${day}`)
    }
    const [whole, half] = [await captured(1_500), await captured(2_000)]
    const refund = await shop.refund(half, { amountOfMoney: { amount: 500, currencyCode: 'EUR' } })
    assert.equal(refund.status, 201, refund.message)
    for (let day = 1; day <= 6; day++) {
      await advance(sandbox, 'P1D')
      await assertHolds(day)
    }
    await shop.whenStatus(whole, 'PAID')
    await shop.whenStatus(half, 'PAID')
    const late = await shop.refund(half, { amountOfMoney: { amount: 500, currencyCode: 'EUR' } })
    assert.equal(late.status, 201, late.message)
    await advance(sandbox, 'P5D')
    await assertHolds(11)
  })

  test('each event has its place in the merchant’s list, those of payments that became PAID in a set too', async () => {
    const events = await openEvents(sandbox, demoShop).all()
    assert.deepEqual(
      events.map(({ position }) => position),
      events.map((_, index) => index + 1),
    )
    const types = typesIn(events)
    assert.equal(types.filter((type) => type === 'payment.paid').length, 2)
    assert.ok(types.lastIndexOf('payment.paid') < types.length - 1, `what came later has a later place: ${types}`)
  })
})
