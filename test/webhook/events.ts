import assert from 'node:assert/strict'
import type { Identity } from '../support/merchant.ts'
import type { TestSandbox } from '../support/sandbox.ts'
import { type RawAnswer, sendSigned } from '../support/signed-request.ts'

export type Attempt = {
  readonly attempt: number
  readonly at: string
  readonly keyId: string | null
  readonly status: number | null
  readonly answer: string | null
  readonly error: string | null
  readonly durationMs: number
}

export type ListedEvent = {
  readonly position: number
  readonly sequence: number
  readonly event: { id: string; type: string; payment?: { id: string; status: string }; refund?: { id: string } }
  readonly deliveries?: readonly { endpointId: string; url: string; state: string; attempts: readonly Attempt[] }[]
}

export type Page = { readonly events: readonly ListedEvent[]; readonly next: string; readonly hasMore: boolean }

/** A merchant that asks our own API about its events, signed as for Connect's. */
export const openEvents = ({ gatewayUrl }: TestSandbox, identity: Identity) => {
  const root = `/reporting/v1/${identity.merchantId}/events`
  const ask = (path: string, body?: unknown): Promise<RawAnswer> =>
    sendSigned(gatewayUrl, identity, {
      method: body === undefined ? 'GET' : 'POST',
      path: `${root}${path}`,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const right = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await ask(path, body)
    assert.equal(answer.status, 200, answer.text)
    return answer.body
  }
  const page = async (query = ''): Promise<Page> => (await right(query)) as Page
  return {
    ask,
    page,
    /** Everything after a position, page by page. */
    all: async (after = '0', limit = 100): Promise<ListedEvent[]> => {
      const events: ListedEvent[] = []
      for (let next = after; ; ) {
        const one = await page(`?after=${next}&limit=${limit}`)
        events.push(...one.events)
        next = one.next
        if (!one.hasMore) return events
      }
    },
    one: async (eventId: string) => (await right(`/${eventId}`)) as ListedEvent,
    replay: async (path: string, body: object) => (await right(path, body)) as Record<string, number>,
  }
}

export const typesIn = (events: readonly ListedEvent[]): string[] => events.map(({ event }) => event.type)
