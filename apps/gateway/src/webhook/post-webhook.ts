import { createHmac, randomBytes } from 'node:crypto'
import { Agent, request } from 'undici'
import { storable } from '../storable.ts'
import { guardedLookup, refusalOfUrl } from './address-guard.ts'
import type { EndpointAnswer } from './endpoint-answer.ts'

export type WebhookAnswer = EndpointAnswer & { readonly isDelivered: boolean }

/** A body to be signed; `sequence` says which of its payment's events it is. */
export type Webhook = { readonly body: string; readonly sequence: number | undefined }

export type PostWebhook = (
  url: string,
  webhook: Webhook,
  key: { readonly keyId: string; readonly secret: string },
) => Promise<WebhookAnswer>

export type MerchantNetwork = {
  readonly post: PostWebhook
  /** Asks whether an endpoint is one for webhooks, and wants them from us. */
  readonly verify: (url: string) => Promise<EndpointAnswer & { readonly isVerified: boolean }>
  readonly close: () => Promise<void>
}

const timeoutMs = 10_000
/** Somebody waits for it at a command line. */
const verifyTimeoutMs = 5_000
const keptOfAnswer = 2048

/** Reads no more of an answer than is kept. */
const beginningOf = async (body: AsyncIterable<Buffer> & { destroy(): unknown }): Promise<string> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= keptOfAnswer) break
  }
  body.destroy()
  return storable(Buffer.concat(chunks).subarray(0, keptOfAnswer).toString('utf8'))
}

type Call = {
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly timeoutMs: number
}

/**
 * How merchants' endpoints are reached: webhooks signed over the raw body, redirects not followed, and outside the sandbox
 * never an address that is not public. Source: X-GCS-Signature and X-GCS-KeyId as the official SDKs verify them; the
 * verification of endpoints as plugins of the platform answer it.
 */
export const openPostWebhook = (isSandbox: boolean): MerchantNetwork => {
  const connect = isSandbox ? {} : { lookup: guardedLookup }
  const agent = new Agent({ connections: 8, keepAliveTimeout: 10_000, connect })

  const call = async (url: string, { timeoutMs, ...sent }: Call): Promise<EndpointAnswer> => {
    const began = performance.now()
    const answered = (status: number | undefined, answer: string | undefined, error: string | undefined) => ({
      status,
      answer,
      error,
      durationMs: Math.round(performance.now() - began),
    })
    const refused = refusalOfUrl(url, isSandbox)
    if (refused !== undefined) return answered(undefined, undefined, `not sent: ${refused}`)
    const headers = { 'User-Agent': 'silkgate-webhooks/1', ...sent.headers }
    try {
      const signal = AbortSignal.timeout(timeoutMs)
      const answer = await request(url, { ...sent, headers, dispatcher: agent, signal })
      return answered(answer.statusCode, await beginningOf(answer.body), undefined)
    } catch (error) {
      return answered(undefined, undefined, error instanceof Error ? `${error.name}: ${error.message}` : String(error))
    }
  }

  const post: PostWebhook = async (url, { body, sequence }, { keyId, secret }) => {
    const headers = {
      'Content-Type': 'application/json',
      'X-GCS-KeyId': keyId,
      'X-GCS-Signature': createHmac('sha256', secret).update(body, 'utf8').digest('base64'),
      ...(sequence === undefined ? {} : { 'X-Silkgate-Sequence': String(sequence) }),
    }
    const answer = await call(url, { method: 'POST', headers, body, timeoutMs })
    return { ...answer, isDelivered: answer.status !== undefined && answer.status >= 200 && answer.status < 300 }
  }

  const verify: MerchantNetwork['verify'] = async (url) => {
    const text = randomBytes(16).toString('hex')
    const headers = { 'X-GCS-Webhooks-Endpoint-Verification': text }
    const answer = await call(url, { method: 'GET', headers, timeoutMs: verifyTimeoutMs })
    return { ...answer, isVerified: answer.status === 200 && answer.answer?.trim() === text }
  }
  return { post, verify, close: () => agent.destroy() }
}
