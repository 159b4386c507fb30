import { createHmac } from 'node:crypto'
import { type Agent, type IncomingHttpHeaders, request } from 'node:http'
import type { Identity } from './merchant.ts'

export type RawRequest = {
  readonly method?: string
  readonly path: string
  /** The path as it is signed, where it differs from the one that is called. */
  readonly signedPath?: string
  readonly body?: string | Buffer
  readonly date?: string
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly agent?: Agent
}

export type RawAnswer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly body: Record<string, unknown>
  readonly cameOnOldConnection: boolean
}

/** The signature of a request, made as the reference of the Connect API says, by nobody's code but this. */
export const authorization = ({ apiKeyId, secretApiKey }: Identity, lines: readonly string[]): string => {
  const text = lines.map((line) => `${line}\n`).join('')
  return `GCS v1HMAC:${apiKeyId}:${createHmac('sha256', secretApiKey).update(text, 'utf8').digest('base64')}`
}

/** Sends what the official SDK does not let its users send, signed. */
export const sendSigned = (gatewayUrl: string, identity: Identity, raw: RawRequest): Promise<RawAnswer> => {
  const { method = 'GET', path, signedPath = path, body, contentType = 'application/json', headers = {} } = raw
  const date = raw.date ?? new Date().toUTCString()
  const gcs = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name.startsWith('x-gcs'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value}`)
  const sent = {
    Date: date,
    'Content-Type': contentType,
    Authorization: authorization(identity, [method, contentType, date, ...gcs, signedPath]),
    ...headers,
  }
  return send(gatewayUrl, { ...raw, method }, sent, body)
}

/** Sends a request as it is, signed by nobody. */
export const sendPlain = (gatewayUrl: string, raw: RawRequest): Promise<RawAnswer> =>
  send(gatewayUrl, raw, { ...raw.headers }, raw.body)

const send = (
  gatewayUrl: string,
  { method = 'GET', path, agent }: RawRequest,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer | undefined,
): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(gatewayUrl)
    // Node.js sends the body of a DELETE without its length, which makes another request of it.
    const length = body === undefined || body.length === 0 ? {} : { 'Content-Length': Buffer.byteLength(body) }
    const options = {
      hostname,
      port,
      method,
      path,
      headers: { ...headers, ...length },
      ...(agent === undefined ? {} : { agent }),
    }
    const outgoing = request(options, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('error', reject)
      answer.once('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        const isJson = String(answer.headers['content-type']).startsWith('application/json') && text !== ''
        const parsed = isJson ? (JSON.parse(text) as Record<string, unknown>) : {}
        const { statusCode: status = 0, headers } = answer
        resolve({ status, headers, text, body: parsed, cameOnOldConnection: outgoing.reusedSocket })
      })
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
