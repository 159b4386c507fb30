import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assertConnectShape } from '../connect-shape.ts'
import { assertBooksAreTrue, transfersOf } from '../support/books.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { type Created, openShop, type Shop } from '../support/shop.ts'
import { payInWallet, setFaults, truthOf } from '../support/simulator.ts'

let sandbox: TestSandbox
let demo: Shop

before(async () => {
  sandbox = await aSandbox()
  demo = openShop(sandbox, demoShop)
})

after(() => sandbox?.close())

type ApiError = {
  readonly category: string
  readonly code: string
  readonly httpStatusCode: number
  readonly id: string
  readonly message: string
  readonly propertyName?: string
}

const errorsOf = (body: unknown): ApiError[] => (body as { errors?: ApiError[] }).errors ?? []

/** A refusal in Connect's shape; answers its one error. */
const assertRefused = (answer: { status: number; body: unknown }, status: number, code: string): ApiError => {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  assertConnectShape('ErrorResponse', answer.body)
  assert.match((answer.body as { errorId: string }).errorId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  const [error, ...more] = errorsOf(answer.body)
  assert.ok(error !== undefined && more.length === 0, JSON.stringify(answer.body))
  assert.deepEqual([error.code, error.httpStatusCode], [code, status])
  return error
}

describe('a payment taken with the official SDK', () => {
  test('begins with a connection that is tested', async () => {
    const { status, body } = await demo.client.v1.services.testconnection('1234')
    assert.deepEqual([status, body], [200, { result: 'OK' }])
    assertConnectShape('TestConnection', body)
  })

  test('is REDIRECTED 50, with the URL that the consumer must be sent to', async () => {
    const { status, body, paymentId, redirectUrl, firstRequestAt } = await demo.create(anOrder(1099, 'HKD'))
    assertConnectShape('CreatePaymentResponse', body)
    assert.deepEqual([status, firstRequestAt], [201, undefined])
    assert.match(paymentId, /^0000001234\d{10}0000100001$/)
    const { creationOutput, merchantAction, payment } = body as unknown as {
      creationOutput: unknown
      merchantAction: { actionType: string; redirectData: { RETURNMAC: string; redirectURL: string } }
      payment: Record<string, unknown>
    }
    assert.deepEqual(creationOutput, { additionalReference: 'ORDER-1', externalReference: 'ORDER-1' })
    assert.equal(merchantAction.actionType, 'REDIRECT')
    const { RETURNMAC, redirectURL } = merchantAction.redirectData
    assert.match(RETURNMAC, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    assert.ok(URL.canParse(redirectURL) && redirectURL === redirectUrl)
    assert.equal(payment.status, 'REDIRECTED')
    const { statusCodeChangeDateTime, ...statusOutput } = payment.statusOutput as Record<string, unknown>
    assert.match(String(statusCodeChangeDateTime), /^20\d{12}$/)
    assert.deepEqual(statusOutput, {
      isAuthorized: false,
      isCancellable: false,
      isRefundable: false,
      isRetriable: false,
      statusCategory: 'PENDING_PAYMENT',
      statusCode: 50,
    })
    const output = payment.paymentOutput as Record<string, unknown>
    assert.deepEqual(output.amountOfMoney, { amount: 1099, currencyCode: 'HKD' })
    assert.deepEqual([output.paymentMethod, output.amountPaid], ['redirect', undefined])
    assert.deepEqual(output.redirectPaymentMethodSpecificOutput, { paymentProductId: 866 })
  })

  test('is read as it was created', async () => {
    const created = await demo.create()
    const read = await demo.payment(created.paymentId)
    assertConnectShape('PaymentResponse', read)
    assert.deepEqual(read, created.body.payment)
  })

  test('is CAPTURED 800 once the consumer has paid, with the wallet that was used', async () => {
    const { paymentId, redirectUrl } = await demo.redirected(anOrder(4200, 'HKD'))
    await payInWallet(sandbox, redirectUrl)
    const payment = await demo.whenStatus(paymentId, 'CAPTURED')
    assertConnectShape('PaymentResponse', payment)
    assert.equal(payment.statusOutput?.statusCode, 800)
    assert.deepEqual([payment.paymentOutput?.amountPaid, payment.statusOutput?.isAuthorized], [0, true])
    const used = payment.paymentOutput?.redirectPaymentMethodSpecificOutput as Record<string, unknown>
    assert.deepEqual(used.paymentProduct866SpecificOutput, { walletUsed: 'AlipayHK' })
  })

  test('is the same payment when its request is repeated, and only the repeat tells when the first one came', async () => {
    const first = await demo.create(anOrder(), 'repeated')
    const again = await demo.create(anOrder(), 'repeated')
    assert.deepEqual([again.status, again.body], [201, first.body])
    assert.equal(first.firstRequestAt, undefined)
    assert.match(again.firstRequestAt ?? '', /^\d{13}$/)
  })

  test('is not another one’s: the same key with another body has a code of its own', async () => {
    await demo.create(anOrder(1), 'reused')
    const error = assertRefused(await demo.create(anOrder(2), 'reused'), 409, '86600409')
    assert.equal(error.id, 'IDEMPOTENCE_KEY_REUSED')
  })
})

describe('a caller who is not who it should be', () => {
  const asked = (identity: typeof demoShop, merchantId = identity.merchantId) =>
    openShop(sandbox, identity).client.v1.services.testconnection(merchantId)

  test('signs with a wrong secret', async () => {
    assertRefused(await asked({ ...demoShop, secretApiKey: 'wrong' }), 403, '9002')
  })

  test('signs with a key that nobody knows', async () => {
    assertRefused(await asked({ ...demoShop, apiKeyId: 'unknown-key' }), 403, '9002')
  })

  test('acts for another merchant, or for one that does not exist', async () => {
    for (const merchantId of ['5678', '4242', '99999999999', 'x']) {
      const error = assertRefused(await asked(demoShop, merchantId), 403, '9007')
      assert.equal(error.category, 'CONNECT_PLATFORM_ERROR')
      const created = await demo.client.v1.payments.create(merchantId, anOrder())
      assertRefused(created, 403, '9007')
    }
  })

  test('asks for a payment of another merchant, or for one that does not exist', async () => {
    const { paymentId } = await openShop(sandbox, secondShop).redirected()
    for (const id of [paymentId, '000000123499999999990000100001', '1', 'x', '0'.repeat(31)]) {
      const error = assertRefused(await demo.client.v1.payments.get('1234', id), 404, '1002')
      assert.deepEqual([error.id, error.propertyName], ['INVALID_PAYMENT_ID', 'paymentId'])
    }
  })
})

describe('an order that cannot be taken', () => {
  const amountName = 'order.amountOfMoney.amount'

  const refusedAs = async (order: object, code: string, propertyName: string): Promise<string> => {
    const error = assertRefused(await demo.create(order), 400, code)
    assert.equal(error.propertyName, propertyName)
    return error.message
  }

  test('has an amount that is no amount', async () => {
    for (const amount of [0, -1, 1_000_000_000_000]) await refusedAs(anOrder(amount), '21000050', amountName)
  })

  test('has an amount that its currency cannot express', async () => {
    assert.match(await refusedAs(anOrder(150_050, 'JPY'), '21000050', amountName), /JPY has no decimals: send 150000/)
  })

  test('has a currency that does not exist', async () => {
    for (const currency of ['XXX', 'eur', 'EURO']) {
      await refusedAs(anOrder(100, currency), '21000050', 'order.amountOfMoney.currencyCode')
    }
  })

  test('is for another payment product', async () => {
    const { order, redirectPaymentMethodSpecificInput: input } = anOrder()
    const other = { order, redirectPaymentMethodSpecificInput: { ...input, paymentProductId: 861 } }
    await refusedAs(other, '1007', 'redirectPaymentMethodSpecificInput.paymentProductId')
  })

  test('would send the consumer back to nowhere', async () => {
    for (const returnUrl of ['shop.example/return', '/return', 'javascript:alert(1)', 'x']) {
      const { order, redirectPaymentMethodSpecificInput: input } = anOrder()
      const lost = { order, redirectPaymentMethodSpecificInput: { ...input, redirectionData: { returnUrl } } }
      await refusedAs(lost, '21000050', 'redirectPaymentMethodSpecificInput.redirectionData.returnUrl')
    }
  })

  test('lacks what is needed: every missing property is named', async () => {
    const { order, redirectPaymentMethodSpecificInput: input } = anOrder()
    const product = { paymentProductId: 866 }
    const returns = 'redirectPaymentMethodSpecificInput.redirectionData.returnUrl'
    for (const [body, ...names] of [
      [{ order }, 'redirectPaymentMethodSpecificInput'],
      [{ redirectPaymentMethodSpecificInput: input }, 'order'],
      [{}, 'redirectPaymentMethodSpecificInput', 'order'],
      [
        { order: {}, redirectPaymentMethodSpecificInput: product },
        returns,
        amountName,
        `order.amountOfMoney.currencyCode`,
      ],
      [
        { order: { amountOfMoney: { amount: 1 } }, redirectPaymentMethodSpecificInput: input },
        'order.amountOfMoney.currencyCode',
      ],
      [
        { order, redirectPaymentMethodSpecificInput: { redirectionData: input.redirectionData } },
        'redirectPaymentMethodSpecificInput.paymentProductId',
      ],
    ] as const) {
      const answer = await demo.create(body)
      assertConnectShape('ErrorResponse', answer.body)
      assert.equal(answer.status, 400)
      assert.deepEqual(new Set(errorsOf(answer.body).map(({ propertyName }) => propertyName)), new Set(names))
      assert.ok(errorsOf(answer.body).every(({ code }) => code === '20000000'))
    }
  })
})

describe('amounts', () => {
  test('have two implied decimals, whatever the currency', async () => {
    for (const [amount, currency, atAlipayPlus] of [
      [150_000, 'JPY', '1500'],
      [425, 'KWD', '4250'],
      [999_999_999_999, 'EUR', '999999999999'],
      [1, 'EUR', '1'],
    ] as const) {
      const { paymentId } = await demo.redirected(anOrder(amount, currency))
      const { paymentOutput } = await demo.payment(paymentId)
      assert.deepEqual(paymentOutput?.amountOfMoney, { amount, currencyCode: currency })
      const order = await truthOf(sandbox, paymentId)
      assert.deepEqual([order?.amount.currency, order?.amount.value], [currency, atAlipayPlus])
    }
  })
})

test('a payment worth less than the smallest unit it settles in is CAPTURED, and there is nothing to book', async () => {
  const { paymentId, redirectUrl } = await demo.redirected(anOrder(100, 'KRW'))
  await payInWallet(sandbox, redirectUrl)
  await demo.whenStatus(paymentId, 'CAPTURED')
  await assertBooksAreTrue(sandbox, paymentId)
  assert.deepEqual(await transfersOf(sandbox, paymentId), [])
})

describe('a payment that is refused', () => {
  const assertRejected = ({ status, body, paymentId }: Created, statusCode: number, code: string): void => {
    assert.equal(status, 402)
    assertConnectShape('PaymentErrorResponse', body)
    const { paymentResult } = body as { paymentResult: Record<string, Record<string, unknown>> }
    const statusOutput = paymentResult.payment?.statusOutput as Record<string, unknown>
    assert.deepEqual([paymentResult.payment?.id, paymentResult.payment?.status], [paymentId, 'REJECTED'])
    assert.deepEqual([statusOutput.statusCategory, statusOutput.statusCode], ['UNSUCCESSFUL', statusCode])
    assert.equal(paymentResult.merchantAction, undefined)
    assert.deepEqual(
      errorsOf(body).map((error) => error.code),
      [code],
    )
    assert.deepEqual(statusOutput.errors, errorsOf(body))
  }

  test('by the wallet’s side is REJECTED 120, answered 402', async () => {
    await setFaults(sandbox, { name: 'refused', api: 'pay' })
    const refused = await demo.create(anOrder(), 'refused by Alipay+')
    await setFaults(sandbox)
    assertRejected(refused, 120, '430330')
    assert.equal(await demo.statusOf(refused.paymentId), 'REJECTED')
    const again = await demo.create(anOrder(), 'refused by Alipay+')
    assert.deepEqual([again.status, again.body], [402, refused.body])
    assert.match(again.firstRequestAt ?? '', /^\d{13}$/)
  })

  test('for being over the merchant’s limit is REJECTED 100, answered 402, and never seen by Alipay+', async () => {
    const options = ['--name', 'Corner Shop', '--mcc', '5411', '--country', 'NL', '--settlement-currency', 'EUR']
    const [added] = await silkgate(sandbox, 'merchant', 'add', '777', ...options, '--limit', 'EUR=5000', 'JPY=100000')
    assert.deepEqual(added?.limits, { EUR: '5000', JPY: '1000' })
    const [key] = await silkgate(sandbox, 'api-key', 'add', '777')
    const identity = { merchantId: '777', apiKeyId: String(key?.keyId), secretApiKey: String(key?.secret) }
    const corner = openShop(sandbox, identity)
    for (const order of [anOrder(5001), anOrder(100_100, 'JPY')]) {
      const refused = await corner.create(order)
      assertRejected(refused, 100, '86600402')
      assert.equal(errorsOf(refused.body)[0]?.propertyName, 'order.amountOfMoney.amount')
      assert.equal(await corner.statusOf(refused.paymentId), 'REJECTED')
      assert.equal(await truthOf(sandbox, refused.paymentId), undefined)
    }
    for (const order of [anOrder(5000), anOrder(100_000, 'JPY'), anOrder(999_999, 'HKD')])
      await corner.redirected(order)
  })
})
