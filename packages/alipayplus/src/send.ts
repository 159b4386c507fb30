/**
 * How a call reaches the network; answered with header names in lower case and the body as it came. Rejects with an
 * error named TimeoutError when time is up; with any other when it broke.
 */
export type Send = (request: {
  readonly url: string
  readonly method: 'POST'
  readonly headers: Record<string, string>
  readonly body: string
  readonly timeoutMs: number
}) => Promise<{ readonly status: number; readonly headers: Record<string, string>; readonly body: string }>

/** Sends with the `fetch` of Node.js: no redirects, and a timeout over the whole call. */
export const fetchSend: Send = async ({ url, method, headers, body, timeoutMs }) => {
  const signal = AbortSignal.timeout(timeoutMs)
  const answer = await fetch(url, { method, headers, body, signal, redirect: 'manual' })
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() }
}
