import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Dice, playRounds } from '../support/dice.ts'
import { assertMoneyIsExact, assertToldOnce } from '../support/exactness.ts'
import { type ListeningShop, openListeningShop } from '../support/listening-shop.ts'
import { anOrder } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { advance, orders, payInWallet, setFaults, truthOf } from '../support/simulator.ts'

type Answer = {
  readonly status: number
  readonly firstRequestAt: string | undefined
  readonly codes: readonly (string | undefined)[]
  /** What was made, if anything. */
  readonly id: string
}

describe('two bodies with one idempotence key at once', () => {
  let sandbox: TestSandbox
  let shop: ListeningShop
  before(async () => {
    sandbox = await aSandbox()
    shop = await openListeningShop(sandbox, '6003')
  })
  after(async () => {
    await shop?.webhooks.close()
    await sandbox?.close()
  })

  /** Sends each of two bodies six times, in an order that the dice say; answers what each was answered. */
  const atOnce = async (dice: Dice, send: (body: 0 | 1) => Promise<Answer>) => {
    const bodies = dice.shuffled(Array.from({ length: 12 }, (_, index) => (index % 2) as 0 | 1))
    return Promise.all(bodies.map(async (body) => ({ ...(await send(body)), sent: body })))
  }

  /** One body wins, and its copies are replays or told to wait; the other is refused every time. Answers the winner. */
  const assertOneWins = (answers: readonly (Answer & { readonly sent: 0 | 1 })[], ends: readonly number[]) => {
    const said = answers.map(({ sent, status, codes }) => `${sent}: ${status} ${codes.join()}`).join(', ')
    const [first, ...more] = answers.filter((one) => ends.includes(one.status) && one.firstRequestAt === undefined)
    assert.ok(first !== undefined && more.length === 0, `one answer is the first: ${said}`)
    for (const { sent, status, codes, id } of answers) {
      if (sent !== first.sent) assert.deepEqual([status, ...codes], [409, '86600409'], said)
      else if (status === 409) assert.deepEqual(codes, ['1409'], said)
      else assert.deepEqual([status, id], [first.status, first.id], said)
    }
    return first
  }

  test('make one payment and one order, of the body that was first', (t) =>
    playRounds(t, 15, async (dice, round) => {
      const fault = dice.pick(['none', 'refused', 'answer_lost', 'http_500'] as const)
      await setFaults(sandbox, ...(fault === 'none' ? [] : [{ name: fault, api: 'pay', times: 1 } as const]))
      const amounts = [10_000 + 2 * round, 10_001 + 2 * round] as const
      const send = async (body: 0 | 1): Promise<Answer> => {
        const { paymentId: id, ...answer } = await shop.create(anOrder(amounts[body]), `two bodies ${round}`)
        return { ...answer, id }
      }
      const first = assertOneWins(await atOnce(dice, send), [201, 402])
      const placed = (await orders(sandbox)).filter(({ amount }) => amounts.includes(Number(amount.value)))
      const isPlaced = fault !== 'refused'
      assert.deepEqual(
        placed.map(({ paymentRequestId, amount }) => [paymentRequestId, amount.value]),
        isPlaced ? [[first.id, String(amounts[first.sent])]] : [],
      )
      const text = 'select payment_id from payments where merchant_id = $1 and amount_minor = any ($2)'
      const made = await sandbox.db.read({ text, values: [shop.merchantId, [...amounts]] })
      assert.deepEqual(made, [{ payment_id: first.id }])
      const [again, other] = [await send(first.sent), await send(first.sent === 0 ? 1 : 0)]
      assert.deepEqual([again.status, again.id], [first.status, first.id])
      assert.deepEqual([other.status, ...other.codes], [409, '86600409'])
      await assertMoneyIsExact(sandbox, first.id)
      await assertToldOnce(sandbox, shop, first.id)
    }))

  test('make one refund, of the body that was first', (t) =>
    playRounds(t, 15, async (dice, round) => {
      await setFaults(sandbox)
      const { paymentId, redirectUrl } = await shop.redirected(anOrder(5_000))
      await payInWallet(sandbox, redirectUrl)
      await shop.whenStatus(paymentId, 'CAPTURED')
      const fault = dice.pick(['none', 'none', 'refused', 'answer_lost'] as const)
      await setFaults(sandbox, ...(fault === 'none' ? [] : [{ name: fault, api: 'refund', times: 1 } as const]))
      const amounts = [1_000 + dice.below(1_000), 2_000 + dice.below(3_001)] as const
      const send = async (body: 0 | 1): Promise<Answer> => {
        const amountOfMoney = { amount: amounts[body], currencyCode: 'EUR' }
        const { code, ...answer } = await shop.refund(paymentId, { amountOfMoney }, `two refunds ${round}`)
        return { ...answer, codes: [code] }
      }
      const first = assertOneWins(await atOnce(dice, send), [201, 402])
      assert.equal(first.status, fault === 'refused' ? 402 : 201)
      await advance(sandbox, 'PT1M')
      const given = (await truthOf(sandbox, paymentId))?.refunds.map(({ minor }) => Number(minor))
      assert.deepEqual(given, fault === 'refused' ? [] : [amounts[first.sent]])
      await assertMoneyIsExact(sandbox, paymentId)
      const told = await assertToldOnce(sandbox, shop, paymentId)
      assert.equal(told.filter((type) => type === 'refund.refund_requested').length, 1)
    }))

  test('leave the key free where none is well formed', (t) =>
    playRounds(t, 10, async (dice, round) => {
      await setFaults(sandbox)
      const key = `two malformed bodies ${round}`
      const amounts = dice.shuffled([-1, 0, 10 ** 12, 10 ** 15])
      const refused = await Promise.all(amounts.map((amount) => shop.create(anOrder(amount), key)))
      assert.deepEqual([...new Set(refused.map(({ status }) => status))], [400])
      const made = await shop.create(anOrder(), key)
      assert.deepEqual([made.status, made.firstRequestAt], [201, undefined])
    }))
})
