import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { money, proportion } from '@silkgate/domain'
import { exceptionsOf, storedPayment, transfersOf } from '../support/books.ts'
import { type Dice, playRounds } from '../support/dice.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { addShop, aSandbox, noon, silkgate, silkgateWith, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, cashierOf, payInWallet, setFaults, truthOf } from '../support/simulator.ts'

let sandbox: TestSandbox
let shop: Shop
before(async () => {
  sandbox = await aSandbox('error', noon)
  shop = openShop(sandbox, demoShop)
})
after(() => sandbox.close())

/** What stands on each account for a payment, by currency, debits less credits; what is level is left out. */
const booksOf = async (paymentId: string): Promise<Record<string, bigint>> => {
  const balances: Record<string, bigint> = {}
  for (const { debit, credit, currency, minor } of await transfersOf(sandbox, paymentId)) {
    balances[`${debit} ${currency}`] = (balances[`${debit} ${currency}`] ?? 0n) + minor
    balances[`${credit} ${currency}`] = (balances[`${credit} ${currency}`] ?? 0n) - minor
  }
  return Object.fromEntries(Object.entries(balances).filter(([, balance]) => balance !== 0n))
}

/** The receivable is what Alipay+ says it will settle, what is owed to the merchant too, and nothing stands anywhere else. */
const assertSettles = async (paymentId: string, counterpart = 'pending') => {
  const truth = await truthOf(sandbox, paymentId)
  assert.ok(truth, 'there is an order')
  const { currency, value } = truth.settles
  const net = BigInt(value)
  const expected = net === 0n ? {} : { [`receivable ${currency}`]: net, [`${counterpart} ${currency}`]: -net }
  const books = await booksOf(paymentId)
  const [rate, owed] = [books[`available ${currency}`] ?? 0n, books[`${counterpart} ${currency}`] ?? 0n]
  // What a refund took more or less by its own rate stands with what is available; it is the merchant's all the same.
  const together = { ...books, [`${counterpart} ${currency}`]: owed + rate, [`available ${currency}`]: 0n }
  assert.deepEqual(Object.fromEntries(Object.entries(together).filter(([, balance]) => balance !== 0n)), expected)
  return truth
}

const captured = async (amount: number, currency: string, by: Shop = shop) => {
  const { paymentId, redirectUrl } = await by.redirected(anOrder(amount, currency))
  await payInWallet(sandbox, redirectUrl)
  await by.whenStatus(paymentId, 'CAPTURED')
  return paymentId
}
const part = (amount: number, currencyCode: string) => ({ amountOfMoney: { amount, currencyCode } })
const kindsOf = async (paymentId: string) =>
  (await exceptionsOf(sandbox, paymentId)).map(({ kind, resolved_at }) => `${kind} ${resolved_at ? 'ended' : 'open'}`)

