import type { Send } from '@silkgate/alipayplus'
import { Agent, request } from 'undici'

/**
 * How calls reach Alipay+: kept-alive connections, no more than the lanes above have calls, a timeout over the whole call,
 * no redirects.
 */
export const openSend = (options: { connections: number }): { send: Send; close: () => Promise<void> } => {
  const agent = new Agent({ connections: options.connections, pipelining: 1, keepAliveTimeout: 30_000 })
  const send: Send = async ({ url, method, headers, body, timeoutMs }) => {
    const answer = await request(url, {
      method,
      headers,
      body,
      dispatcher: agent,
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await answer.body.text()
    const flat = Object.entries(answer.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ])
    return { status: answer.statusCode, headers: Object.fromEntries(flat) as Record<string, string>, body: text }
  }
  return { send, close: () => agent.destroy() }
}
