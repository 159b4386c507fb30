import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assertConnectShape } from '../connect-shape.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { addSecondKey, aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { payInWallet } from '../support/simulator.ts'
import { sendOverWire, type WireAnswer, type WireRequest } from '../support/wire.ts'

let sandbox: TestSandbox
let shop: Shop

before(async () => {
  sandbox = await aSandbox()
  shop = openShop(sandbox, demoShop)
})

after(() => sandbox?.close())

const payments = '/v1/1234/payments'
const json = 'application/json'
const { order, redirectPaymentMethodSpecificInput: input } = anOrder()

const send = (wire: WireRequest): Promise<WireAnswer> => sendOverWire(sandbox.gatewayUrl, demoShop, wire)
const post = (target: string, body: unknown, more: Partial<WireRequest> = {}): Promise<WireAnswer> =>
  send({ method: 'POST', target, contentType: json, body: JSON.stringify(body), ...more })

const captured = async (): Promise<string> => {
  const { paymentId, redirectUrl } = await shop.redirected()
  await payInWallet(sandbox, redirectUrl)
  await shop.whenStatus(paymentId, 'CAPTURED')
  return paymentId
}

const assertCreated = ({ status, text, body }: WireAnswer): string => {
  assert.equal(status, 201, text)
  assertConnectShape('CreatePaymentResponse', body)
  return (body.payment as { id: string }).id
}

const assertCode = ({ status, text, body }: WireAnswer, expected: number, code: string): void => {
  const errors = body.errors as { code: string }[] | undefined
  assert.deepEqual([status, errors?.map((error) => error.code)], [expected, [code]], text)
}

/** Looks for a reference with all that clients encode differently; answers how many payments there are of it. */
const find = async (target: string, more: Partial<WireRequest> = {}): Promise<unknown> => {
  const { status, text, body } = await send({ target, ...more })
  assert.equal(status, 200, text)
  return body.totalCount
}

const odd = 'a b+c/d?é'

describe('a query is understood', () => {
  before(() => shop.redirected(anOrder(100, 'EUR', { merchantReference: odd })))
  const asked = (query: string) => `${payments}?merchantReference=${query}`

  test('of the SDK for Java: encoded with +, signed decoded but for its +', async () => {
    assert.equal(await find(asked('a+b%2Bc%2Fd%3F%C3%A9'), { signedTarget: asked('a+b+c/d?é') }), 1)
  })

  test('of the SDK for Python: encoded with %20, signed as it is sent', async () => {
    assert.equal(await find(asked('a%20b%2Bc/d%3F%C3%A9')), 1)
  })

  test('of the SDKs for PHP and Ruby: encoded as a form, signed as it is sent', async () => {
    assert.equal(await find(asked('a+b%2Bc%2Fd%3F%C3%A9')), 1)
  })

  test('of the SDK for .NET: encoded with %20 and %2F, signed decoded', async () => {
    assert.equal(await find(asked('a%20b%2Bc%2Fd%3F%C3%A9'), { signedTarget: asked(odd) }), 1)
  })

  test('of the SDK for Go and of SmashPig: encoded as a form, signed decoded as a form', async () => {
    assert.equal(await find(asked('a+b%2Bc%2Fd%3F%C3%A9'), { signedTarget: asked(odd) }), 1)
  })

  test('of the SDK for Node.js: with a Content-Type, and the word undefined for what is not there', async () => {
    const { paymentId } = await shop.redirected()
    const target = `${payments}/${paymentId}?returnOperations=undefined`
    const { status, text } = await send({ target, contentType: json })
    assert.equal(status, 200, text)
  })

  test('of the plugin for Magento: what to hide, said several times', async () => {
    const query = 'countryCode=NL&currencyCode=EUR&locale=nl_NL&amount=1500&isRecurring=false'
    const hide = 'hide=fields&hide=accountsOnFile&hide=translations'
    const { status, text, body } = await send({ target: `/v1/1234/products?${query}&${hide}` })
    assert.equal(status, 200, text)
    assertConnectShape('PaymentProducts', body)
    assert.equal((body.paymentProducts as unknown[]).length, 1)
  })

  test('of SmashPig: a directory of product 866', async () => {
    const target = '/v1/1234/products/866/directory?countryCode=NL&currencyCode=EUR'
    const { status, body } = await send({ target })
    assert.equal(status, 200)
    assertConnectShape('Directory', body)
  })
})