describe('a settlement amount that comes late', () => {
  test('does not keep the merchant waiting; the books stand aside until it is there', async () => {
    await setFaults(sandbox, { name: 'settlement_amount_late' })
    const paymentId = await captured(100_000, 'HKD')
    assert.deepEqual(await booksOf(paymentId), {
      'receivable_unpriced HKD': 100_000n,
      'suspense_unpriced HKD': -100_000n,
    })
    await advance(sandbox, 'PT20M')
    await assertSettles(paymentId)
    const { fee_minor, step } = await storedPayment(sandbox, paymentId)
    assert.ok(fee_minor !== null && step === null, 'the fee is fixed with the price')
    assert.deepEqual(await kindsOf(paymentId), [])
  })

  test('gives back the part of our fee that its refunds have by contract, once it is there', async () => {
    const identity = await addShop(sandbox, '3101')
    const text = "update contracts set refunds_fee = true, valid_from = '2026-01-01' where merchant_id = 3101"
    await sandbox.db.write('chore.set_up', { text, values: [] })
    const other = openShop(sandbox, identity)
    await setFaults(sandbox, { name: 'settlement_amount_late' })
    const paymentId = await captured(100_000, 'HKD', other)
    assert.equal((await other.refund(paymentId, part(40_000, 'HKD'))).refundStatus, 'REFUNDED')
    const returned = async () =>
      (await transfersOf(sandbox, paymentId))
        .filter(({ debit, credit }) => debit === 'fee_revenue' && credit === 'available')
        .map(({ minor }) => minor)
    assert.deepEqual(await returned(), [])
    await advance(sandbox, 'PT20M')
    const fee = (await storedPayment(sandbox, paymentId)).fee_minor ?? assert.fail('no fee')
    const part40 = proportion(money('EUR', fee), 40n, 100n).minor
    assert.deepEqual(await returned(), [part40])
    const [anna, ben] = [
      ['--as', 'anna@psp.example'],
      ['--as', 'ben@psp.example'],
    ]
    const fees = (what: string, ...more: readonly string[]) => silkgate(sandbox, 'refund', what, ...more)
    assert.deepEqual(await fees('return-fees', ...anna), [], 'nothing is lacking')
    // As a refund stands that was priced before this was known.
    for (const text of [
      'update refunds set fee_returned_minor = null where payment_id = $1',
      "delete from transfers where payment_id = $1 and reason = 'fee returned'",
    ])
      await sandbox.db.write('chore.set_up', { text, values: [paymentId] })
    const above = (...command: readonly string[]) =>
      silkgateWith({ WRITE_OFF_ALONE_MINOR: '0' }, sandbox, 'refund', ...command)
    const [asked] = await above('return-fees', ...anna)
    assert.deepEqual([asked?.sums, await returned()], [[{ currency: 'EUR', refunds: 1, minor: `${part40}` }], []])
    const approval = String(asked?.approvalId)
    await assert.rejects(above('return-fees', ...ben), /anna@psp.example has asked for it/)
    await assert.rejects(above('approve-fees', approval, ...anna), /somebody else must decide/)
    await above('decline-fees', approval, ...ben)
    const [again] = await above('return-fees', ...anna)
    const [, made] = await above('approve-fees', String(again?.approvalId), ...ben)
    assert.deepEqual([made?.paymentId, await returned()], [paymentId, [part40]])
    assert.deepEqual(await fees('return-fees', ...anna), [], 'it is made good once')
    await setFaults(sandbox)
    assert.equal((await other.refund(paymentId)).refundStatus, 'REFUNDED')
    assert.equal(
      (await returned()).reduce((sum, minor) => sum + minor, 0n),
      fee,
    )
    const verified = await silkgate(sandbox, 'verify', '--all')
    assert.deepEqual(
      verified.filter(({ invariant, holds }) => invariant === 3 && holds !== true),
      [],
    )
  })

  test('of a refund is asked for under the refund’s own id, and booked when it is there', async () => {
    await setFaults(sandbox)
    const paymentId = await captured(100_000, 'HKD')
    await setFaults(sandbox, { name: 'settlement_amount_late', api: 'refund' })
    const refund = await shop.refund(paymentId, part(40_000, 'HKD'))
    assert.deepEqual([refund.status, refund.refundStatus], [201, 'REFUNDED'])
    await advance(sandbox, 'PT30M')
    const truth = await assertSettles(paymentId)
    assert.equal(truth.refunds.length, 1, 'it went back once')
    assert.deepEqual(await kindsOf(paymentId), [])
  })
})

describe('a settlement amount that does not come', () => {
  test('keeps nobody from refunding; a person is told after an hour, until it comes after all', async () => {
    await setFaults(sandbox, { name: 'settlement_amount_missing' })
    const paymentId = await captured(150_000, 'JPY')
    const parts = [await shop.refund(paymentId, part(50_000, 'JPY')), await shop.refund(paymentId, part(100, 'JPY'))]
    assert.deepEqual(
      parts.map(({ refundStatus }) => refundStatus),
      ['REFUNDED', 'REFUNDED'],
    )
    await advance(sandbox, 'PT3H')
    const refunds = ['refund_unbooked open', 'refund_unbooked open']
    assert.deepEqual((await kindsOf(paymentId)).sort(), [...refunds, 'unpriced open'])
    await setFaults(sandbox)
    await advance(sandbox, 'PT3H')
    await assertSettles(paymentId)
    assert.ok((await kindsOf(paymentId)).every((kind) => kind.endsWith('ended')))
    assert.equal((await shop.refund(paymentId)).amount, 99_900)
    await assertSettles(paymentId)
  })

  test('and comes only after days is booked then, and ends what a person was told', async () => {
    await setFaults(sandbox, { name: 'settlement_amount_missing' })
    const paymentId = await captured(100_000, 'HKD')
    await shop.refund(paymentId, part(40_000, 'HKD'))
    await setFaults(sandbox, { name: 'settlement_amount_missing', api: 'refund' })
    await advance(sandbox, 'P4D')
    assert.deepEqual(await kindsOf(paymentId), ['refund_unbooked open'])
    const [told] = await exceptionsOf(sandbox, paymentId)
    assert.equal((told?.deadline_at.getTime() ?? 0) - (told?.opened_at.getTime() ?? 0), 72 * 3_600_000)
    await setFaults(sandbox)
    await advance(sandbox, 'P2D')
    await assertSettles(paymentId)
    assert.deepEqual(await kindsOf(paymentId), ['refund_unbooked ended'])
  })

  test('does not keep the money of a consumer who paid an order that was told dead', async () => {
    await setFaults(
      sandbox,
      { name: 'answer_lost', api: 'pay', times: 1 },
      { name: 'refused', api: 'pay' },
      { name: 'settlement_amount_missing' },
    )
    const { status, paymentId } = await shop.create(anOrder(100_000, 'HKD'))
    assert.equal(status, 402)
    await payInWallet(sandbox, (await cashierOf(sandbox, paymentId)) ?? '')
    await advance(sandbox, 'PT5M')
    assert.equal((await truthOf(sandbox, paymentId))?.charged.value, '0')
    await setFaults(sandbox)
    await advance(sandbox, 'PT2H')
    await assertSettles(paymentId, 'late_success')
    assert.equal(await shop.statusOf(paymentId), 'REJECTED')
  })
})

