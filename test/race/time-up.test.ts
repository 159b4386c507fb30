import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { storedPayment } from '../support/books.ts'
import { type Dice, playRounds } from '../support/dice.ts'
import { anOrder } from '../support/merchant.ts'
import { advance, cashierOf, clockOf, setFaults } from '../support/simulator.ts'
import { amount, assertEnd, broken, cancel, decide, openScene, phasesOf, type Sale } from './last-moment.ts'

describe('at the moment when its time is up, a payment', () => {
  let scene: Awaited<ReturnType<typeof openScene>>
  before(async () => {
    scene = await openScene('6004')
  })
  after(() => scene?.close())

  const open = async (): Promise<Sale> => {
    const { paymentId, redirectUrl } = await scene.shop.redirected(anOrder(amount))
    return { paymentId, cashier: redirectUrl, isDead: false }
  }

  /** Orders that were placed although their merchant was told no: the first answer of pay was lost, the second was a no. */
  const openDead = async (count: number): Promise<Sale[]> => {
    await setFaults(scene.sandbox, { name: 'answer_lost', api: 'pay', times: count }, { name: 'refused', api: 'pay' })
    const created = await Promise.all(Array.from({ length: count }, () => scene.shop.create(anOrder(amount))))
    await setFaults(scene.sandbox)
    return Promise.all(
      created.map(async ({ status, paymentId }) => {
        assert.equal(status, 402)
        return { paymentId, cashier: (await cashierOf(scene.sandbox, paymentId)) ?? '', isDead: true }
      }),
    )
  }

  /** What goes wrong at Alipay+ meanwhile. Of a dead order only a notification can tell, so that one comes. */
  const breakThings = (dice: Dice, sales: readonly Sale[]) => {
    const seed = dice.below(10 ** 6)
    const ofNews = sales.flatMap(({ paymentId: paymentRequestId, isDead }) => {
      const name = dice.pick(['notification_repeated', 'notification_never', undefined] as const)
      return name === undefined || (isDead && name === 'notification_never') ? [] : [{ name, paymentRequestId }]
    })
    return setFaults(
      scene.sandbox,
      ...ofNews,
      { name: dice.pick(broken), api: 'inquiryPayment', share: dice.pick([0, 0.5]), seed },
      { name: dice.pick(broken), api: 'cancelPayment', times: 1 + dice.below(6) },
    )
  }

  /** Moves the clock to a second or two before the first order expires. */
  const waitForExpiry = async (sales: readonly Sale[]): Promise<void> => {
    const stored = await Promise.all(sales.map(({ paymentId }) => storedPayment(scene.sandbox, paymentId)))
    const first = Math.min(...stored.map(({ expires_at }) => expires_at.getTime()))
    const leftMs = first - (await clockOf(scene.sandbox)).getTime()
    await advance(scene.sandbox, `PT${Math.floor(leftMs / 1000) - 1}S`)
  }

  test('ends as the wallet says, whatever of paying, expiry, cancel, inquiry and notification comes first', (t) =>
    playRounds(t, 4, async (dice, round) => {
      const sales = [...(await openDead(2)), ...(await Promise.all(Array.from({ length: 5 }, open)))]
      await breakThings(dice, sales)
      await waitForExpiry(sales)
      const within = <T>(ms: number, deed: () => Promise<T>) => pause(dice.below(ms)).then(deed)
      await Promise.all([
        ...dice.shuffled(sales).map((sale) => within(1_600, decide(scene, dice, sale))),
        ...dice.shuffled(sales).map((sale) => within(2_000, () => cancel(scene, sale))),
        pause(500 + dice.below(1_500)).then(() => advance(scene.sandbox, dice.pick(['PT1M', 'PT4M', 'PT10M']))),
      ])
      await assertEnd(scene, sales)
      t.diagnostic(`round ${round}: ${await phasesOf(scene, sales)}`)
    }))
})