describe('a body is understood', () => {
  test('of the SDK for Node.js: in chunks, without its length', async () => {
    assertCreated(await post(payments, anOrder(), { framing: 'chunked' }))
  })

  test('of the SDK for PHP: with its slashes and letters escaped', async () => {
    const named = { ...anOrder(100, 'EUR', { merchantReference: 'Caf?' }) }
    const body = JSON.stringify(named).replaceAll('/', '\\/').replace('Caf?', 'Caf\\u00e9')
    const id = assertCreated(await send({ method: 'POST', target: payments, contentType: json, body }))
    const { paymentOutput } = (await shop.payment(id)) as { paymentOutput?: { references?: Record<string, unknown> } }
    assert.equal(paymentOutput?.references?.merchantReference, 'Café')
  })

  test('of ActiveMerchant: every number and flag a text, nulls, and properties that nobody knows', async () => {
    const wordy = {
      order: {
        ...order,
        amountOfMoney: { amount: '1500', currencyCode: 'EUR' },
        contactDetails: { emailAddress: 'a@example.com' },
        customer: { ...order.customer, companyInformation: null },
      },
      redirectPaymentMethodSpecificInput: { ...input, paymentProductId: '866', skipAuthentication: 'true' },
      shoppingCartExtension: {},
      fraudFields: null,
    }
    assertCreated(await post('//v1/1234/payments', wordy, { signedTarget: payments }))
  })

  test('of ActiveMerchant: a refund whose amount is a text, with what else it sends', async () => {
    const id = await captured()
    const refund = { amountOfMoney: { amount: '500', currencyCode: 'EUR' }, refundDate: '20261124', customer: null }
    const { status, text, body } = await post(`//v1/1234/payments/${id}/refund`, refund, {
      signedTarget: `${payments}/${id}/refund`,
    })
    assert.equal(status, 201, text)
    assertConnectShape('RefundResponse', body)
    assert.equal(body.status, 'REFUNDED')
  })

  test('of SmashPig: [] where an object is meant', async () => {
    const id = await captured()
    assertCode(await post(`${payments}/${id}/approve`, []), 402, '410110')
    const { status, text } = await post(`${payments}/${id}/refund`, [])
    assert.equal(status, 201, text)
  })

  test('of SmashPig: an approval of a refund with [], answered 204 with nothing at all', async () => {
    const terms = ['--name', 'Careful', '--mcc', '5499', '--country', 'NL', '--settlement-currency', 'EUR']
    await silkgate(sandbox, 'merchant', 'add', '88', ...terms, '--refunds-need-approval')
    const asking = openShop(sandbox, await addSecondKey(sandbox, '88'))
    const { paymentId, redirectUrl } = await asking.redirected()
    await payInWallet(sandbox, redirectUrl)
    await asking.whenStatus(paymentId, 'CAPTURED')
    const { id } = await asking.refund(paymentId)
    const target = `/v1/88/refunds/${id}/approve`
    const approver = await addSecondKey(sandbox, '88')
    const wire = { method: 'POST', target, contentType: json, body: '[]' }
    const { status, text } = await sendOverWire(sandbox.gatewayUrl, approver, wire)
    assert.deepEqual([status, text], [204, ''])
  })

  test('of the SDKs for Java, Python, Ruby and Go: none, without a Content-Type', async () => {
    const id = await captured()
    for (const action of ['cancel', 'cancelapproval', 'finalizecapture']) {
      const target = `${payments}/${id}/${action}`
      assertCode(await send({ method: 'POST', target, framing: 'none' }), 402, '410110')
      assertCode(await send({ method: 'POST', target }), 402, '410110')
    }
    const { status } = await send({ method: 'POST', target: `${payments}/${id}/refund`, framing: 'none' })
    assert.equal(status, 201)
  })

  test('of the SDK for PHP: none, with a Content-Type and no length', async () => {
    const id = await captured()
    const target = `${payments}/${id}/cancel`
    assertCode(await send({ method: 'POST', target, contentType: json, framing: 'none' }), 402, '410110')
    assertCode(await send({ method: 'POST', target, contentType: json }), 402, '410110')
  })

  test('that comes with a question is left unread', async () => {
    const { paymentId } = await shop.redirected()
    for (const body of ['{}', '[]', '']) {
      const { status, text } = await send({ target: `${payments}/${paymentId}`, contentType: json, body })
      assert.equal(status, 200, text)
    }
  })

  test('of curl: large enough to be announced before it is sent', async () => {
    const large = { ...anOrder(), comment: 'x'.repeat(2_000) }
    assertCreated(await post(payments, large, { headers: ['Expect: 100-continue'] }))
  })
})

