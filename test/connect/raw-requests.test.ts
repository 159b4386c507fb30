import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Agent } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { assertConnectShape } from '../connect-shape.ts'
import { assertAlike } from '../support/alike.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { type RawAnswer, type RawRequest, sendPlain, sendSigned } from '../support/signed-request.ts'

let sandbox: TestSandbox

before(async () => {
  sandbox = await aSandbox()
})

after(() => sandbox?.close())

const payments = '/v1/1234/payments'
const testConnection = '/v1/1234/services/testconnection'

const asDemo = (raw: RawRequest): Promise<RawAnswer> => sendSigned(sandbox.gatewayUrl, demoShop, raw)
const post = (body: unknown, more: Partial<RawRequest> = {}): Promise<RawAnswer> =>
  asDemo({ method: 'POST', path: payments, body: typeof body === 'string' ? body : JSON.stringify(body), ...more })

const codesOf = ({ body }: RawAnswer): string[] => ((body.errors ?? []) as { code: string }[]).map(({ code }) => code)
const namesOf = ({ body }: RawAnswer): (string | undefined)[] =>
  ((body.errors ?? []) as { propertyName?: string }[]).map(({ propertyName }) => propertyName)

const assertRefused = (answer: RawAnswer, status: number, ...codes: readonly string[]): void => {
  assert.deepEqual([answer.status, codesOf(answer)], [status, codes], answer.text)
  assert.match(String(answer.headers['content-type']), /^application\/json/)
  assertConnectShape('ErrorResponse', answer.body)
}

const assertCreated = (answer: RawAnswer): string => {
  assert.equal(answer.status, 201, answer.text)
  assertConnectShape('CreatePaymentResponse', answer.body)
  return (answer.body.payment as { id: string }).id
}

describe('an answer', () => {
  test('to a create names where the payment is', async () => {
    const answer = await post(anOrder())
    const id = assertCreated(answer)
    assert.equal(answer.headers.location, `${sandbox.gatewayUrl}/v1/1234/payments/${id}`)
    assert.match(String(answer.headers['content-type']), /^application\/json/)
    assert.equal(answer.headers['x-gcs-idempotence-request-timestamp'], undefined)
  })

  test('to a repeat names it too, and when the first request came', async () => {
    const headers = { 'X-GCS-Idempotence-Key': 'said twice' }
    const began = Date.now()
    const first = await post(anOrder(), { headers })
    const again = await post(anOrder(), { headers })
    assert.equal(again.text, first.text)
    assert.equal(again.headers.location, first.headers.location)
    const firstAt = Number(again.headers['x-gcs-idempotence-request-timestamp'])
    assert.ok(firstAt > began - 5_000 && firstAt < Date.now() + 5_000, `${firstAt}`)
    assert.equal(first.headers['x-gcs-idempotence-request-timestamp'], undefined)
  })

  test('sends the consumer back to the merchant’s own URL, with the payment and a code that only the merchant has', async () => {
    const answer = await post(anOrder())
    const id = assertCreated(answer)
    const { redirectData } = answer.body.merchantAction as { redirectData: { RETURNMAC: string } }
    const text = 'select terms from orders where payment_request_id = $1'
    const [row] = await sandbox.simulatorDb.read<{ terms: { redirectUrl: string } }>({ text, values: [id] })
    const expected = `http://127.0.0.1:9/return?basket=7&REF=${id}&RETURNMAC=${redirectData.RETURNMAC}`
    assert.equal(row?.terms.redirectUrl, expected)
  })
})

describe('what one may not know', () => {
  test('is whether a merchant exists: a foreign one and an unknown one are answered alike', async () => {
    const foreign = await asDemo({ path: '/v1/5678/services/testconnection' })
    const unknown = await asDemo({ path: '/v1/4242/services/testconnection' })
    assertRefused(foreign, 403, '9007')
    assertAlike(foreign, unknown)
    const [foreignPayment, unknownPayment] = await Promise.all([
      asDemo({ path: `/v1/5678/payments/${'0'.repeat(30)}` }),
      asDemo({ path: `/v1/4242/payments/${'0'.repeat(30)}` }),
    ])
    assertRefused(foreignPayment, 403, '9007')
    assertAlike(foreignPayment, unknownPayment)
  })

  test('is whether a payment of another merchant exists', async () => {
    const { paymentId } = await openShop(sandbox, secondShop).redirected()
    const foreign = await asDemo({ path: `${payments}/${paymentId}` })
    const unknown = await asDemo({ path: `${payments}/000000567899999999990000100001` })
    assertRefused(foreign, 404, '1002')
    assertAlike(foreign, unknown)
  })

  test('is whether a key exists: a wrong secret and an unknown key are answered alike', async () => {
    const wrong = { ...demoShop, secretApiKey: 'wrong' }
    const unknown = { ...demoShop, apiKeyId: 'unknown' }
    const answers = [wrong, unknown].map((who) => sendSigned(sandbox.gatewayUrl, who, { path: testConnection }))
    const [a, b] = (await Promise.all(answers)) as [RawAnswer, RawAnswer]
    assertRefused(a, 403, '9002')
    assertAlike(a, b)
  })
})

