import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { playRounds } from '../support/dice.ts'
import { anOrder } from '../support/merchant.ts'
import { advance, cashierOf, orders, setFaults } from '../support/simulator.ts'
import { until } from '../support/until.ts'
import { amount, assertEnd, broken, cancel, decide, openScene, phasesOf } from './last-moment.ts'

describe('a payment', () => {
  let scene: Awaited<ReturnType<typeof openScene>>
  before(async () => {
    scene = await openScene('6005')
  })
  after(() => scene?.close())

  test('that is cancelled while its consumer pays ends as the wallet says', (t) =>
    playRounds(t, 3, async (dice, round) => {
      const before = new Set((await orders(scene.sandbox)).map(({ paymentRequestId }) => paymentRequestId))
      await setFaults(scene.sandbox, { name: 'answer_slow', api: 'pay' })
      const count = 10
      for (let sale = 0; sale < count; sale++) void scene.shop.create(anOrder(amount)).catch(() => undefined)
      const placed = await until('the orders are placed', async () => {
        const fresh = (await orders(scene.sandbox)).filter(({ paymentRequestId }) => !before.has(paymentRequestId))
        return fresh.length === count && fresh
      })
      await until('what was told is known to be told', async () => {
        const text = "select from webhook_deliveries where merchant_id = $1 and state = 'pending' limit 1"
        return (await scene.sandbox.db.read({ text, values: [scene.shop.merchantId] })).length === 0
      })
      await scene.sandbox.gateway().end('SIGKILL')
      const sales = await Promise.all(
        placed.map(async ({ paymentRequestId: paymentId }) => {
          return { paymentId, cashier: (await cashierOf(scene.sandbox, paymentId)) ?? '', isDead: false }
        }),
      )
      const seed = dice.below(10 ** 6)
      await setFaults(
        scene.sandbox,
        { name: 'answer_lost', api: 'pay' },
        { name: dice.pick(broken), api: 'cancelPayment', share: 0.5, seed, times: 8 },
        { name: dice.pick(broken), api: 'inquiryPayment', share: 0.5, seed },
      )
      await scene.sandbox.startGateway()
      const someTime = <T>(deed: () => Promise<T>) => pause(dice.below(200)).then(deed)
      await Promise.all([
        ...dice.shuffled(sales).map((sale) => someTime(decide(scene, dice, sale))),
        ...dice.shuffled(sales).map((sale) => someTime(() => cancel(scene, sale))),
        someTime(() => advance(scene.sandbox, 'PT1M')),
      ])
      await assertEnd(scene, sales)
      t.diagnostic(`round ${round}: ${await phasesOf(scene, sales)}`)
    }))
})
