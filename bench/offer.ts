import { Pool } from 'undici'
import type { SignedRequest } from './create-request.ts'

/** What became of the requests that were offered. */
export type Offered = {
  readonly offered: number
  /** How many were answered with which status; 0 for a connection that broke. */
  readonly statuses: ReadonlyMap<number, number>
  readonly latenciesMs: readonly number[]
}

/** Offers no more, waits for the last answers, and tells. */
export type StopOffering = () => Promise<Offered>

/** How long one request is waited for: longer than the 20 s that a create may take. */
const timeoutMs = 60_000
const tickMs = 20

/**
 * Sends so many requests a second, whether the earlier ones were answered or not, until it is stopped; then waits for the
 * last answers. `connections` bounds what this side has open, not what it offers.
 */
export const offer = (
  url: string,
  nextRequest: () => Omit<SignedRequest, 'body'> & { readonly body?: string },
  { perSecond, connections }: { perSecond: number; connections: number },
): StopOffering => {
  const pool = new Pool(url, { connections, pipelining: 1, headersTimeout: timeoutMs, bodyTimeout: timeoutMs })
  const statuses = new Map<number, number>()
  const latenciesMs: number[] = []
  const underWay = new Set<Promise<void>>()
  let offered = 0
  const sendOne = async () => {
    const { path, headers, body } = nextRequest()
    const sentMs = performance.now()
    const status = await pool
      .request({ path, method: body === undefined ? 'GET' : 'POST', headers: { ...headers }, body: body ?? null })
      .then(
        async (answer) => {
          await answer.body.dump()
          return answer.statusCode
        },
        () => 0,
      )
    latenciesMs.push(performance.now() - sentMs)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  const beganMs = performance.now()
  const timer = setInterval(() => {
    for (const due = ((performance.now() - beganMs) / 1000) * perSecond; offered < due; offered++) {
      const one = sendOne().finally(() => underWay.delete(one))
      underWay.add(one)
    }
  }, tickMs)
  return async () => {
    clearInterval(timer)
    await Promise.all(underWay)
    await pool.destroy()
    return { offered, statuses, latenciesMs }
  }
}