describe('a request is refused', () => {
  test('when its date is more than five minutes from the true time', async () => {
    for (const minutes of [-60, -5.1, 5.1, 60 * 24 * 365]) {
      const date = new Date(Date.now() + minutes * 60_000).toUTCString()
      assertRefused(await asDemo({ path: testConnection, date }), 403, '9002')
    }
    for (const minutes of [-4.9, 4.9]) {
      const date = new Date(Date.now() + minutes * 60_000).toUTCString()
      assert.equal((await asDemo({ path: testConnection, date })).status, 200)
    }
  })

  test('when nobody signed it, or something else was signed', async () => {
    assertRefused(await sendPlain(sandbox.gatewayUrl, { path: testConnection }), 403, '9002')
    assertRefused(await asDemo({ path: testConnection, signedPath: payments }), 403, '9002')
    const Authorization = 'GCS v1HMAC:sandbox-key-id:AAAA'
    assertRefused(await asDemo({ path: testConnection, headers: { Authorization } }), 403, '9002')
  })

  test('when there is nothing at its path', async () => {
    for (const path of [
      '/',
      '/v1',
      '/v1/1234/nothing',
      '/v2/1234/payments',
      `${payments}/1/nothing`,
      '/%ff',
      '/v1/%zz/x',
    ]) {
      assertRefused(await asDemo({ path }), 404, '86600404')
    }
  })

  test('when its path does not take its method, and it is told which it takes', async () => {
    for (const [method, path, allowed] of [
      ['DELETE', payments, 'POST, GET'],
      ['PUT', payments, 'POST, GET'],
      ['PATCH', payments, 'POST, GET'],
      ['GET', '/v1/1234/tokens', ''],
      ['POST', testConnection, 'GET'],
      ['DELETE', `${payments}/${'0'.repeat(30)}`, 'GET'],
    ] as const) {
      const answer = await asDemo({ method, path })
      assertRefused(answer, 405, '86600405')
      assert.equal(answer.headers.allow, allowed)
    }
  })

  test('when its body is no JSON object', async () => {
    for (const body of ['{', '{"order":', 'order=1', '\u0000', '{"order":{}} x']) {
      assertRefused(await post(body), 400, '86600400')
    }
    for (const body of ['', '[]', '7', '"text"', 'null']) {
      const answer = await post(body)
      assert.equal(answer.status, 400, `${body}: ${answer.text}`)
      assertConnectShape('ErrorResponse', answer.body)
    }
  })

  test('when its body is larger than 1 MiB, which is said before all of it has come', async () => {
    const fits = JSON.stringify({ ...anOrder(), comment: 'x'.repeat(1_000_000) })
    assertCreated(await post(fits))
    assertRefused(await post('x'.repeat(1024 * 1024 + 1)), 413, '86600413')
  })

  test('when its idempotence key is longer than any key needs to be', async () => {
    const key = (length: number) => ({ 'X-GCS-Idempotence-Key': randomBytes(length / 2).toString('hex') })
    assertCreated(await post(anOrder(), { headers: key(256) }))
    const answer = await post(anOrder(), { headers: key(8_000) })
    assertRefused(answer, 400, '21000050')
    assert.deepEqual(namesOf(answer), ['X-GCS-Idempotence-Key'])
  })

  test('when a text holds what no text can hold', async () => {
    for (const text of ['a\u0000b', 'a\ud800b']) {
      const order = anOrder(100, 'EUR', { merchantReference: text })
      const answer = await post(order)
      assert.deepEqual([answer.status, namesOf(answer)], [400, ['order.references.merchantReference']], answer.text)
    }
  })
})

