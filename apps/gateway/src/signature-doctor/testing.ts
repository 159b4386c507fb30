import { createHmac } from 'node:crypto'
import type { KnownKey } from '../merchant/index.ts'
import { readRawRequest, type SentRequest } from './read-request.ts'

export const secret = 'I42Zf4pVnRdroHfuHnRiJjJ2B6+22h0yQt/R3nZR8Xg='
export const wallMs = Date.parse('2025-06-03T13:40:00Z')
export const date = 'Tue, 03 Jun 2025 13:39:43 GMT'

const aKey = (keyId: string, more: Partial<KnownKey> = {}): KnownKey => ({
  kind: 'api',
  keyId,
  merchantId: '1234',
  secret: `secret of ${keyId}`,
  retiredAt: undefined,
  ...more,
})

export const keys: readonly KnownKey[] = [
  aKey('key', { secret }),
  aKey('second'),
  aKey('old', { retiredAt: new Date('2025-01-31T00:00:00Z') }),
  aKey('hooks', { kind: 'webhook' }),
  aKey('hooks-2', { kind: 'webhook' }),
  aKey('foreign', { merchantId: '5678' }),
]

/** What somebody signs, each line ended by a line feed; made by nobody's code but this. */
export const sign = (
  lines: readonly string[],
  { key = secret as string | Buffer, end = '\n', hash = 'sha256' } = {},
): Buffer =>
  createHmac(hash, key)
    .update(lines.map((line) => `${line}${end}`).join(''), 'utf8')
    .digest()

/** A request as it is sent, in the form of a raw one. */
export const aRequest = (
  signature: string | Buffer,
  {
    method = 'POST',
    url = '/v1/1234/payments',
    headers = ['Content-Type: application/json', `Date: ${date}`] as readonly string[],
    body = '{"a":1}',
    authorization = `GCS v1HMAC:key:${typeof signature === 'string' ? signature : signature.toString('base64')}`,
  } = {},
): SentRequest => {
  const lines = [`${method} ${url} HTTP/1.1`, 'Host: pay.example:8080', ...headers, `Authorization: ${authorization}`]
  const read = readRawRequest(Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'utf8').toString('latin1'))
  if (!read.ok) throw new Error(read.says)
  return read.request
}
