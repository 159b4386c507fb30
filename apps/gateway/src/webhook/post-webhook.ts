import { createHmac } from 'node:crypto'
import { Agent, request } from 'undici'
import { storable } from '../storable.ts'
import { guardedLookup, refusalOfUrl } from './address-guard.ts'

export type WebhookAnswer = { readonly isDelivered: boolean; readonly text: string }

export type PostWebhook = (url: string, body: string, key: { keyId: string; secret: string }) => Promise<WebhookAnswer>

const timeoutMs = 10_000
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

/**
 * How webhooks reach merchants: signed over the raw body, ten seconds, redirects not followed, and outside the sandbox
 * never to an address that is not public. Source: X-GCS-Signature and X-GCS-KeyId as the official SDKs verify them.
 */
export const openPostWebhook = (isSandbox: boolean): { post: PostWebhook; close: () => Promise<void> } => {
  const connect = isSandbox ? {} : { lookup: guardedLookup }
  const agent = new Agent({ connections: 8, keepAliveTimeout: 10_000, connect })
  const post: PostWebhook = async (url, body, { keyId, secret }) => {
    const refused = refusalOfUrl(url, isSandbox)
    if (refused !== undefined) return { isDelivered: false, text: `not sent: ${refused}` }
    const headers = {
      'Content-Type': 'application/json',
      'User-Agent': 'silkgate-webhooks/1',
      'X-GCS-KeyId': keyId,
      'X-GCS-Signature': createHmac('sha256', secret).update(body, 'utf8').digest('base64'),
    }
    try {
      const signal = AbortSignal.timeout(timeoutMs)
      const answer = await request(url, { method: 'POST', headers, body, dispatcher: agent, signal })
      const text = await beginningOf(answer.body)
      return { isDelivered: answer.statusCode >= 200 && answer.statusCode < 300, text: `${answer.statusCode} ${text}` }
    } catch (error) {
      return { isDelivered: false, text: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
    }
  }
  return { post, close: () => agent.destroy() }
}
