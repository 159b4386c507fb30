import { connect } from 'node:net'
import type { Identity } from './merchant.ts'
import { authorization } from './signed-request.ts'

/** A request byte for byte as a client writes it, and what it signs. */
export type WireRequest = {
  readonly method?: string
  readonly target: string
  /** The resource as it is signed, where it differs from the target. */
  readonly signedTarget?: string
  /** No such header where it is left out; an empty text is an empty header. */
  readonly contentType?: string
  readonly date?: string
  /** Lines as they are sent; a value may be folded. */
  readonly headers?: readonly string[]
  /** The lines of the X-GCS headers as they are signed. */
  readonly signedHeaders?: readonly string[]
  readonly body?: string
  /** How the end of the body is told. */
  readonly framing?: 'length' | 'chunked' | 'none'
}

export type WireAnswer = { readonly status: number; readonly text: string; readonly body: Record<string, unknown> }

const framed = (body: string, framing: WireRequest['framing']): { header: string[]; bytes: string } => {
  const length = Buffer.byteLength(body)
  if (framing === 'none') return { header: [], bytes: '' }
  if (framing !== 'chunked') return { header: [`Content-Length: ${length}`], bytes: body }
  return { header: ['Transfer-Encoding: chunked'], bytes: `${length.toString(16)}\r\n${body}\r\n0\r\n\r\n` }
}

/** The answer to a request; one that only says "go on" comes before it. */
const answerOf = (sent: string): WireAnswer => {
  const raw = sent.replace(/^HTTP\/1\.1 100 .*?\r\n\r\n/s, '')
  const end = raw.indexOf('\r\n\r\n')
  const text = raw.slice(end + 4)
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(raw)?.[1])
  return { status, text, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
}

/** Writes a signed request to the gateway by nobody's HTTP client, on a connection of its own, and reads the answer. */
export const sendOverWire = (gatewayUrl: string, identity: Identity, wire: WireRequest): Promise<WireAnswer> => {
  const { method = 'GET', target, contentType, body = '', headers = [] } = wire
  const date = wire.date ?? new Date().toUTCString()
  const { hostname, port, host } = new URL(gatewayUrl)
  const { header, bytes } = framed(body, wire.framing ?? (method === 'GET' && body === '' ? 'none' : 'length'))
  const signed = [method, contentType ?? '', date, ...(wire.signedHeaders ?? []), wire.signedTarget ?? target]
  const lines = [
    `${method} ${target} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: close',
    `Date: ${date}`,
    ...(contentType === undefined ? [] : [`Content-Type: ${contentType}`]),
    `Authorization: ${authorization(identity, signed)}`,
    ...headers,
    ...header,
  ]
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(Number(port), hostname, () => socket.write(`${lines.join('\r\n')}\r\n\r\n${bytes}`))
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.once('error', reject)
    socket.once('end', () => resolve(answerOf(Buffer.concat(chunks).toString('utf8'))))
  })
}
