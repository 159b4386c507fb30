import { Pool } from 'undici'
import { checkAnswer, type SignedRequest } from './create-request.ts'
import type { Round } from './figures.ts'

/** A server under load: kept-alive connections, one for each client. */
export type Target = {
  /** Each client sends its next request when the last was answered. Throws for any answer that is not what it must be. */
  readonly load: (options: { clients: number; seconds: number }) => Promise<Round>
  readonly close: () => Promise<void>
}

const timeoutMs = 30_000

export const openTarget = (url: string, nextRequest: () => SignedRequest): Target => {
  const pool = new Pool(url, { connections: 64, pipelining: 1, headersTimeout: timeoutMs, bodyTimeout: timeoutMs })
  const send = async ({ path, headers, body }: SignedRequest): Promise<void> => {
    const answer = await pool.request({ path, method: 'POST', headers: { ...headers }, body })
    checkAnswer(answer.statusCode, await answer.body.text())
  }
  const load: Target['load'] = async ({ clients, seconds }) => {
    const latenciesMs: number[] = []
    let sent = 0
    const beganMs = performance.now()
    const endMs = beganMs + seconds * 1000
    const client = async () => {
      for (let sentMs = beganMs; sentMs < endMs; ) {
        sent++
        await send(nextRequest())
        const answeredMs = performance.now()
        if (answeredMs < endMs) latenciesMs.push(answeredMs - sentMs)
        sentMs = answeredMs
      }
    }
    await Promise.all(Array.from({ length: clients }, client))
    return { answered: latenciesMs.length, seconds, sent, latenciesMs }
  }
  return { load, close: () => pool.destroy() }
}
