import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { describe, test } from 'node:test'
import type { Answer, UnknownBecause } from './client.ts'
import {
  answering,
  clientOf,
  inquire,
  network,
  ours,
  request,
  result,
  type Signing,
  signed,
} from './network/testing.ts'

const assertUnknown = (answer: Answer<unknown>, unknownBecause: UnknownBecause) => {
  assert.equal(answer.status, 'U')
  assert.equal(answer.kind, 'unknown')
  assert.equal(answer.unknownBecause, unknownBecause)
}

describe('an unknown outcome', () => {
  test('is an answer that never comes', async (t) => {
    const { url } = await network(t, () => {})
    assertUnknown(await clientOf(url).inquiryPayment(request, { timeoutMs: 40 }), 'timeout')
  })

  test('is an answer that begins and never ends', async (t) => {
    const { url } = await network(t, (response) => response.writeHead(200, { 'Content-Length': '500' }).write('{'))
    assertUnknown(await clientOf(url).inquiryPayment(request, { timeoutMs: 40 }), 'timeout')
  })

  test('is a refused connection', async (t) => {
    const { url, close } = await network(t, () => {})
    close()
    assertUnknown(await clientOf(url).inquiryPayment(request), 'connection')
  })

  test('is a connection that breaks in the middle of the answer', async (t) => {
    const half = (response: ServerResponse, path: string) => {
      const body = result('SUCCESS', 'S')
      response.writeHead(200, { ...signed(path, body), 'Content-Length': String(body.length) })
      response.write(body.slice(0, 20), () => response.socket?.destroy())
    }
    assertUnknown(await inquire(t, half), 'connection')
  })

  test('is any HTTP status but 200, even with a genuine body', async (t) => {
    for (const status of [500, 502, 404, 403, 202, 301]) {
      const body = result('SUCCESS', 'S')
      const answer = await inquire(t, (response, path) => response.writeHead(status, signed(path, body)).end(body))
      assertUnknown(answer, 'http_status')
      assert.equal(answer.exchange.httpStatus, status)
    }
  })

  test('is an empty body', async (t) => {
    for (const body of ['', ' \n']) assertUnknown(await inquire(t, answering(body)), 'empty_body')
  })

  test('is a signed body that is no message', async (t) => {
    const bodies = [
      'OK',
      '{"result":',
      '[]',
      'null',
      '"S"',
      '{}',
      '{"result":"S"}',
      '{"result":{"resultCode":"SUCCESS"}}',
      '{"result":{"resultStatus":"S"}}',
      '{"result":{"resultCode":"SUCCESS","resultStatus":"S","resultMessage":{}}}',
      result('SUCCESS', 'S', ',"paymentResult":"S"'),
      result('SUCCESS', 'S', ',"paymentAmount":{"currency":"HKD","value":"10.00"}'),
      result('SUCCESS', 'S', ',"paymentAmount":{"currency":"HKD","value":"-1"}'),
      result('SUCCESS', 'S', ',"paymentAmount":{"currency":"HKD","value":1e3}'),
      result('SUCCESS', 'S', ',"paymentAmount":{"currency":"hkd","value":"1"}'),
      result('SUCCESS', 'S', ',"paymentAmount":"100 HKD"'),
      result('SUCCESS', 'S', ',"settlementAmount":[]'),
      result('SUCCESS', 'S', ',"paymentId":{}'),
    ]
    for (const body of bodies) {
      const answer = await inquire(t, answering(body))
      assertUnknown(answer, 'garbled_body')
      assert.equal(answer.exchange.responseBody, body)
    }
  })

  test('is an answer that Alipay+ did not sign', async (t) => {
    const body = result('SUCCESS', 'S')
    const forgeries: Record<string, Signing> = {
      'another key': { key: ours.privateKey },
      'another body': { signed: `${body} ` },
      'no signature': { without: 'Signature' },
      'no time': { without: 'Response-Time' },
      'another client': { as: 'SANDBOX_SOMEBODY' },
    }
    for (const [what, signing] of Object.entries(forgeries)) {
      const answer = await inquire(t, answering(body, signing))
      assert.equal(answer.unknownBecause, 'signature', what)
      assert.equal(answer.status, 'U', what)
      assert.equal(answer.body, undefined, what)
    }
  })

  test('is an answer to another call', async (t) => {
    const body = result('SUCCESS', 'S')
    const answer = await inquire(t, (response) =>
      response.writeHead(200, signed('/aps/api/v1/payments/cancelPayment', body)).end(body),
    )
    assertUnknown(answer, 'signature')
  })

  test('is a genuine answer about another order', async (t) => {
    const paid = ',"paymentResult":{"resultCode":"SUCCESS","resultStatus":"S"}'
    const other = result('SUCCESS', 'S', `${paid},"paymentRequestId":"000000123400000000020000100001"`)
    assertUnknown(await inquire(t, answering(other)), 'other_order')
    const same = result('SUCCESS', 'S', `${paid},"paymentRequestId":"${request.paymentRequestId}"`)
    assert.equal((await inquire(t, answering(same))).status, 'S')
  })

  test('is a key version that we do not have', async (t) => {
    const answer = await inquire(t, answering(result('SUCCESS', 'S'), { version: '3' }))
    assertUnknown(answer, 'unknown_key')
  })

  test('is a status other than S, F and U', async (t) => {
    for (const status of ['A', '', 's', 'SUCCESS']) {
      assertUnknown(await inquire(t, answering(result('SUCCESS', status))), 'status')
    }
  })

  test('is a code that is not in the table', async (t) => {
    for (const status of ['S', 'F', 'U']) {
      const answer = await inquire(t, answering(result('BRAND_NEW_CODE', status)))
      assertUnknown(answer, 'code')
      assert.equal(answer.code, 'BRAND_NEW_CODE')
    }
    assertUnknown(await inquire(t, answering(result('toString', 'S'))), 'code')
  })

  test('is a known code with a yes or no that is not its own', async (t) => {
    for (const [code, status] of [
      ['SUCCESS', 'F'],
      ['ORDER_IS_CLOSED', 'S'],
      ['PAYMENT_IN_PROCESS', 'S'],
      ['UNKNOWN_EXCEPTION', 'F'],
    ] as const) {
      assertUnknown(await inquire(t, answering(result(code, status))), 'code')
    }
  })
})