describe('what other clients send is understood', () => {
  const { order, redirectPaymentMethodSpecificInput: input } = anOrder()

  test('numbers as texts', async () => {
    const asTexts = {
      order: {
        ...order,
        amountOfMoney: { amount: '1500', currencyCode: 'EUR' },
        references: { merchantReference: 4711, merchantOrderId: '123' },
      },
      redirectPaymentMethodSpecificInput: { ...input, paymentProductId: '866' },
    }
    const answer = await post(asTexts)
    assertCreated(answer)
    const { paymentOutput } = answer.body.payment as { paymentOutput: Record<string, unknown> }
    assert.deepEqual(paymentOutput.amountOfMoney, { amount: 1500, currencyCode: 'EUR' })
    const { merchantReference, merchantOrderId } = paymentOutput.references as Record<string, unknown>
    assert.deepEqual([merchantReference, merchantOrderId], ['4711', 123])
  })

  test('a long order number, of which no digit is lost', async () => {
    for (const number of ['123456789012345678', '"123456789012345678"']) {
      const body = JSON.stringify(anOrder(100, 'EUR', { merchantOrderId: '?' }))
      const answer = await post(body.replace('"?"', number))
      const id = assertCreated(answer)
      const read = await asDemo({ path: `${payments}/${id}` })
      for (const { text } of [answer, read]) assert.match(text, /"merchantOrderId":123456789012345678,/)
    }
  })

  test('but no amount with decimals, exponent or sign', async () => {
    const odd = String.raw`"15.00" "1e3" 1e3 15.5 15.00 "-15" "+15" "\t15" "" true {} [1]`
    for (const amount of odd.split(' ')) {
      const body = JSON.stringify({ order: '?', redirectPaymentMethodSpecificInput: input })
      const answer = await post(body.replace('"?"', `{"amountOfMoney":{"amount":${amount},"currencyCode":"EUR"}}`))
      assertRefused(answer, 400, '21000050')
      assert.deepEqual(namesOf(answer), ['order.amountOfMoney.amount'], amount)
    }
  })

  test('nulls, properties that nobody knows, and [] where an object is meant', async () => {
    const odd = {
      order: {
        ...order,
        customer: [],
        shipping: null,
        contactDetails: { emailAddress: 'a@example.com' },
        references: null,
        shoppingCart: [],
      },
      redirectPaymentMethodSpecificInput: { ...input, tokenize: null, unknown: [1, { deep: true }] },
      fraudFields: null,
      cardPaymentMethodSpecificInput: [],
      constructor: {},
    }
    assertCreated(await post(odd))
  })

  test('a body of another content type, or of none', async () => {
    for (const contentType of ['application/json; charset=utf-8', 'text/plain', 'application/xml', 'x', '']) {
      assertCreated(await post(anOrder(), { contentType }))
    }
  })

  test('a slash at the end, and two slashes where one is meant', async () => {
    const paths = [`${payments}/`, '//v1/1234/payments', '/v1//1234/payments']
    for (const path of paths) assertCreated(await post(anOrder(), { path }))
    assertCreated(await post(anOrder(), { path: '//v1/1234/payments', signedPath: payments }))
    assert.equal((await asDemo({ path: `${testConnection}/` })).status, 200)
    const id = assertCreated(await post(anOrder()))
    assert.equal((await asDemo({ path: `${payments}/${id}/` })).status, 200)
    assertRefused(await asDemo({ path: `${payments}/${id}/`, signedPath: `${payments}/${id}` }), 403, '9002')
  })

  test('any Host header', async () => {
    for (const Host of ['payment.localhost', 'eu.sandbox.api-ingenico.com', '127.0.0.2:1', 'shop.example:443']) {
      assert.equal((await asDemo({ path: testConnection, headers: { Host } })).status, 200)
    }
  })

  test('many requests on one connection', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    try {
      const answers = [
        await post(anOrder(), { agent }),
        await asDemo({ path: testConnection, agent }),
        await asDemo({ path: '/v1/1234/nothing', agent }),
        await post('{', { agent }),
        await post(anOrder(), { agent }),
      ]
      assert.deepEqual(
        answers.map(({ status }) => status),
        [201, 200, 404, 400, 201],
      )
      assert.deepEqual(
        answers.map(({ cameOnOldConnection }) => cameOnOldConnection),
        [false, true, true, true, true],
      )
    } finally {
      agent.destroy()
    }
  })
})
