import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { answering, clientId, clientOf, inquire, network, request, result, younger } from './network/testing.ts'

describe('a clear answer', () => {
  test('S is a yes with its body', async (t) => {
    const answer = await inquire(
      t,
      answering(result('SUCCESS', 'S', ',"paymentResult":{"resultCode":"SUCCESS","resultStatus":"S"}')),
    )
    const { status, code, kind, message, unknownBecause } = answer
    assert.deepEqual(
      { status, code, kind, message, unknownBecause },
      { status: 'S', code: 'SUCCESS', kind: 'success', message: 'says SUCCESS', unknownBecause: undefined },
    )
    assert.deepEqual(answer.body?.paymentResult, { resultCode: 'SUCCESS', resultStatus: 'S' })
  })

  test('F is a no', async (t) => {
    const answer = await inquire(t, answering(result('ORDER_NOT_EXIST', 'F')))
    assert.equal(answer.status, 'F')
    assert.equal(answer.kind, 'order_not_exist')
    assert.equal(answer.unknownBecause, undefined)
  })

  test('U that Alipay+ says itself is unknown, and its code is kept', async (t) => {
    const answer = await inquire(t, answering(result('PAYMENT_IN_PROCESS', 'U')))
    assert.equal(answer.status, 'U')
    assert.equal(answer.kind, 'in_process')
    assert.equal(answer.code, 'PAYMENT_IN_PROCESS')
    assert.equal(answer.unknownBecause, undefined)
  })

  test('numbers and booleans are read as the strings they should have been, to the last digit', async (t) => {
    const amount = '"paymentAmount":{"currency":"IDR","value":123456789012345678}'
    const more = `,"paymentId":20240115194010800100188640298283440,${amount},"pspId":true,"customerId":null`
    const answer = await inquire(t, answering(result('SUCCESS', 'S', more)))
    assert.equal(answer.status, 'S')
    assert.equal(answer.body?.paymentId, '20240115194010800100188640298283440')
    assert.deepEqual(answer.body?.paymentAmount, { currency: 'IDR', value: '123456789012345678' })
    assert.equal(answer.body?.pspId, 'true')
    assert.equal(answer.body?.customerId, undefined)
  })

  test('text beyond ASCII is verified as it was signed', async (t) => {
    const answer = await inquire(t, answering(result('SUCCESS', 'S', ',"walletBrandName":"支付宝 É"')))
    assert.equal(answer.body?.walletBrandName, '支付宝 É')
  })

  test('may leave out the Client-Id header, which its signature covers anyway', async (t) => {
    const answer = await inquire(t, answering(result('SUCCESS', 'S'), { without: 'Client-Id' }))
    assert.equal(answer.status, 'S')
  })
})

describe('a call', () => {
  test('goes to its path, with the headers of the interface', async (t) => {
    const { url, arrived } = await network(t, answering(result('SUCCESS', 'S')))
    const client = clientOf(url)
    await client.inquiryPayment(request)
    await client.cancelPayment(request)
    assert.deepEqual(
      arrived.map(({ path, body }) => [path, body]),
      [
        ['/aps/api/v1/payments/inquiryPayment', JSON.stringify(request)],
        ['/aps/api/v1/payments/cancelPayment', JSON.stringify(request)],
      ],
    )
    const { headers } = arrived[0] ?? assert.fail('nothing arrived')
    assert.equal(headers['content-type'], 'application/json; charset=UTF-8')
    assert.equal(headers['client-id'], clientId)
    assert.equal(headers['request-time'], '2026-11-24T09:00:00.000Z')
    assert.match(String(headers.signature), /^algorithm=RSA256, keyVersion=1, signature=[A-Za-z0-9%]+$/)
  })

  test('is signed with the path prefix of the sandbox, and so is its answer', async (t) => {
    const { url, arrived } = await network(t, answering(result('SUCCESS', 'S')))
    for (const baseUrl of [`${url}/sandbox`, `${url}/sandbox/`]) {
      assert.equal((await clientOf(baseUrl).inquiryPayment(request)).status, 'S')
    }
    const paths = arrived.map(({ path }) => path)
    assert.deepEqual(paths, Array(2).fill('/sandbox/aps/api/v1/payments/inquiryPayment'))
  })

  test('takes answers signed with any key version in force', async (t) => {
    const { url } = await network(t, answering(result('SUCCESS', 'S'), { key: younger.privateKey, version: '2' }))
    assert.equal((await clientOf(url).inquiryPayment(request)).status, 'S')
    const { url: mixed } = await network(t, answering(result('SUCCESS', 'S'), { key: younger.privateKey }))
    assert.equal((await clientOf(mixed).inquiryPayment(request)).unknownBecause, 'signature')
  })

  test('keeps what went over the wire', async (t) => {
    const body = result('SUCCESS', 'S')
    const { url } = await network(t, answering(body))
    const ticks = [100, 142]
    const { exchange } = await clientOf(url, { monotonicMs: () => ticks.shift() ?? 0 }).inquiryPayment(request)
    assert.deepEqual(exchange, {
      api: 'inquiryPayment',
      url: `${url}/aps/api/v1/payments/inquiryPayment`,
      requestTime: '2026-11-24T09:00:00.000Z',
      requestBody: JSON.stringify(request),
      httpStatus: 200,
      responseBody: body,
      durationMs: 42,
      error: undefined,
    })
  })

  test('has the time that Alipay+ recommends for it, or what the caller gives', async () => {
    const given: number[] = []
    const client = clientOf('http://network.example', {
      send: async ({ timeoutMs }) => {
        given.push(timeoutMs)
        throw new Error('no network here')
      },
    })
    await client.inquiryPayment(request)
    await client.cancelPayment(request)
    await client.cancelPayment(request, { timeoutMs: 7 })
    assert.deepEqual(given, [5_000, 8_000, 7])
  })

  test('is not sent when its message breaks the rules', async (t) => {
    const { url, arrived } = await network(t, answering(result('SUCCESS', 'S')))
    await assert.rejects(clientOf(url).inquiryPayment({ paymentRequestId: '' }), /paymentRequestId is an empty text/)
    assert.equal(arrived.length, 0)
  })
})
