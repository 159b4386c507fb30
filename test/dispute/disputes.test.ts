import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assertConnectShape } from '../connect-shape.ts'
import { accountsOf, exceptionsOf } from '../support/books.ts'
import { dispute, disputesOf, judge, seenDisputes, whenDispute } from '../support/disputes.ts'
import { assertToldOnce } from '../support/exactness.ts'
import { type ListeningShop, openListeningShop } from '../support/listening-shop.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, payInWallet, setFaults, truthOf } from '../support/simulator.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox
let shop: ListeningShop
before(async () => {
  sandbox = await aSandbox()
  shop = await openListeningShop(sandbox, '7001')
})
after(async () => {
  await shop?.webhooks.close()
  await sandbox?.close()
})

const captured = async (amount = 10_000): Promise<string> => {
  const { paymentId, redirectUrl } = await shop.redirected(anOrder(amount))
  await payInWallet(sandbox, redirectUrl)
  await shop.whenStatus(paymentId, 'CAPTURED')
  return paymentId
}
const submit = (id: string, key?: string) =>
  shop.client.v1.disputes.submit(shop.merchantId, id, key === undefined ? {} : { idempotence: { key } })
const cancel = (id: string) => shop.client.v1.disputes.cancel(shop.merchantId, id, {})
const charged = async (paymentId: string) => (await truthOf(sandbox, paymentId))?.charged.value
const answered = (paymentId: string) =>
  until('Alipay+ has the answer', async () => (await disputesOf(sandbox, paymentId)).at(-1)?.answer)
const errorOf = ({ status, body }: { status: number; body: unknown }) => {
  const [error] = (body as { errors: { id: string; message: string }[] }).errors
  return `${status} ${error?.id}`
}

describe('a claim', () => {
  test('is shown, defended and won: nothing moves', async () => {
    const paymentId = await captured()
    const { disputeRequestId } = await dispute(sandbox, paymentId, 'escalation', 4_000)
    const opened = await whenDispute(shop, paymentId, 'DRAFT')
    assert.equal(opened.disputeOutput.amountOfMoney.amount, 4_000)
    assert.equal(opened.disputeOutput.reference.providerReference, disputeRequestId)
    assert.match(opened.disputeOutput.requestMessage, /^Refund escalation: .* Answer by /)
    const { status, body } = await submit(opened.id, 'defend once')
    assertConnectShape('DisputeResponse', body)
    assert.deepEqual([status, (body as { status?: string }).status], [200, 'SEND_TO_BANK'])
    const again = await submit(opened.id, 'defend once')
    assert.deepEqual([again.status, again.body], [200, body])
    assert.equal(errorOf(await submit(opened.id)), '402 ACTION_NOT_ALLOWED')
    const { body: said } = await answered(paymentId)
    assert.match(said, /Nothing was refunded.*"refundType":"REJECT_REFUND"/)
    await judge(sandbox, disputeRequestId, 'won')
    await whenDispute(shop, paymentId, 'SUCCESS')
    assert.deepEqual(await accountsOf(sandbox, paymentId), { receivable: 10_000n, pending: -10_000n })
    assert.equal((await shop.refund(paymentId)).refundStatus, 'REFUNDED', 'the whole payment can be refunded')
    const told = await assertToldOnce(sandbox, shop, paymentId)
    assert.deepEqual(
      told.filter((type) => type.startsWith('dispute.')),
      ['dispute.draft', 'dispute.send_to_bank', 'dispute.success'],
    )
    const draft = shop.webhooks.received.find((one) => one.body.type === 'dispute.draft')?.body.dispute
    assertConnectShape('DisputeResponse', draft)
    assert.equal((draft as { status?: string }).status, 'DRAFT', 'as it was then')
  })

  test('is defended and lost: the books and the wallet agree, and it may come back', async () => {
    const paymentId = await captured()
    const { disputeRequestId } = await dispute(sandbox, paymentId, 'escalation', 4_000)
    await submit((await whenDispute(shop, paymentId, 'DRAFT')).id)
    await answered(paymentId)
    await judge(sandbox, disputeRequestId, 'lost', 2_500)
    await whenDispute(shop, paymentId, 'INVALID_REPRESENTMENT')
    assert.deepEqual(await accountsOf(sandbox, paymentId), { receivable: 7_500n, pending: -7_500n })
    assert.equal(await charged(paymentId), '7500')
    assert.equal((await shop.refund(paymentId, part(7_501))).status, 400)
    await judge(sandbox, disputeRequestId, 'won')
    await whenDispute(shop, paymentId, 'SUCCESS')
    assert.deepEqual(await accountsOf(sandbox, paymentId), { receivable: 10_000n, pending: -10_000n })
    assert.equal(await charged(paymentId), '10000')
  })

  test('keeps its money from being refunded, and giving in pays it once', async () => {
    const paymentId = await captured()
    await dispute(sandbox, paymentId, 'escalation')
    const { id } = await whenDispute(shop, paymentId, 'DRAFT')
    const refused = await shop.refund(paymentId)
    assert.deepEqual([refused.status, refused.code], [405, '86610405'])
    assert.match(refused.message, /pay twice/)
    assert.equal((await cancel(id)).status, 200)
    await answered(paymentId)
    await until('it is booked', async () => Object.keys(await accountsOf(sandbox, paymentId)).length === 0)
    assert.deepEqual([await charged(paymentId), (await shop.refund(paymentId)).status], ['0', 405])
    assert.equal((await seenDisputes(shop, paymentId))[0]?.status, 'CANCELLED')
  })

  test('that nobody answers is lost a day before Alipay+ would decide it', async () => {
    const paymentId = await captured()
    await dispute(sandbox, paymentId, 'escalation', 3_000)
    await whenDispute(shop, paymentId, 'DRAFT')
    assert.equal((await silkgate(sandbox, 'dispute', 'list')).filter((one) => one.paymentId === paymentId).length, 1)
    await advance(sandbox, 'P9DT1H')
    await whenDispute(shop, paymentId, 'EXPIRED')
    assert.deepEqual(await accountsOf(sandbox, paymentId), { receivable: 7_000n, pending: -10_000n, available: 3_000n })
    await advance(sandbox, 'P2D')
    assert.deepEqual([await charged(paymentId), await exceptionsOf(sandbox, paymentId)], ['7000', []])
  })

  test('of what was refunded already is answered with the refund, and takes nothing', async () => {
    const paymentId = await captured()
    await dispute(sandbox, paymentId, 'escalation')
    await whenDispute(shop, paymentId, 'DRAFT')
    await judge(sandbox, `${paymentId}D1`, 'withdrawn')
    await whenDispute(shop, paymentId, 'CANCELLED')
    await setFaults(sandbox, { name: 'answer_lost', api: 'refund' })
    assert.equal((await shop.refund(paymentId, part(8_000))).refundStatus, 'REFUND_REQUESTED')
    await dispute(sandbox, paymentId, 'escalation', 2_000)
    await setFaults(sandbox)
    await advance(sandbox, 'PT1M')
    const { id } = await whenDispute(shop, paymentId, 'DRAFT')
    await submit(id)
    assert.match((await answered(paymentId)).body, /80\.00 EUR of it was refunded/)
    assert.equal((await shop.refund(paymentId)).status, 405)
  })

  test('whose answer is lost on the way is answered again, and once', async () => {
    for (const name of ['answer_lost', 'http_500', 'unknown_code', 'throttled'] as const) {
      const paymentId = await captured()
      await dispute(sandbox, paymentId, 'escalation')
      const { id } = await whenDispute(shop, paymentId, 'DRAFT')
      await setFaults(sandbox, { name, api: 'responseEscalation', times: 2 })
      await cancel(id)
      await advance(sandbox, 'PT1M')
      assert.deepEqual([await accountsOf(sandbox, paymentId), await charged(paymentId)], [{}, '0'], name)
    }
  })
})

