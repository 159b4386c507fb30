import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { announce } from '../support/alipayplus.ts'
import { exceptionsOf } from '../support/books.ts'
import { type Dice, playRounds } from '../support/dice.ts'
import { assertMoneyIsExact, assertToldOnce } from '../support/exactness.ts'
import { aSale, type ListeningShop, openListeningShop } from '../support/listening-shop.ts'
import { anOrder } from '../support/merchant.ts'
import { addSecondKey, aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Refunded, type Shop } from '../support/shop.ts'
import { advance, cashierOf, orders, payInWallet, setFaults, truthOf } from '../support/simulator.ts'
import { until } from '../support/until.ts'

describe('a refund', () => {
  let sandbox: TestSandbox
  let shop: ListeningShop
  let second: Shop
  before(async () => {
    sandbox = await aSandbox()
    shop = await openListeningShop(sandbox, '6002')
    second = openShop(sandbox, await addSecondKey(sandbox, '6002'))
  })
  after(async () => {
    await shop?.webhooks.close()
    await sandbox?.close()
  })

  /** A success as Alipay+ announces it; `more` replaces what it says. */
  const success =
    (paymentRequestId: string, amount: number, more: object = {}) =>
    () => {
      const said = { currency: 'EUR', value: String(amount) }
      const paymentResult = { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' }
      const body = { paymentResult, paymentRequestId, paymentAmount: said, settlementAmount: said, ...more }
      return announce(sandbox, { body: JSON.stringify(body) })
    }
  const times = <T>(count: number, deed: () => T): (() => T)[] => Array.from({ length: count }, () => deed)

  /** Does everything at once, in an order that the dice say. */
  const atOnce = (dice: Dice, deeds: readonly (() => Promise<unknown>)[]) =>
    Promise.all(dice.shuffled(deeds).map((deed) => deed()))

  const countTold = (told: readonly string[], type: string) => told.filter((one) => one === type).length
  const part = (amount: number) => ({ amountOfMoney: { amount, currencyCode: 'EUR' } })

  /** Asks for random parts, each again while it is too early for it, and keeps the answers. */
  const refunding = (dice: Dice, paymentId: string, amount: number, tries = 1) => {
    const answers: Refunded[] = []
    const ask = (wish: object) => async () => {
      for (let left = tries; left > 0; left--) {
        const answer = await shop.refund(paymentId, wish)
        answers.push(answer)
        if (answer.status !== 405) return
      }
    }
    const deeds = Array.from({ length: 6 }, () => ask(part(1 + dice.below(amount / 2))))
    return { answers, deeds }
  }
  const givenBy = (answers: readonly Refunded[]) =>
    answers.filter(({ status }) => status === 201).reduce((sum, { amount = 0 }) => sum + amount, 0)
  const assertDocumented = (answers: readonly Refunded[]) => {
    for (const { status, code } of answers) {
      assert.ok(['201 ', '400 86610400', '405 86610405'].includes(`${status} ${code ?? ''}`), `${status} ${code}`)
    }
  }

  test('against the first notification, its copies, an inquiry and the merchant’s cancel keeps its money exact', (t) =>
    playRounds(t, 12, async (dice) => {
      const amount = 1_000 + dice.below(9_000)
      const { paymentId, redirectUrl } = await shop.redirected(anOrder(amount))
      await setFaults(sandbox, { name: 'notification_never', paymentRequestId: paymentId })
      await payInWallet(sandbox, redirectUrl)
      const { answers, deeds } = refunding(dice, paymentId, amount, 6)
      const unpriced = dice.below(3) === 0 ? { settlementAmount: undefined } : {}
      const cancel = async () => {
        const { status, body } = await shop.client.v1.payments.cancel(shop.merchantId, paymentId, {})
        assert.deepEqual([status, (body as { errors: { code: string }[] }).errors[0]?.code], [402, '410110'])
      }
      await atOnce(dice, [
        ...deeds,
        ...times(4, success(paymentId, amount, unpriced)),
        ...times(2, cancel),
        () => advance(sandbox, 'PT1M'),
      ])
      await advance(sandbox, 'PT10M')
      assertDocumented(answers)
      assert.equal((await truthOf(sandbox, paymentId))?.charged.value, String(amount - givenBy(answers)))
      await assertMoneyIsExact(sandbox, paymentId)
      const told = await assertToldOnce(sandbox, shop, paymentId)
      assert.equal(countTold(told, 'payment.captured'), 1)
      assert.deepEqual(await exceptionsOf(sandbox, paymentId), [])
    }))

  test('against notifications that come again captures nothing again', (t) =>
    playRounds(t, 12, async (dice) => {
      const amount = 1_000 + dice.below(9_000)
      const { paymentId, redirectUrl } = await shop.redirected(anOrder(amount))
      await setFaults(sandbox, { name: 'notification_repeated', paymentRequestId: paymentId })
      await payInWallet(sandbox, redirectUrl)
      await shop.whenStatus(paymentId, 'CAPTURED')
      const { answers, deeds } = refunding(dice, paymentId, amount)
      await atOnce(dice, [...deeds, ...times(4, success(paymentId, amount))])
      const all = await Promise.all([shop.refund(paymentId), success(paymentId, amount)()])
      await success(paymentId, amount)()
      answers.push(all[0])
      assertDocumented(answers)
      assert.equal(givenBy(answers), amount)
      assert.equal(await shop.statusOf(paymentId), 'REFUNDED')
      await assertMoneyIsExact(sandbox, paymentId)
      const told = await assertToldOnce(sandbox, shop, paymentId)
      assert.deepEqual([countTold(told, 'payment.captured'), countTold(told, 'payment.refunded')], [1, 1])
    }))

  test('against a success that came late is refused: that money goes back by itself, once', (t) =>
    playRounds(t, 8, async (dice) => {
      const { amount } = aSale()
      await setFaults(sandbox, { name: 'answer_lost', api: 'pay', times: 1 }, { name: 'refused', api: 'pay' })
      const { paymentId, status } = await shop.create(anOrder(amount))
      await setFaults(sandbox, { name: 'notification_repeated' })
      assert.equal(status, 402)
      const cashier = (await cashierOf(sandbox, paymentId)) ?? ''
      const { answers, deeds } = refunding(dice, paymentId, amount)
      const late = success(paymentId, amount, dice.below(3) === 0 ? { settlementAmount: undefined } : {})
      await atOnce(dice, [() => payInWallet(sandbox, cashier), ...deeds, ...times(3, late)])
      await until('the money has gone back', async () => (await exceptionsOf(sandbox, paymentId))[0]?.resolved_at)
      await atOnce(dice, times(3, late))
      await advance(sandbox, 'PT10M')
      for (const { status: refused, code } of answers) assert.deepEqual([refused, code], [405, '86610405'])
      const truth = (await orders(sandbox)).find(({ paymentRequestId }) => paymentRequestId === paymentId)
      assert.deepEqual([truth?.phase, truth?.charged.value, truth?.refunds.length], ['paid', '0', 1])
      await assertMoneyIsExact(sandbox, paymentId)
      assert.deepEqual(await assertToldOnce(sandbox, shop, paymentId), ['payment.created', 'payment.rejected'])
      assert.equal((await exceptionsOf(sandbox, paymentId)).length, 1)
    }))

  describe('that needs approval', () => {
    before(async () => {
      const text = 'update merchants set refunds_need_approval = true where merchant_id = $1'
      await sandbox.db.write('chore.set_up', { text, values: [shop.merchantId] })
      await sandbox.gateway().end('SIGTERM')
      await sandbox.startGateway()
    })

    test('is approved or cancelled, whichever comes first, and the other is told so', (t) =>
      playRounds(t, 15, async (dice) => {
        const { paymentId, redirectUrl } = await shop.redirected(anOrder(5_000))
        await payInWallet(sandbox, redirectUrl)
        await shop.whenStatus(paymentId, 'CAPTURED')
        const { id, refundStatus } = await shop.refund(paymentId, part(3_000))
        assert.equal(refundStatus, 'PENDING_APPROVAL')
        const heard: { deed: 'approve' | 'cancel'; status: number; code?: string }[] = []
        const decide = (deed: 'approve' | 'cancel') => async () => {
          const { refunds } = deed === 'approve' ? second.client.v1 : shop.client.v1
          const { status, body } = await (deed === 'approve'
            ? refunds.approve(shop.merchantId, id, {}, {})
            : refunds.cancel(shop.merchantId, id, {}))
          const [error] = (body as { errors?: { code: string }[] } | null)?.errors ?? []
          heard.push({ deed, status, ...error })
        }
        const later: Refunded[] = []
        const again = async () => {
          later.push(await shop.refund(paymentId, part(3_000)))
        }
        await atOnce(dice, [...times(4, decide('approve')), ...times(4, decide('cancel')), ...times(3, again)])
        const [done, ...more] = heard.filter(({ status }) => status === 204)
        assert.ok(done !== undefined && more.length === 0, JSON.stringify(heard))
        for (const { status, code } of heard) if (status !== 204) assert.deepEqual([status, code], [402, '410110'])
        const room = later.filter(({ status }) => status === 201)
        assert.ok(room.length <= (done.deed === 'cancel' ? 1 : 0), 'there is room again only where it was cancelled')
        for (const { id: waiting } of room) await second.client.v1.refunds.approve(shop.merchantId, waiting, {}, {})
        await advance(sandbox, 'PT1M')
        const given = (done.deed === 'approve' ? 1 : 0) + room.length
        assert.equal((await truthOf(sandbox, paymentId))?.refunds.length, given)
        await assertMoneyIsExact(sandbox, paymentId)
        const told = await assertToldOnce(sandbox, shop, paymentId)
        assert.equal(countTold(told, 'refund.refunded'), given)
        assert.equal(countTold(told, 'refund.cancelled'), done.deed === 'cancel' ? 1 : 0)
      }))
  })
})
