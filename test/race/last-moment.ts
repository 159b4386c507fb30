import assert from 'node:assert/strict'
import { announce } from '../support/alipayplus.ts'
import { exceptionsOf, storedPayment } from '../support/books.ts'
import type { Dice } from '../support/dice.ts'
import { assertMoneyIsExact, assertToldOnce } from '../support/exactness.ts'
import { type ListeningShop, openListeningShop } from '../support/listening-shop.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { advance, payInWallet, setFaults, type Truth, truthOf } from '../support/simulator.ts'
import { unclear } from '../support/unclear.ts'

/** Something to pay; `isDead` where its merchant was told no, though the order is there. */
export type Sale = { readonly paymentId: string; readonly cashier: string; readonly isDead: boolean }

export const amount = 1_500

/** What breaks a call without holding it up. */
export const broken = unclear.filter((name) => name !== 'answer_slow')

type Scene = { readonly sandbox: TestSandbox; readonly shop: ListeningShop }

/** A sandbox of its own with a shop that listens. */
export const openScene = async (merchantId: string) => {
  const sandbox = await aSandbox('error', noon)
  const shop = await openListeningShop(sandbox, merchantId)
  const close = async () => {
    await shop.webhooks.close()
    await sandbox.close()
  }
  return { sandbox, shop, close }
}

/**
 * What a consumer will decide in the wallet, if the order still lets them, and how often a success is announced again,
 * by the dice.
 */
export const decide = ({ sandbox }: Scene, dice: Dice, { paymentId, cashier }: Sale): (() => Promise<void>) => {
  const outcome = dice.pick(['success', 'success', 'success', 'decline', 'insufficient_balance', 'close'] as const)
  const again = outcome === 'success' ? dice.below(3) : 0
  const said = { currency: 'EUR', value: String(amount) }
  const paymentResult = { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' }
  const told = { paymentResult, paymentRequestId: paymentId, paymentAmount: said, settlementAmount: said }
  return async () => {
    const isDone = await payInWallet(sandbox, cashier, outcome).then(
      () => true,
      (error: Error) => {
        assert.match(error.message, /The order is (expired|cancelled)/)
        return false
      },
    )
    for (let time = 0; isDone && time < again; time++) {
      assert.equal((await announce(sandbox, { body: JSON.stringify(told) })).status, 200)
    }
  }
}

/** The merchant's cancel changes nothing, whenever it comes: it is refused with the reason. */
export const cancel = async ({ shop }: Scene, { paymentId }: Sale): Promise<void> => {
  const { status, body } = await shop.client.v1.payments.cancel(shop.merchantId, paymentId, {})
  assert.deepEqual([status, (body as { errors: { code: string }[] }).errors[0]?.code], [402, '410110'])
}

/** How a payment may end, by what its wallet knows. The cancel of an order that was declined says that it is closed. */
const endsBy = ({ phase, charged }: Pick<Truth, 'phase' | 'charged'>, isDead: boolean, isClosing: boolean) => {
  if (isDead) return ['REJECTED']
  if (phase === 'declined' || phase === 'no_balance') return isClosing ? ['REJECTED', 'CANCELLED'] : ['REJECTED']
  return [charged.value === '0' ? 'CANCELLED' : 'CAPTURED']
}

/** Lets everything come to its end, and asserts that it is what the wallet knows. */
export const assertEnd = async ({ sandbox, shop }: Scene, sales: readonly Sale[]): Promise<void> => {
  await setFaults(sandbox)
  await advance(sandbox, 'PT1H')
  for (const { paymentId, isDead } of sales) {
    const truth = await truthOf(sandbox, paymentId)
    assert.ok(truth)
    const { closing } = await storedPayment(sandbox, paymentId)
    const end = (await shop.statusOf(paymentId)) ?? ''
    assert.ok(endsBy(truth, isDead, closing).includes(end), `${end}, and the wallet says ${truth.phase}`)
    assert.equal(truth.charged.value, end === 'CAPTURED' ? String(amount) : '0', `${end}, and what was charged`)
    await assertMoneyIsExact(sandbox, paymentId)
    const told = (await assertToldOnce(sandbox, shop, paymentId)).filter((type) => type !== 'payment.redirected')
    assert.deepEqual(told, ['payment.created', `payment.${end.toLowerCase()}`])
    const unsettled = (await exceptionsOf(sandbox, paymentId)).filter((one) => one.resolved_at === null)
    assert.deepEqual(unsettled, [])
  }
}

/** What became of the orders, counted. */
export const phasesOf = async ({ sandbox }: Scene, sales: readonly Sale[]): Promise<string> => {
  const truths = await Promise.all(sales.map(({ paymentId }) => truthOf(sandbox, paymentId)))
  const count = new Map<string, number>()
  for (const truth of truths) count.set(truth?.phase ?? 'none', (count.get(truth?.phase ?? 'none') ?? 0) + 1)
  return [...count].map(([phase, times]) => `${times} ${phase}`).join(', ')
}
