import { createPrivateKey, createPublicKey, createSign, createVerify } from 'node:crypto'
import type { TestSandbox } from './sandbox.ts'
import { type RawAnswer, sendPlain } from './signed-request.ts'

const notifyPath = '/alipayplus/notifyPayment'
const clientId = 'SANDBOX_SILKGATE00000001'

export type Announcement = {
  readonly body: string
  /** Where it is said; by itself where payments are announced. */
  readonly path?: string
  /** Headers that differ from what Alipay+ would send; an empty one is left out. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Says something to the gateway in the name of Alipay+, signed with its own key, by code that is neither side's. */
export const announce = async (
  { gatewayUrl, simulatorDb }: TestSandbox,
  { body, path = notifyPath, headers = {} }: Announcement,
): Promise<RawAnswer> => {
  const [own] = await simulatorDb.read<{ key_version: string; private_key: string }>({
    text: 'select key_version, private_key from own_keys order by used_from desc nulls last limit 1',
    values: [],
  })
  const time = new Date().toISOString()
  const der = Buffer.from(own?.private_key ?? '', 'base64')
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const signature = createSign('RSA-SHA256').update(`POST ${path}\n${clientId}.${time}.${body}`).sign(key, 'base64')
  const sent = {
    'Content-Type': 'application/json; charset=UTF-8',
    'Client-Id': clientId,
    'Request-Time': time,
    Signature: `algorithm=RSA256, keyVersion=${own?.key_version}, signature=${encodeURIComponent(signature)}`,
    ...headers,
  }
  const kept = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== ''))
  return sendPlain(gatewayUrl, { method: 'POST', path, body, headers: kept })
}

/** Whether the gateway signed an answer with the key that Alipay+ has of it. */
export const isSignedByGateway = async (
  { simulatorDb }: TestSandbox,
  answer: RawAnswer,
  path = notifyPath,
): Promise<boolean> => {
  const parts = Object.fromEntries(
    String(answer.headers.signature)
      .split(',')
      .map((part) => part.trim().split('=') as [string, string]),
  )
  const [known] = await simulatorDb.read<{ public_key: string }>({
    text: 'select public_key from client_keys where client_id = $1 and key_version = $2',
    values: [answer.headers['client-id'], parts.keyVersion],
  })
  const der = Buffer.from(known?.public_key ?? '', 'base64')
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  const content = `POST ${path}\n${clientId}.${answer.headers['response-time']}.${answer.text}`
  const signature = Buffer.from(decodeURIComponent(parts.signature ?? ''), 'base64')
  return parts.algorithm === 'RSA256' && createVerify('RSA-SHA256').update(content).verify(key, signature)
}
