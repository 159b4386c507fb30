import { randomUUID } from 'node:crypto'
import { Agent } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { anOrder, type Identity } from './merchant.ts'
import type { TestSandbox } from './sandbox.ts'
import { type RawAnswer, sendSigned } from './signed-request.ts'

/**
 * One client that wants one payment: it sends its request again, under the same key, for as long as it is put off, unless
 * it was told to leave.
 */
export type Client = {
  readonly putOff: RawAnswer[]
  readonly done: Promise<RawAnswer | undefined>
  readonly leave: () => void
}

/** Many clients of one merchant, all at once. */
export const flood = ({ gatewayUrl }: TestSandbox, identity: Identity, count: number) => {
  const agent = new Agent({ keepAlive: true })
  const path = `/v1/${identity.merchantId}/payments`
  const client = (): Client => {
    const key = randomUUID()
    const putOff: RawAnswer[] = []
    let isLeaving = false
    const ask = async (): Promise<RawAnswer | undefined> => {
      const headers = { 'X-GCS-Idempotence-Key': key }
      while (!isLeaving) {
        const raw = { method: 'POST', path, body: JSON.stringify(anOrder()), headers, agent }
        const answer = await sendSigned(gatewayUrl, identity, raw)
        if (answer.status !== 503) return answer
        putOff.push(answer)
        await pause(Number(answer.headers['retry-after']) * 1000)
      }
      return undefined
    }
    const leave = () => {
      isLeaving = true
    }
    return { putOff, done: ask(), leave }
  }
  const clients = Array.from({ length: count }, client)
  return {
    clients,
    /** How many of them were told to come again. */
    putOff: () => clients.filter((one) => one.putOff.length > 0).length,
    /** Lets the last ones go that are put off; who has a place has it. */
    leave: (count: number) => {
      for (const one of clients.slice(-count)) one.leave()
    },
    /** What each of them got in the end; undefined for one that left. */
    done: async (): Promise<(RawAnswer | undefined)[]> => {
      const answers = await Promise.all(clients.map((one) => one.done))
      agent.destroy()
      return answers
    },
  }
}

/** A figure of /metrics, by its name with its labels. */
export const metricOf = async ({ gatewayUrl }: TestSandbox, name: string): Promise<number> => {
  const text = await (await fetch(`${gatewayUrl}/metrics`)).text()
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1],
  )
}
