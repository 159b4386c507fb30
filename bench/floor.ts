import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import pg from 'pg'
import { Pool } from 'undici'
import { secondShop } from './create-request.ts'

/**
 * The floor: a bare server that does for each create only what cannot be left out. It checks the request's v1HMAC, writes one row
 * durably, signs one call to the network side, verifies its answer, writes the row once more, and answers. No framework, no
 * validation, no idempotence, no events, no webhooks.
 */
const { PORT, DATABASE_URL, SIMULATOR_URL } = process.env as Record<string, string>
const clientId = 'BENCH_FLOOR'
const uri = '/aps/api/v1/payments/pay'

const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 })
const network = new Pool(String(SIMULATOR_URL), { connections: 128, pipelining: 1, keepAliveTimeout: 30_000 })
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })

const bodyOf = async (message: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

const isSigned = (headers: IncomingHttpHeaders, path: string): boolean => {
  const gcs = Object.keys(headers)
    .filter((name) => name.startsWith('x-gcs'))
    .sort()
    .map((name) => `${name}:${headers[name]}\n`)
    .join('')
  const text = `POST\n${headers['content-type']}\n${headers.date}\n${gcs}${path}\n`
  const expected = createHmac('sha256', secondShop.secret).update(text).digest()
  const given = Buffer.from(headers.authorization?.split(':')[2] ?? '', 'base64')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** Signs the call, sends it, and verifies the answer. */
const pay = async (message: string, theirKey: KeyObject): Promise<string> => {
  const time = new Date().toISOString()
  const signature = sign('sha256', Buffer.from(`POST ${uri}\n${clientId}.${time}.${message}`), pair.privateKey)
  const headers = {
    'content-type': 'application/json; charset=UTF-8',
    'client-id': clientId,
    'request-time': time,
    signature: `algorithm=RSA256, keyVersion=1, signature=${encodeURIComponent(signature.toString('base64'))}`,
  }
  const answer = await network.request({ path: uri, method: 'POST', headers, body: message })
  const body = await answer.body.text()
  const { signature: header, 'response-time': theirTime } = answer.headers
  const given = decodeURIComponent(/signature=([^,\s]+)/.exec(String(header))?.[1] ?? '')
  const content = `POST ${uri}\n${clientId}.${theirTime}.${body}`
  if (!verify('sha256', Buffer.from(content), theirKey, Buffer.from(given, 'base64')))
    throw new Error('wrong signature')
  return body
}

type Order = { order: { amountOfMoney: { amount: number; currencyCode: string } } }

const payMessage = (id: string, { order }: Order): string => {
  const amount = { currency: order.amountOfMoney.currencyCode, value: String(order.amountOfMoney.amount) }
  return JSON.stringify({
    paymentRequestId: id,
    paymentAmount: amount,
    order: {
      referenceOrderId: id,
      orderDescription: 'Notebook, dotted',
      orderAmount: amount,
      merchant: {
        referenceMerchantId: secondShop.merchantId,
        merchantName: 'Second Shop Ltd.',
        merchantDisplayName: 'Second Shop',
        merchantMCC: '5411',
        merchantAddress: { region: 'HK', city: 'Hong Kong' },
      },
      env: { terminalType: 'WEB' },
    },
    paymentMethod: { paymentMethodType: 'CONNECT_WALLET' },
    paymentFactor: { isInStorePayment: 'false', isCashierPayment: 'true', presentmentMode: 'UNIFIED' },
    settlementStrategy: { settlementCurrency: 'HKD' },
    paymentNotifyUrl: `http://127.0.0.1:${PORT}/notify`,
    paymentRedirectUrl: `https://shop.example/return?basket=7&REF=${id}`,
  })
}

const create = async (message: IncomingMessage, theirKey: KeyObject): Promise<string> => {
  const body = await bodyOf(message)
  if (!isSigned(message.headers, message.url ?? '')) throw new Error('the signature is wrong')
  const id = randomUUID()
  const sent = payMessage(id, JSON.parse(body) as Order)
  await pool.query({
    name: 'intent',
    text: 'insert into payments (id, request) values ($1, $2)',
    values: [id, sent],
  })
  const heard = await pay(sent, theirKey)
  const { normalUrl } = JSON.parse(heard) as { normalUrl?: string }
  await pool.query({ name: 'outcome', text: 'update payments set answer = $2 where id = $1', values: [id, heard] })
  return JSON.stringify({
    merchantAction: { actionType: 'REDIRECT', redirectData: { redirectURL: normalUrl } },
    payment: { id, status: 'REDIRECTED' },
  })
}

const start = async (): Promise<void> => {
  await pool.query('create table if not exists payments (id uuid primary key, request text not null, answer text)')
  const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  await fetch(`${SIMULATOR_URL}/control/keys`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ clientId, keyVersion: '1', publicKey }),
  })
  const answer = await fetch(`${SIMULATOR_URL}/control/keys`)
  const { alipayPlus } = (await answer.json()) as { alipayPlus: { publicKey: string }[] }
  const bytes = Buffer.from(alipayPlus.at(-1)?.publicKey ?? '', 'base64')
  const theirKey = createPublicKey({ key: bytes, format: 'der', type: 'spki' })
  const server = createServer((message, response) => {
    create(message, theirKey).then(
      (body) => response.writeHead(201, { 'Content-Type': 'application/json' }).end(body),
      (error: Error) => response.writeHead(500).end(JSON.stringify({ error: error.message })),
    )
  })
  server.listen(Number(PORT), '127.0.0.1', () => process.send?.('ready'))
  process.once('disconnect', () => process.exit(0))
}

await start()
