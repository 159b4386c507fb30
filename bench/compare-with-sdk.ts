import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import connectSdk from 'connect-sdk-nodejs'
import { anOrder, checkAnswer, secondShop, sign } from './create-request.ts'

const sdkAt = (url: string) => {
  const { hostname, port } = new URL(url)
  const { apiKeyId, secret } = secondShop
  return connectSdk.init({
    host: hostname,
    scheme: 'http',
    port: Number(port),
    apiKeyId,
    secretApiKey: secret,
    integrator: 'silkgate',
  })
}

const createWithSdk = (url: string, key: string) =>
  sdkAt(url).v1.payments.create(secondShop.merchantId, anOrder(1), { idempotence: { key } })

/** What the SDK puts on the wire for a create, caught by a server that says no. */
const caughtFromSdk = async (key: string): Promise<{ url: string; headers: IncomingHttpHeaders; body: string }> => {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    response.writeHead(500, { 'Content-Type': 'application/json' }).end('{}')
    server.emit('caught', { url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const caught = once(server, 'caught')
  await createWithSdk(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, key)
  const [request] = await caught
  server.closeAllConnections()
  server.close()
  return request
}

/** Fails unless a request of ours is what the official SDK sends, header by header, and the gateway answers both alike. */
export const compareWithSdk = async (gatewayUrl: string): Promise<void> => {
  const key = 'compared-with-the-sdk'
  const { url, headers, body } = await caughtFromSdk(key)
  const ours = sign(secondShop, JSON.stringify(anOrder(1)), {
    date: String(headers.date),
    idempotenceKey: key,
    serverMetaInfo: String(headers['x-gcs-servermetainfo']),
  })
  assert.equal(ours.path, url)
  assert.equal(ours.body, body)
  for (const [name, value] of Object.entries(ours.headers)) assert.equal(value, headers[name.toLowerCase()], name)
  const answer = await createWithSdk(gatewayUrl, key)
  checkAnswer(answer.status, JSON.stringify(answer.body))
  const answered = await fetch(`${gatewayUrl}${ours.path}`, { method: 'POST', headers: { ...ours.headers }, body })
  assert.equal(await answered.text(), JSON.stringify(answer.body), 'a repeat gets the first answer')
}
