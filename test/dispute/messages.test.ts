import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { announce, isSignedByGateway } from '../support/alipayplus.ts'
import { accountsOf, exceptionsOf, messagesOf } from '../support/books.ts'
import { seenDisputes } from '../support/disputes.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { payInWallet } from '../support/simulator.ts'

let sandbox: TestSandbox
let shop: Shop
let paymentId: string
before(async () => {
  sandbox = await aSandbox()
  shop = openShop(sandbox, demoShop)
  paymentId = await captured()
})
after(() => sandbox?.close())

const captured = async (): Promise<string> => {
  const { paymentId: id, redirectUrl } = await shop.redirected(anOrder(10_000))
  await payInWallet(sandbox, redirectUrl)
  await shop.whenStatus(id, 'CAPTURED')
  return id
}

type Api = 'initiateRetrieval' | 'initiateEscalation' | 'notifyDispute'

let count = 0
const aClaim = (more: object = {}) => ({
  disputeRequestId: `D-${++count}`,
  paymentRequestId: paymentId,
  disputeAmount: { currency: 'EUR', value: '1000' },
  disputeReason: 'Not received',
  ...more,
})
const judged = (disputeRequestId: string, disputeJudgedResult: string, more: object = {}) => ({
  disputeRequestId,
  paymentRequestId: paymentId,
  disputeNotificationType: 'DISPUTE_JUDGED',
  disputeJudgedResult,
  ...more,
})
const say = (api: Api, message: object, headers: Record<string, string> = {}) =>
  announce(sandbox, { path: `/alipayplus/${api}`, body: JSON.stringify(message), headers })
const resultOf = async (api: Api, message: object): Promise<string> => {
  const answer = await say(api, message)
  assert.equal(answer.status, 200, answer.text)
  assert.ok(await isSignedByGateway(sandbox, answer, `/alipayplus/${api}`), 'the answer is signed')
  const { resultStatus, resultCode } = (JSON.parse(answer.text) as { result: Record<string, string> }).result
  return `${resultStatus} ${resultCode}`
}
const disputeIds = async () => (await seenDisputes(shop, paymentId)).map(({ id }) => id)
const statusOf = async (disputeRequestId: string) =>
  (await seenDisputes(shop, paymentId)).find(
    ({ disputeOutput }) => disputeOutput.reference.providerReference === disputeRequestId,
  )?.status

describe('a message about a dispute', () => {
  test('that Alipay+ did not sign gets 403, and opens nothing', async () => {
    const known = await disputeIds()
    for (const headers of [{ Signature: '' }, { 'Client-Id': 'SOMEBODY' }]) {
      assert.equal((await say('initiateEscalation', aClaim(), headers)).status, 403)
    }
    const stolen = await say('initiateEscalation', aClaim())
    assert.equal(stolen.status, 200)
    const forged = await say('notifyDispute', judged(`D-${count}`, 'ACCEPT_BY_MERCHANT'), {
      Signature: `algorithm=RSA256, keyVersion=1, signature=${Buffer.from('x').toString('base64')}`,
    })
    assert.equal(forged.status, 403)
    assert.deepEqual([(await disputeIds()).length, await statusOf(`D-${count}`)], [known.length + 1, 'DRAFT'])
    await resultOf('notifyDispute', judged(`D-${count}`, 'ACCEPT_BY_CUSTOMER'))
  })

  test('may come ten times at once, and opens one dispute', async () => {
    const known = await disputeIds()
    const claim = aClaim()
    const results = await Promise.all(Array.from({ length: 10 }, () => resultOf('initiateEscalation', claim)))
    assert.deepEqual(new Set(results), new Set(['S SUCCESS']))
    assert.equal((await disputeIds()).length, known.length + 1)
    const kept = await messagesOf(sandbox, paymentId)
    assert.ok(
      kept.some(({ api, request_body }) => api === 'initiateEscalation' && /Not received/.test(request_body ?? '')),
    )
    await resultOf('notifyDispute', judged(claim.disputeRequestId, 'ACCEPT_BY_CUSTOMER'))
  })

  test('whose id was used for another payment or another kind is inconsistent', async () => {
    const claim = aClaim()
    assert.equal(await resultOf('initiateEscalation', claim), 'S SUCCESS')
    assert.equal(await resultOf('initiateRetrieval', claim), 'F REPEAT_REQ_INCONSISTENT')
    const other = { ...claim, paymentRequestId: await captured() }
    assert.equal(await resultOf('initiateEscalation', other), 'F REPEAT_REQ_INCONSISTENT')
    await resultOf('notifyDispute', judged(claim.disputeRequestId, 'ACCEPT_BY_CUSTOMER'))
  })

  test('about an order that is not paid is to be sent again, or refused when it never was', async () => {
    const { paymentId: open } = await shop.redirected(anOrder(10_000))
    assert.equal(await resultOf('initiateEscalation', aClaim({ paymentRequestId: open })), 'U UNKNOWN_EXCEPTION')
    for (const paymentRequestId of ['x', `${paymentId.slice(0, 10)}9999999999${paymentId.slice(20)}`]) {
      assert.equal(await resultOf('initiateEscalation', aClaim({ paymentRequestId })), 'F ORDER_NOT_EXIST')
    }
  })

  test('of an amount that is none of the payment’s is refused', async () => {
    for (const disputeAmount of [
      { currency: 'EUR', value: '10001' },
      { currency: 'EUR', value: '0' },
      { currency: 'HKD', value: '1000' },
    ]) {
      assert.equal(await resultOf('initiateEscalation', aClaim({ disputeAmount })), 'F PARAM_ILLEGAL')
    }
  })

  test('that decides what was not opened yet is to be sent again; then it decides, once', async () => {
    const claim = aClaim()
    const lost = judged(claim.disputeRequestId, 'ACCEPT_BY_MERCHANT')
    assert.equal(await resultOf('notifyDispute', lost), 'U UNKNOWN_EXCEPTION')
    assert.equal(await resultOf('initiateEscalation', claim), 'S SUCCESS')
    const results = await Promise.all(Array.from({ length: 6 }, () => resultOf('notifyDispute', lost)))
    assert.deepEqual(new Set(results), new Set(['S SUCCESS']))
    assert.equal(await statusOf(claim.disputeRequestId), 'EXPIRED')
    assert.deepEqual(await accountsOf(sandbox, paymentId), { receivable: 9_000n, pending: -9_000n })
  })

  test('that takes back what was won is a contradiction, and what only tells is taken', async () => {
    const { disputeRequestId, ...claim } = aClaim()
    await resultOf('initiateEscalation', { disputeRequestId, ...claim })
    const alert = { ...judged(disputeRequestId, ''), disputeNotificationType: 'DEFENSE_DUE_ALERT' }
    assert.equal(await resultOf('notifyDispute', alert), 'S SUCCESS')
    assert.equal(await statusOf(disputeRequestId), 'DRAFT')
    await resultOf('notifyDispute', judged(disputeRequestId, 'ACCEPT_BY_CUSTOMER'))
    await resultOf('notifyDispute', judged(disputeRequestId, 'ACCEPT_BY_MERCHANT'))
    assert.equal(await statusOf(disputeRequestId), 'SUCCESS')
    const kinds = (await exceptionsOf(sandbox, paymentId)).map(({ kind }) => kind)
    assert.deepEqual(kinds, ['contradiction'])
  })
})
