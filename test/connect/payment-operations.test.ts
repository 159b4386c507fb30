import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { errors, type merchantActions } from '@silkgate/domain'
import { assertConnectShape } from '../connect-shape.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { sendSigned } from '../support/signed-request.ts'
import { advance, payInWallet, setFaults } from '../support/simulator.ts'

let sandbox: TestSandbox
let shop: Shop

before(async () => {
  sandbox = await aSandbox()
  shop = openShop(sandbox, demoShop)
})

after(() => sandbox?.close())

type Answer = { readonly status: number; readonly body: unknown }

const captured = async (amount = 1_000): Promise<string> => {
  const { paymentId, redirectUrl } = await shop.redirected(anOrder(amount, 'EUR', { merchantOrderId: 77 }))
  await payInWallet(sandbox, redirectUrl)
  await shop.whenStatus(paymentId, 'CAPTURED')
  return paymentId
}

const refused = async (): Promise<string> => {
  await setFaults(sandbox, { name: 'refused', api: 'pay' })
  const { paymentId } = await shop.create()
  await setFaults(sandbox)
  return paymentId
}

const unknownId = '000000123499999999990000100001'

const messageOf = ({ status, body }: Answer, http: number, error: keyof typeof errors): string => {
  assert.equal(status, http, JSON.stringify(body))
  assertConnectShape('ErrorResponse', body)
  const [first] = (body as { errors: { id: string; code: string; message: string }[] }).errors
  assert.deepEqual([first?.id, first?.code], [error, errors[error].code])
  return first?.message ?? ''
}

describe('the capture of a payment', () => {
  test('is one, and has the payment’s id', async () => {
    const id = await captured()
    const list = await shop.client.v1.payments.captures('1234', id, {})
    assertConnectShape('CapturesResponse', list.body)
    const one = await shop.client.v1.captures.get('1234', id, {})
    assertConnectShape('CaptureResponse', one.body)
    assert.deepEqual([list.status, one.status, list.body], [200, 200, { captures: [one.body] }])
    const { captureOutput, statusOutput, ...rest } = one.body as Record<string, Record<string, unknown>>
    assert.deepEqual(rest, { id, status: 'CAPTURED' })
    assert.deepEqual(
      [captureOutput?.amountOfMoney, captureOutput?.amountPaid],
      [{ amount: 1_000, currencyCode: 'EUR' }, 0],
    )
    const { statusCodeChangeDateTime, ...status } = statusOutput ?? {}
    assert.deepEqual(status, { isFinal: true, isRefundable: true, isRetriable: false, statusCode: 800 })
    const payment = await shop.payment(id)
    assert.equal(statusCodeChangeDateTime, payment.statusOutput?.statusCodeChangeDateTime)
    const { references, redirectPaymentMethodSpecificOutput: wallet } = payment.paymentOutput as Record<string, unknown>
    assert.deepEqual(
      [captureOutput?.references, captureOutput?.redirectPaymentMethodSpecificOutput],
      [references, wallet],
    )
  })

  test('is refundable as long as something is left, and stays CAPTURED when all went back', async () => {
    const id = await captured()
    const { body: before } = await shop.client.v1.captures.get('1234', id, {})
    const refund = await shop.client.v1.captures.refund('1234', id, {}, {})
    assert.equal(refund.status, 201)
    assert.equal(await shop.statusOf(id), 'REFUNDED')
    const { body } = await shop.client.v1.captures.get('1234', id, {})
    const { statusOutput: first, ...was } = before as Record<string, object>
    const { statusOutput, ...is } = body as Record<string, object>
    assert.deepEqual(is, was)
    assert.deepEqual(statusOutput, { ...first, isRefundable: false })
  })

  test('is not there before the consumer pays, nor where there is no payment', async () => {
    const { paymentId } = await shop.redirected()
    const { status, body } = await shop.client.v1.payments.captures('1234', paymentId, {})
    assert.deepEqual([status, body], [200, { captures: [] }])
    for (const id of [paymentId, unknownId, 'x']) {
      messageOf(await shop.client.v1.captures.get('1234', id, {}), 404, 'INVALID_PAYMENT_ID')
    }
    messageOf(await shop.client.v1.payments.captures('1234', unknownId, {}), 404, 'INVALID_PAYMENT_ID')
  })
})

