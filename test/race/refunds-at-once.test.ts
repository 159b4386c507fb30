import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { FaultName } from '../../apps/simulator/src/fault/faults.ts'
import { type Dice, playRounds } from '../support/dice.ts'
import { assertMoneyIsExact, assertToldOnce } from '../support/exactness.ts'
import { type ListeningShop, openListeningShop } from '../support/listening-shop.ts'
import { anOrder } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import type { Refunded } from '../support/shop.ts'
import { advance, payInWallet, setFaults, truthOf } from '../support/simulator.ts'

describe('twenty refunds at once', () => {
  let sandbox: TestSandbox
  let shop: ListeningShop
  before(async () => {
    sandbox = await aSandbox()
    shop = await openListeningShop(sandbox, '6001')
  })
  after(async () => {
    await shop?.webhooks.close()
    await sandbox?.close()
  })

  const captured = async (amount: number, currency = 'EUR'): Promise<string> => {
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(amount, currency))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    return paymentId
  }
  const part = (amount: number, currencyCode = 'EUR') => ({ amountOfMoney: { amount, currencyCode } })
  const sumOf = (refunds: readonly Refunded[]) => refunds.reduce((sum, { amount = 0 }) => sum + amount, 0)

  /** Twenty amounts of which only some fit into the payment. */
  const wishes = (dice: Dice, paid: number) => Array.from({ length: 20 }, () => 1 + dice.below(paid / 3))

  /** Whoever is too late is told so: nothing is left, or not as much. */
  const assertTooLate = (answer: Refunded): void => {
    const said = `${answer.status} ${answer.code} ${answer.propertyName ?? ''}`.trim()
    assert.ok(['400 86610400 amountOfMoney.amount', '405 86610405'].includes(said), said)
  }

  const countTold = (told: readonly string[], type: string) => told.filter((one) => one === type).length

  test('give back what fits, in either currency, and refuse what does not', (t) =>
    playRounds(t, 12, async (dice) => {
      const currency = dice.pick(['EUR', 'EUR', 'HKD'])
      const paid = 2_000 + dice.below(8_000)
      const paymentId = await captured(paid, currency)
      const amounts = wishes(dice, paid)
      const answers = await Promise.all(amounts.map((amount) => shop.refund(paymentId, part(amount, currency))))
      const done = answers.filter(({ status }) => status === 201)
      const late = answers.filter(({ status }) => status !== 201)
      const left = paid - sumOf(done)
      assert.ok(left >= 0 && done.length > 0 && late.length > 0, `${done.length} of ${paid} fit, ${left} is left`)
      for (const answer of late) assertTooLate(answer)
      for (const [index, { status }] of answers.entries()) {
        if (status !== 201) assert.ok((amounts[index] ?? 0) > left, 'what still fits is not refused')
      }
      assert.equal(new Set(done.map(({ id }) => id)).size, done.length, 'each has an id of its own')
      await assertMoneyIsExact(sandbox, paymentId)
      assert.equal((await truthOf(sandbox, paymentId))?.charged.value, String(left))
      const told = await assertToldOnce(sandbox, shop, paymentId)
      assert.equal(countTold(told, 'refund.refunded'), done.length)
      assert.equal(countTold(told, 'payment.refunded'), left === 0 ? 1 : 0)
    }))

  test('of all that is left are one refund', (t) =>
    playRounds(t, 8, async (dice) => {
      const paymentId = await captured(1_000 + dice.below(9_000))
      const answers = await Promise.all(Array.from({ length: 20 }, () => shop.refund(paymentId)))
      const [done, ...more] = answers.filter(({ status }) => status === 201)
      assert.deepEqual([done?.refundStatus, more.length], ['REFUNDED', 0])
      for (const answer of answers.filter(({ status }) => status !== 201)) assertTooLate(answer)
      assert.equal(await shop.statusOf(paymentId), 'REFUNDED')
      await assertMoneyIsExact(sandbox, paymentId)
      const told = await assertToldOnce(sandbox, shop, paymentId)
      assert.deepEqual([countTold(told, 'refund.refunded'), countTold(told, 'payment.refunded')], [1, 1])
    }))

  test('with one key are one refund, and nineteen replays or calls to wait', (t) =>
    playRounds(t, 12, async (dice, round) => {
      const paymentId = await captured(5_000)
      const wish = part(1 + dice.below(2_000))
      const key = `one of twenty, ${round}`
      const answers = await Promise.all(Array.from({ length: 20 }, () => shop.refund(paymentId, wish, key)))
      const done = answers.filter(({ status }) => status === 201)
      const waiting = answers.filter(({ status, code }) => status === 409 && code === '1409')
      assert.equal(done.length + waiting.length, 20, answers.map(({ status, code }) => `${status} ${code}`).join(', '))
      assert.equal(done.filter(({ firstRequestAt }) => firstRequestAt === undefined).length, 1, 'one is the first')
      assert.equal(new Set(done.map(({ body }) => JSON.stringify(body))).size, 1, 'replays say what the first said')
      const replay = await shop.refund(paymentId, wish, key)
      assert.deepEqual([replay.status, replay.body], [201, done[0]?.body])
      assert.equal((await truthOf(sandbox, paymentId))?.refunds.length, 1)
      await assertMoneyIsExact(sandbox, paymentId)
      const told = await assertToldOnce(sandbox, shop, paymentId)
      assert.equal(countTold(told, 'refund.refunded'), 1)
    }))

  test('through broken calls give back what was promised, and room that was refused is free again', (t) =>
    playRounds(t, 8, async (dice) => {
      const paid = 6_000
      const paymentId = await captured(paid)
      const broken = (): FaultName =>
        dice.pick(['answer_lost', 'request_lost', 'http_500', 'garbled_body', 'wrong_signature', 'status_a', 'refused'])
      const faults = Array.from({ length: 3 }, () => ({ name: broken(), api: 'refund', times: 1 }) as const)
      await setFaults(sandbox, ...faults)
      const answers = await Promise.all(wishes(dice, paid).map((amount) => shop.refund(paymentId, part(amount))))
      await setFaults(sandbox)
      await advance(sandbox, 'PT10M')
      const promised = answers.filter(({ status }) => status === 201)
      const refused = answers.filter(({ status }) => status === 402)
      assert.equal(refused.length, faults.filter(({ name }) => name === 'refused').length)
      assert.ok(refused.every(({ refundStatus, code }) => refundStatus === 'REJECTED' && code === '430331'))
      for (const answer of answers) if (answer.status !== 201 && answer.status !== 402) assertTooLate(answer)
      const left = paid - sumOf(promised)
      assert.equal((await truthOf(sandbox, paymentId))?.charged.value, String(left))
      await assertMoneyIsExact(sandbox, paymentId)
      const told = await assertToldOnce(sandbox, shop, paymentId)
      assert.equal(countTold(told, 'refund.refunded'), promised.length)
      if (left === 0) return
      const rest = await shop.refund(paymentId)
      assert.deepEqual([rest.status, rest.amount], [201, left])
      await assertMoneyIsExact(sandbox, paymentId)
    }))
})
