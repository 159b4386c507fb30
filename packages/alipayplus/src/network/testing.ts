import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { type ClientOptions, createClient } from '../client.ts'
import type { Send } from '../send.ts'

export const clientId = 'SANDBOX_5YC47N2ZQHJ004124'
export const ours = generateKeyPairSync('rsa', { modulusLength: 2048 })
const theirs = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const younger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicKeys: Readonly<Record<string, KeyObject>> = { '1': theirs.publicKey, '2': younger.publicKey }

const send: Send = async ({ url, method, headers, body, timeoutMs }) => {
  const answer = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(timeoutMs) })
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() }
}

type Arrived = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }

/** Alipay+ as far as one call goes: a real server that does what it is told. Answers its address and what arrived. */
export const network = async (t: TestContext, reply: (response: ServerResponse, path: string) => void) => {
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

export type Signing = { key?: KeyObject; version?: string; signed?: string; without?: string; as?: string }

/** The headers of an answer, signed by code of its own. */
export const signed = (
  path: string,
  body: string,
  { key, version = '1', signed = body, without, as }: Signing = {},
) => {
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

export const answering =
  (body: string, signing: Signing = {}) =>
  (response: ServerResponse, path: string) => {
    response.writeHead(200, signed(path, body, signing)).end(body)
  }

export const clientOf = (baseUrl: string, more: Partial<ClientOptions> = {}) =>
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

export const request = { paymentRequestId: '000000123400000000010000100001' }
export const result = (resultCode: string, resultStatus: string, more = '') =>
  `{"result":{"resultCode":"${resultCode}","resultStatus":"${resultStatus}","resultMessage":"says ${resultCode}"}${more}}`

export const inquire = async (t: TestContext, reply: (response: ServerResponse, path: string) => void) => {
  const { url } = await network(t, reply)
  return clientOf(url).inquiryPayment(request)
}