describe('what was done with a payment', () => {
  const operations = async (id: string) => {
    const asking: object = { returnOperations: true }
    const { status, body } = await shop.client.v1.payments.get('1234', id, asking)
    assert.equal(status, 200)
    assertConnectShape('PaymentResponse', body)
    const { operations: done, ...output } = (body as Record<string, Record<string, unknown>>).paymentOutput ?? {}
    assert.deepEqual({ ...(body as object), paymentOutput: output }, await shop.payment(id))
    return done as Record<string, unknown>[]
  }

  test('is told to who asks for it: its capture and its refunds', async () => {
    const id = await captured()
    const first = await shop.refund(id, { amountOfMoney: { amount: 300, currencyCode: 'EUR' } })
    await setFaults(sandbox, { name: 'refused', api: 'refund' })
    const second = await shop.refund(id)
    await setFaults(sandbox)
    const done = await operations(id)
    assert.ok(done.every(({ timestamp }) => /^\d{14}$/.test(String(timestamp))))
    const money = (amount: number) => ({ amount, currencyCode: 'EUR' })
    assert.deepEqual(
      done.map(({ timestamp: _, ...rest }) => rest),
      [
        { id, type: 'capture', amountOfMoney: money(1_000), status: 'CAPTURED' },
        { id: first.id, type: 'refund', amountOfMoney: money(300), status: 'REFUNDED' },
        { id: second.id, type: 'refund', amountOfMoney: money(700), status: 'REJECTED' },
      ],
    )
  })

  test('is nothing before the consumer pays', async () => {
    assert.deepEqual(await operations((await shop.redirected()).paymentId), [])
  })
})

describe('what Alipay+ leaves no room for', () => {
  const actions: Readonly<Record<keyof typeof merchantActions, (id: string) => Promise<Answer>>> = {
    approve: (id) => shop.client.v1.payments.approve('1234', id, { amount: 1_000 }, {}),
    capture: (id) => shop.client.v1.payments.capture('1234', id, { amount: 1_000, isFinal: true }, {}),
    complete: (id) => shop.client.v1.payments.complete('1234', id, {}, {}),
    cancel: (id) => shop.client.v1.payments.cancel('1234', id, {}),
    cancelapproval: (id) => shop.client.v1.payments.cancelapproval('1234', id, {}),
    finalizecapture: (id) =>
      sendSigned(sandbox.gatewayUrl, demoShop, { method: 'POST', path: `/v1/1234/payments/${id}/finalizecapture` }),
  }

  test('is answered with the state of the payment and why, and changes nothing', async () => {
    const { paymentId: open } = await shop.redirected()
    const ids = { REDIRECTED: open, CAPTURED: await captured(), REJECTED: await refused() }
    for (const [action, act] of Object.entries(actions)) {
      for (const [status, id] of Object.entries(ids)) {
        const message = messageOf(await act(id), 402, 'ACTION_NOT_ALLOWED')
        assert.ok(message.startsWith(`The payment is ${status}. `), `${action}: ${message}`)
        assert.equal(await shop.statusOf(id), status)
      }
      messageOf(await act(unknownId), 404, 'INVALID_PAYMENT_ID')
      messageOf(await act('x'), 404, 'INVALID_PAYMENT_ID')
    }
    assert.match(messageOf(await actions.cancel(ids.CAPTURED), 402, 'ACTION_NOT_ALLOWED'), /Refund the payment instead/)
    assert.match(
      messageOf(await actions.approve(ids.CAPTURED), 402, 'ACTION_NOT_ALLOWED'),
      /nothing is left to approve/,
    )
  })
})

test('the status at the wallet’s side is WAITING, then COMPLETED; what has ended has none', async () => {
  const at = async (id: string) => shop.client.v1.payments.thirdPartyStatus('1234', id, {})
  const { paymentId, redirectUrl } = await shop.redirected()
  const waiting = await at(paymentId)
  assertConnectShape('ThirdPartyStatusResponse', waiting.body)
  assert.deepEqual([waiting.status, waiting.body], [200, { thirdPartyStatus: 'WAITING' }])
  await payInWallet(sandbox, redirectUrl)
  await shop.whenStatus(paymentId, 'CAPTURED')
  assert.deepEqual((await at(paymentId)).body, { thirdPartyStatus: 'COMPLETED' })
  const { paymentId: expired } = await shop.redirected()
  await advance(sandbox, 'PT1H')
  assert.equal(await shop.statusOf(expired), 'CANCELLED')
  messageOf(await at(expired), 402, 'ACTION_NOT_ALLOWED')
  messageOf(await at(unknownId), 404, 'INVALID_PAYMENT_ID')
})

