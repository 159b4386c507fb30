import assert from 'node:assert/strict'
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { type Answer, type ClientOptions, createClient, type Send, type UnknownBecause } from './client.ts'

const clientId = 'SANDBOX_5YC47N2ZQHJ004124'
const ours = generateKeyPairSync('rsa', { modulusLength: 2048 })
const theirs = generateKeyPairSync('rsa', { modulusLength: 2048 })
const younger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicKeys: Readonly<Record<string, KeyObject>> = { '1': theirs.publicKey, '2': younger.publicKey }

const send: Send = async ({ url, method, headers, body, timeoutMs }) => {
  const answer = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(timeoutMs) })
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() }
}

type Arrived = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }

/** Alipay+ as far as one call goes: a real server that does what it is told. Answers its address and what arrived. */
const network = async (t: TestContext, reply: (response: ServerResponse, path: string) => void) => {
  const arrived: Arrived[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const path = request.url ?? ''
      arrived.push({ path, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
      reply(response, path)
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  t.after(close)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, arrived, close }
}

const time = '2026-11-24T17:00:00+08:00'

type Signing = { key?: KeyObject; version?: string; signed?: string; without?: string; as?: string }

/** An answer signed by code of this test alone. */
const signed = (path: string, body: string, { key, version = '1', signed = body, without, as }: Signing = {}) => {
  const content = `POST ${path}\n${clientId}.${time}.${signed}`
  const signature = createSign('RSA-SHA256')
    .update(content)
    .sign(key ?? theirs.privateKey, 'base64')
  const headers: Record<string, string> = {
    'Content-Type': 'application/json; charset=UTF-8',
    'Client-Id': as ?? clientId,
    'Response-Time': time,
    Signature: `algorithm=RSA256, keyVersion=${version}, signature=${encodeURIComponent(signature)}`,
  }
  if (without !== undefined) delete headers[without]
  return headers
}

const answering =
  (body: string, signing: Signing = {}) =>
  (response: ServerResponse, path: string) => {
    response.writeHead(200, signed(path, body, signing)).end(body)
  }

const clientOf = (baseUrl: string, more: Partial<ClientOptions> = {}) =>
  createClient({
    baseUrl,
    clientId,
    signingKey: () => ({ version: '1', privateKey: ours.privateKey }),
    publicKey: (version) => publicKeys[version],
    now: () => new Date('2026-11-24T09:00:00Z'),
    monotonicMs: () => performance.now(),
    send,
    ...more,
  })

const request = { paymentRequestId: '000000123400000000010000100001' }
const result = (resultCode: string, resultStatus: string, more = '') =>
  `{"result":{"resultCode":"${resultCode}","resultStatus":"${resultStatus}","resultMessage":"says ${resultCode}"}${more}}`

const inquire = async (t: TestContext, reply: (response: ServerResponse, path: string) => void) => {
  const { url } = await network(t, reply)
  return clientOf(url).inquiryPayment(request)
}

const assertUnknown = (answer: Answer<unknown>, unknownBecause: UnknownBecause) => {
  assert.equal(answer.status, 'U')
  assert.equal(answer.kind, 'unknown')
  assert.equal(answer.unknownBecause, unknownBecause)
}

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
    assertUnknown(await clientOf(mixed).inquiryPayment(request), 'signature')
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