describe('a header is understood', () => {
  test('of Hyperswitch: an empty Content-Type on a question, signed as an empty line', async () => {
    const { paymentId } = await shop.redirected()
    assert.equal((await send({ target: `${payments}/${paymentId}`, contentType: '' })).status, 200)
  })

  test('of Hyperswitch: a refund asked for with a slash at the end, signed with it', async () => {
    const { id } = await shop.refund(await captured())
    const { status, text, body } = await send({ target: `/v1/1234/refunds/${id}/`, contentType: '' })
    assert.equal(status, 200, text)
    assert.equal(body.status, 'REFUNDED')
    const signedTarget = `/v1/1234/refunds/${id}`
    assertCode(await send({ target: `${signedTarget}/`, signedTarget, contentType: '' }), 403, '9002')
  })

  test('of ActiveMerchant: a date in the zone where it runs, and a Content-Type on a question', async () => {
    const { paymentId } = await shop.redirected()
    const utc = new Date().toUTCString()
    const hongKong = new Date(Date.now() + 8 * 3_600_000).toUTCString().replace('GMT', 'HKT')
    for (const date of [utc.replace('GMT', 'UTC'), hongKong]) {
      const { status, text } = await send({ target: `//v1/1234/payments/${paymentId}`, contentType: json, date })
      assert.equal(status, 200, `${date}: ${text}`)
    }
  })

  test('of any SDK: meta data and a key, signed by their names in lower case, in their order', async () => {
    const headers = [
      'X-GCS-ServerMetaInfo:   eyJhIjoxfQ==  ',
      'X-GCS-Idempotence-Key: as the SDKs sign',
      'X-GCS-Custom: a  b',
    ]
    const signedHeaders = [
      'x-gcs-custom:a  b',
      'x-gcs-idempotence-key:as the SDKs sign',
      'x-gcs-servermetainfo:eyJhIjoxfQ==',
    ]
    assertCreated(await post(payments, anOrder(), { headers, signedHeaders }))
    assertCode(await post(payments, anOrder(), { headers }), 403, '9002')
  })

  test('but not one that goes on in the next line, which HTTP has given up: it is refused, not misread', async () => {
    const headers = ['X-GCS-ClientMetaInfo: processed header\r\n   value']
    const signedHeaders = ['x-gcs-clientmetainfo:processed header value']
    const folded = await send({ target: '/v1/1234/services/testconnection', headers, signedHeaders })
    assertCode(folded, 400, '86600406')
    assertConnectShape('ErrorResponse', folded.body)
    const inOneLine = ['X-GCS-ClientMetaInfo: processed header value']
    const { status } = await send({ target: '/v1/1234/services/testconnection', headers: inOneLine, signedHeaders })
    assert.equal(status, 200)
  })
})

describe('an answer is written', () => {
  test('as every SDK reads it: with the letters of its names as they are', async () => {
    const { text, body } = await post(payments, anOrder())
    for (const name of ['"redirectURL":', '"RETURNMAC":', '"paymentProductId":866'])
      assert.ok(text.includes(name), name)
    const { redirectData } = body.merchantAction as { redirectData: { redirectURL: string } }
    assert.ok(URL.canParse(redirectData.redirectURL), 'Hyperswitch reads an absolute URL')
  })

  test('as ActiveMerchant and Hyperswitch read a refusal: an errorId, and errors in a list', async () => {
    const { paymentId } = await shop.redirected()
    const { body } = await post(`${payments}/${paymentId}/cancel`, {})
    assert.equal(typeof body.errorId, 'string')
    assert.ok(Array.isArray(body.errors))
    const [error] = body.errors as { code: unknown; message: unknown }[]
    assert.deepEqual([typeof error?.code, typeof error?.message], ['string', 'string'])
  })

  test('as the starter for Spring Boot asks for health: 200 for its own merchant, 403 and 9007 for a foreign one', async () => {
    const of = (merchantId: string) => send({ target: `/v1/${merchantId}/services/testconnection` })
    assert.equal((await of('1234')).status, 200)
    assertCode(await of('5678'), 403, '9007')
  })
})