describe('captures and refunds in any currencies, with settlement amounts that come when they like', () => {
  const shops: Shop[] = []
  before(async () => {
    shops.push(shop, openShop(sandbox, secondShop))
    for (const [merchantId, currency] of [
      ['771', 'JPY'],
      ['772', 'KWD'],
    ] as const) {
      const terms = [
        '--name',
        `Shop ${currency}`,
        '--mcc',
        '5411',
        '--country',
        'NL',
        '--settlement-currency',
        currency,
      ]
      await silkgate(sandbox, 'merchant', 'add', merchantId, ...terms)
      const [key] = await silkgate(sandbox, 'api-key', 'add', merchantId)
      shops.push(openShop(sandbox, { merchantId, apiKeyId: String(key?.keyId), secretApiKey: String(key?.secret) }))
    }
  })

  /** An amount as Connect writes it, which the currency can express. */
  const amountIn = (currency: string, dice: Dice): number =>
    ['JPY', 'KRW'].includes(currency) ? 100 * (1 + dice.below(50_000)) : 1 + dice.below(500_000)

  const sale = async (dice: Dice): Promise<string> => {
    const by = dice.pick(shops)
    const currency = dice.pick(['EUR', 'HKD', 'JPY', 'KRW', 'IDR', 'KWD', 'USD'])
    const amount = amountIn(currency, dice)
    const paymentId = await captured(amount, currency, by)
    for (let turn = dice.below(4); turn > 0; turn--) {
      const wish = dice.below(4) === 0 ? {} : part(amountIn(currency, dice), currency)
      const { status } = await by.refund(paymentId, wish)
      assert.ok([201, 400, 402, 405].includes(status), `a refund is answered ${status}`)
    }
    return paymentId
  }

  test('the books are what Alipay+ says it will settle, to the last unit', async (t) => {
    await playRounds(t, 3, async (dice) => {
      await setFaults(
        sandbox,
        { name: 'settlement_amount_missing', share: 0.3, seed: dice.below(1e6) },
        { name: 'settlement_amount_late', share: 0.4, seed: dice.below(1e6) },
        { name: 'refused', api: 'refund', share: 0.2, seed: dice.below(1e6), times: 2 },
        { name: 'answer_lost', api: 'refund', share: 0.3, seed: dice.below(1e6), times: 3 },
      )
      const sales: string[] = []
      for (let count = 0; count < 10; count++) sales.push(await sale(dice))
      await advance(sandbox, 'PT1H')
      await setFaults(sandbox)
      await advance(sandbox, 'PT4H')
      for (const paymentId of sales) {
        const truth = await assertSettles(paymentId)
        const { amount_minor, refunded_minor, refunding_minor, settlement_minor } = await storedPayment(
          sandbox,
          paymentId,
        )
        assert.equal(amount_minor - refunded_minor, BigInt(truth.charged.value), 'and the consumer has what we say')
        assert.ok(refunding_minor === 0n && settlement_minor !== null)
      }
    })
  })
})