describe('disputes', () => {
  test('are none where no wallet has disputed', async () => {
    const id = await captured()
    const { status, body } = await shop.client.v1.payments.disputes('1234', id, {})
    assertConnectShape('DisputesResponse', body)
    assert.deepEqual([status, body], [200, { disputes: [] }])
    const path = `/v1/1234/captures/${id}/disputes`
    assert.deepEqual((await sendSigned(sandbox.gatewayUrl, demoShop, { path })).body, { disputes: [] })
    messageOf(await shop.client.v1.payments.disputes('1234', unknownId, {}), 404, 'INVALID_PAYMENT_ID')
  })

  test('are unknown by an id that nobody has, and are opened by nobody but Alipay+', async () => {
    const { disputes } = shop.client.v1
    for (const answer of [
      disputes.get('1234', 'x', {}),
      disputes.submit('1234', 'x', {}),
      disputes.cancel('1234', 'x', {}),
    ]) {
      messageOf(await answer, 404, 'INVALID_DISPUTE_ID')
    }
    const opened = await shop.client.v1.payments.dispute('1234', await captured(), {}, {})
    assert.match(messageOf(opened, 405, 'OPERATION_NOT_SUPPORTED'), /opened by Alipay\+/)
  })

  test('take files, which are signed with their boundary, for disputes that there are', async () => {
    const file = { fileName: 'proof.png', content: Buffer.alloc(100_000, 0x89), contentType: 'image/png' }
    const uploaded = await shop.client.v1.disputes.uploadFile('1234', 'x', { file }, {})
    messageOf(uploaded, 404, 'INVALID_DISPUTE_ID')
    messageOf(await shop.client.v1.files.getFile('1234', 'x', {}), 404, 'INVALID_FILE_ID')
  })
})

describe('questions that are about no payment', () => {
  const convert = (query: object) => shop.client.v1.services.convertAmount('1234', query)

  test('what an amount is worth: itself in its own currency, and unknown in any other', async () => {
    const same = await convert({ source: 'EUR', target: 'EUR', amount: 1_234 })
    assertConnectShape('ConvertAmount', same.body)
    assert.deepEqual([same.status, same.body], [200, { convertedAmount: 1_234 }])
    const other = await convert({ source: 'EUR', target: 'HKD', amount: 1_234 })
    assert.match(messageOf(other, 404, 'RATE_NOT_KNOWN'), /from EUR to HKD/)
  })

  test('but for amounts and currencies only', async () => {
    for (const [query, ...names] of [
      [{}, 'source', 'target', 'amount'],
      [{ source: 'EUR', target: 'EUR' }, 'amount'],
      [{ source: 'EUR', target: 'XXX', amount: 1 }, 'target'],
      [{ source: 'eur', target: 'euro', amount: 1 }, 'source', 'target'],
      [{ source: 'EUR', target: 'HKD', amount: '1.50' }, 'amount'],
      [{ source: 'EUR', target: 'HKD', amount: -1 }, 'amount'],
      [{ source: 'JPY', target: 'EUR', amount: 150 }, 'amount'],
    ] as const) {
      const { status, body } = await convert(query)
      assert.equal(status, 400, JSON.stringify(body))
      assertConnectShape('ErrorResponse', body)
      const refusals = (body as { errors: { propertyName?: string }[] }).errors
      assert.deepEqual(
        refusals.map(({ propertyName }) => propertyName),
        [...names],
        JSON.stringify(query),
      )
    }
  })

  test('what becomes of the consumer’s data', async () => {
    for (const query of [{}, { locale: 'nl_NL' }, { paymentProductId: 866, locale: 'en_GB' }]) {
      const { status, body } = await shop.client.v1.services.privacypolicy('1234', query)
      assert.equal(status, 200)
      assertConnectShape('GetPrivacyPolicyResponse', body)
      assert.match(String((body as { htmlContent: string }).htmlContent), /^<p>.*Alipay\+.*<\/p>$/s)
    }
    messageOf(await shop.client.v1.services.privacypolicy('1234', { paymentProductId: 1 }), 404, 'PRODUCT_NOT_FOUND')
  })
})