const part = (amount: number) => ({ amountOfMoney: { amount, currencyCode: 'EUR' } })

describe('a retrieval', () => {
  test('is answered with what we know, holds no money, and ends well', async () => {
    const paymentId = await captured()
    await dispute(sandbox, paymentId, 'retrieval')
    const { id } = await whenDispute(shop, paymentId, 'DRAFT')
    assert.equal((await shop.refund(paymentId, part(1_000))).status, 201)
    await submit(id)
    assert.match((await answered(paymentId)).body, /10\.00 EUR of it was refunded.*"responseCode":"0002"/)
    await whenDispute(shop, paymentId, 'SUCCESS')
    assert.equal((await shop.refund(paymentId)).status, 201)
  })

  test('that nobody answers for 19 days is answered with nothing', async () => {
    const paymentId = await captured()
    await dispute(sandbox, paymentId, 'retrieval')
    await whenDispute(shop, paymentId, 'DRAFT')
    await advance(sandbox, 'P19DT1H')
    await whenDispute(shop, paymentId, 'EXPIRED')
    assert.match((await disputesOf(sandbox, paymentId))[0]?.answer?.body ?? '', /"responseCode":"0003"/)
    assert.deepEqual(await accountsOf(sandbox, paymentId), { receivable: 10_000n, pending: -10_000n })
  })
})

test('a dispute is unknown to every other merchant', async () => {
  const paymentId = await captured()
  await dispute(sandbox, paymentId, 'escalation')
  const { id } = await whenDispute(shop, paymentId, 'DRAFT')
  const other = openShop(sandbox, demoShop)
  const { disputes, payments } = other.client.v1
  for (const answer of [
    disputes.get(other.merchantId, id, {}),
    disputes.submit(other.merchantId, id, {}),
    disputes.cancel(other.merchantId, id, {}),
  ]) {
    assert.equal(errorOf(await answer), '404 INVALID_DISPUTE_ID')
  }
  assert.equal(errorOf(await payments.disputes(other.merchantId, paymentId, {})), '404 INVALID_PAYMENT_ID')
  assert.equal((await seenDisputes(shop, paymentId))[0]?.status, 'DRAFT')
})
