import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Announcement, announce, isSignedByGateway } from '../support/alipayplus.ts'
import {
  assertAllBooksAreTrue,
  assertBooksAreTrue,
  exceptionsOf,
  messagesOf,
  storedPayment,
  transfersOf,
  webhookEventsOf,
} from '../support/books.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, type LogLine, noon, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, payInWallet, setFaults, truthOf } from '../support/simulator.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox
let shop: Shop

before(async () => {
  sandbox = await aSandbox('info', noon)
  shop = openShop(sandbox, demoShop)
})

after(() => sandbox?.close())

/** The lines of the gateway's log that say something, of all that is in them. */
const logged = (line: Readonly<Record<string, unknown>>): LogLine[] =>
  sandbox.logged().filter((one) => Object.entries(line).every(([name, value]) => one[name] === value))

const whenLogged = (line: Readonly<Record<string, unknown>>): Promise<LogLine[]> =>
  until(`the log says ${JSON.stringify(line)}`, () => {
    const lines = logged(line)
    return lines.length > 0 && lines
  })

/** Waits until the notifications of an order were sent once each, and gives the answers. */
const answersToNotifications = (paymentId: string, count = 1): Promise<string[]> =>
  until(`${count} notifications about ${paymentId} were answered`, async () => {
    const sent = (await truthOf(sandbox, paymentId))?.notifications ?? []
    assert.ok(sent.every(({ attempts }) => attempts <= 1))
    const isDone = sent.length === count && sent.every(({ attempts, nextAt }) => attempts === 1 && nextAt === undefined)
    return isDone && sent.map(({ lastAnswer }) => lastAnswer ?? '')
  })

const inquiriesAbout = async (paymentId: string): Promise<string[]> =>
  (await messagesOf(sandbox, paymentId)).filter(({ api }) => api === 'inquiryPayment').map(({ outcome }) => outcome)

const capturesTold = async (paymentId: string): Promise<number> =>
  (await webhookEventsOf(sandbox, paymentId)).filter(({ type }) => type === 'payment.captured').length

const kindsOf = async (paymentId: string): Promise<string[]> =>
  (await exceptionsOf(sandbox, paymentId)).map(({ kind }) => kind)

const acknowledged = /^200 .*"resultStatus":"S"/

describe('a forged notification', () => {
  test('is answered 403, logged with its reason, and changes nothing', async () => {
    await setFaults(sandbox, { name: 'notification_forged' })
    const { paymentId } = await shop.redirected()
    await setFaults(sandbox)
    const [answer] = await answersToNotifications(paymentId)
    assert.match(answer ?? '', /^403 /)
    const lines = await whenLogged({ msg: 'a notification was refused', reason: 'wrong_signature' })
    assert.ok(lines.some(({ body }) => String(body).includes(paymentId)))
    assert.equal(await shop.statusOf(paymentId), 'REDIRECTED')
    assert.deepEqual([await transfersOf(sandbox, paymentId), await exceptionsOf(sandbox, paymentId)], [[], []])
    assert.deepEqual(await inquiriesAbout(paymentId), [])
  })

  test('is refused whatever is wrong with it', async () => {
    const body = JSON.stringify({ paymentResult: { resultCode: 'SUCCESS', resultStatus: 'S' }, paymentRequestId: '1' })
    const genuine = 'algorithm=RSA256, keyVersion=1, signature='
    const cases: readonly [string, Announcement][] = [
      ['missing_signature', { body, headers: { Signature: '' } }],
      ['missing_signature', { body, headers: { Signature: 'garbled' } }],
      ['missing_signature', { body, headers: { Signature: genuine } }],
      ['missing_signature', { body, headers: { 'Request-Time': '' } }],
      ['wrong_signature', { body, headers: { Signature: `${genuine}AAAA` } }],
      ['wrong_signature', { body, headers: { Signature: `${genuine}%zz` } }],
      ['wrong_signature', { body, headers: { 'Request-Time': new Date(0).toISOString() } }],
      ['unknown_key', { body, headers: { Signature: 'algorithm=RSA256, keyVersion=99, signature=AAAA' } }],
      ['wrong_client', { body, headers: { 'Client-Id': 'somebody else' } }],
      ['wrong_client', { body, headers: { 'Client-Id': '' } }],
      ['garbled_body', { body: '{"paymentRequestId":' }],
      ['garbled_body', { body: '[]' }],
      ['garbled_body', { body: '{}' }],
      ['garbled_body', { body: body.replace('"1"', '"a\\u0000b"') }],
      ['garbled_body', { body: body.replace('"1"', '"1","walletBrandName":"\\ud800"') }],
      ['garbled_body', { body: JSON.stringify({ paymentResult: { resultStatus: 'S' }, paymentRequestId: '1' }) }],
    ]
    for (const [reason, announcement] of cases) {
      const before = logged({ reason }).length
      const answer = await announce(sandbox, announcement)
      assert.deepEqual([answer.status, answer.body], [403, { reason }], JSON.stringify(announcement))
      await until(`${reason} is logged`, () => logged({ msg: 'a notification was refused', reason }).length > before)
    }
  })
})

describe('a genuine notification', () => {
  const about = (paymentRequestId: string, more: object = {}): Announcement => ({
    body: JSON.stringify({
      paymentResult: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' },
      paymentRequestId,
      paymentAmount: { currency: 'EUR', value: '1500' },
      ...more,
    }),
  })
  const refusal = { paymentResult: { resultCode: 'RISK_REJECT', resultStatus: 'F', resultMessage: 'no' } }

  test('is answered within five seconds, signed, once what it says is durable', async () => {
    const { paymentId, redirectUrl } = await shop.redirected()
    await setFaults(sandbox, { name: 'notification_never' })
    await payInWallet(sandbox, redirectUrl)
    await setFaults(sandbox)
    const began = performance.now()
    const answer = await announce(sandbox, about(paymentId, { settlementAmount: { currency: 'EUR', value: '1500' } }))
    assert.ok(performance.now() - began < 5_000)
    assert.equal(answer.status, 200)
    assert.deepEqual(answer.body, { result: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' } })
    assert.ok(await isSignedByGateway(sandbox, answer))
    assert.equal(await shop.statusOf(paymentId), 'CAPTURED')
    await assertBooksAreTrue(sandbox, paymentId)
  })

  test('is answered the same when it comes five times, and is one capture, one transfer and one webhook', async () => {
    const { paymentId, redirectUrl } = await shop.redirected()
    await setFaults(sandbox, { name: 'notification_repeated' })
    await payInWallet(sandbox, redirectUrl)
    await setFaults(sandbox)
    const answers = await answersToNotifications(paymentId, 5)
    for (const answer of answers) assert.match(answer, acknowledged)
    assert.equal((await transfersOf(sandbox, paymentId)).length, 1)
    assert.equal(await capturesTold(paymentId), 1)
    const kept = (await messagesOf(sandbox, paymentId)).filter(({ api }) => api === 'notifyPayment')
    assert.equal(kept.length, 5, 'each one is kept')
    const lines = await until('each is logged', () => {
      const taken = logged({ msg: 'a notification was taken', paymentId })
      return taken.length === 5 && taken
    })
    assert.ok(lines.every(({ heard, amount }) => heard === 'success_announced' && amount === '15.00 EUR'))
    await assertBooksAreTrue(sandbox, paymentId)
  })

  test('with another amount books nothing, opens an exception, is logged, and is followed by one inquiry', async () => {
    const { paymentId, redirectUrl } = await shop.redirected()
    await setFaults(
      sandbox,
      { name: 'notification_other_amount', paymentRequestId: paymentId },
      { name: 'unknown_exception', api: 'inquiryPayment', paymentRequestId: paymentId, times: 1 },
    )
    await payInWallet(sandbox, redirectUrl)
    const [answer] = await answersToNotifications(paymentId)
    assert.match(answer ?? '', acknowledged)
    await until('Alipay+ was asked', async () => (await inquiriesAbout(paymentId)).length > 0)
    assert.equal(await shop.statusOf(paymentId), 'REDIRECTED')
    assert.deepEqual(await transfersOf(sandbox, paymentId), [])
    const [exception, ...more] = await exceptionsOf(sandbox, paymentId)
    assert.deepEqual([exception?.kind, more], ['amount_differs', []])
    assert.match(exception?.detail ?? '', /notification says 15\.01 EUR, the order is 15\.00 EUR/)
    await whenLogged({ paymentId, reason: 'amount_differs', amount: '15.01 EUR' })
    await advance(sandbox, 'PT30S')
    assert.equal((await inquiriesAbout(paymentId)).length, 1, 'it waits for its consumer again')
    await advance(sandbox, 'PT31S')
    assert.equal(await shop.statusOf(paymentId), 'CAPTURED')
    await assertBooksAreTrue(sandbox, paymentId)
  })

  test('with another amount is followed by an inquiry that tells the true one, and that is booked', async () => {
    const { paymentId, redirectUrl } = await shop.redirected()
    await setFaults(sandbox, { name: 'notification_other_amount', paymentRequestId: paymentId })
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    assert.equal((await inquiriesAbout(paymentId)).length, 1)
    assert.equal((await exceptionsOf(sandbox, paymentId)).length, 1)
    await assertBooksAreTrue(sandbox, paymentId)
  })

  test('in another currency is one with another amount', async () => {
    const { paymentId } = await shop.redirected()
    const answer = await announce(sandbox, about(paymentId, { paymentAmount: { currency: 'HKD', value: '1500' } }))
    assert.equal(answer.status, 200)
    assert.deepEqual(await transfersOf(sandbox, paymentId), [])
    assert.deepEqual(await kindsOf(paymentId), ['amount_differs'])
  })

  test('about an order that was never placed is answered S, logged, an exception of the operator, and asked about', async () => {
    const { paymentId, redirectUrl } = await shop.redirected()
    await setFaults(sandbox, { name: 'notification_other_order', paymentRequestId: paymentId })
    await payInWallet(sandbox, redirectUrl)
    const [answer] = await answersToNotifications(paymentId)
    assert.match(answer ?? '', acknowledged)
    const other = `9${paymentId.slice(1)}`
    await whenLogged({ paymentRequestId: other, reason: 'unknown_order' })
    await whenLogged({
      paymentRequestId: other,
      msg: 'Alipay+ was asked about an unknown order',
      code: 'ORDER_NOT_EXIST',
    })
    const text = 'select merchant_id::text, kind from exceptions where payment_id = $1'
    const rows = await sandbox.db.read({ text, values: [other] })
    assert.deepEqual(rows, [{ merchant_id: '0', kind: 'unknown_order' }])
    assert.deepEqual([await transfersOf(sandbox, other), await transfersOf(sandbox, paymentId)], [[], []])
    assert.equal(await shop.statusOf(paymentId), 'REDIRECTED')
    await advance(sandbox, 'PT61S')
    assert.equal(await shop.statusOf(paymentId), 'CAPTURED')
  })

  test('about an order with a strange name is treated as one that was never placed', async () => {
    for (const name of ['x', '9'.repeat(30), '0'.repeat(30), 'a'.repeat(300), "'; --"]) {
      const answer = await announce(sandbox, about(name))
      assert.deepEqual([answer.status, answer.text.includes('"S"')], [200, true], JSON.stringify(name))
    }
  })

  test('that says no after a yes opens an exception and changes nothing', async () => {
    const { paymentId, redirectUrl } = await shop.redirected()
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    assert.equal((await announce(sandbox, about(paymentId, refusal))).status, 200)
    assert.equal(await shop.statusOf(paymentId), 'CAPTURED')
    assert.deepEqual(await kindsOf(paymentId), ['contradiction'])
    await assertBooksAreTrue(sandbox, paymentId)
  })

  test('without a settlement amount that the books can take is a capture that waits for its price', async () => {
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(1500))
    await setFaults(
      sandbox,
      { name: 'notification_never' },
      { name: 'unknown_exception', api: 'inquiryPayment', paymentRequestId: paymentId, times: 1 },
    )
    await payInWallet(sandbox, redirectUrl)
    const foreign = { settlementAmount: { currency: 'HKD', value: '13476' } }
    assert.equal((await announce(sandbox, about(paymentId, foreign))).status, 200)
    assert.equal(await shop.statusOf(paymentId), 'CAPTURED')
    assert.deepEqual(await kindsOf(paymentId), ['settlement_currency_differs'])
    const names = async () => (await transfersOf(sandbox, paymentId)).map(({ debit, credit }) => `${debit}/${credit}`)
    assert.deepEqual(await names(), ['receivable_unpriced/suspense_unpriced'])
    await advance(sandbox, 'PT1M')
    assert.deepEqual((await names()).sort(), [
      'receivable/pending',
      'receivable_unpriced/suspense_unpriced',
      'suspense_unpriced/receivable_unpriced',
    ])
    const { settlement_minor, fee_minor, step } = await storedPayment(sandbox, paymentId)
    assert.deepEqual([settlement_minor, fee_minor, step], [1500n, 31n, null])
  })
})

test('what Alipay+ says of a payment is kept, and what says who the payer is is masked', async () => {
  await setFaults(sandbox)
  const { paymentId, redirectUrl } = await shop.redirected(anOrder(10_000, 'HKD'))
  await payInWallet(sandbox, redirectUrl)
  await shop.whenStatus(paymentId, 'CAPTURED')
  const truth = await truthOf(sandbox, paymentId)
  const said = JSON.parse(truth?.notifications[0]?.body ?? '{}') as Record<string, unknown>
  const { network, settlement_minor, settlement_currency, fee_minor } = await storedPayment(sandbox, paymentId)
  assert.deepEqual([settlement_minor, settlement_currency, fee_minor], [1113n, 'EUR', 26n])
  assert.deepEqual(said.settlementAmount, { currency: 'EUR', value: '1113' })
  assert.deepEqual(network, {
    alipayPlusPaymentId: truth?.paymentId,
    pspId: said.pspId,
    walletBrandName: 'AlipayHK',
    paymentTime: said.paymentTime,
    settlementQuote: said.settlementQuote,
  })
  const { quoteCurrencyPair, quotePrice } = said.settlementQuote as Record<string, string>
  assert.deepEqual([quoteCurrencyPair, quotePrice], ['HKD/EUR', '0.11131105'])
  const customer = String(said.customerId)
  const messages = await messagesOf(sandbox, paymentId)
  const texts = messages.map(({ request_body, response_body }) => `${request_body} ${response_body}`)
  assert.deepEqual(
    messages.map(({ api }) => api),
    ['pay', 'notifyPayment'],
  )
  assert.ok(
    texts.every((text) => !text.includes(customer)),
    'nobody finds the payer in what is kept',
  )
  assert.ok(texts[1]?.includes(`"customerId":"${customer.slice(0, 4)}***"`))
  assert.ok(texts[0]?.includes('"paymentAmount":{"currency":"HKD","value":"10000"}'), 'the rest is kept as it was')
  await assertBooksAreTrue(sandbox, paymentId)
})

test('the books of every payment equal what its consumer was charged', () => assertAllBooksAreTrue(sandbox))
