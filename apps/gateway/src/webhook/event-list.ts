import type { Merchant, MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import {
  type AttemptRow,
  countReplay,
  type EventQuery,
  type ListedEvent,
  listEvents,
  type Replay,
  readAttempts,
  readDeliveries,
  readEvent,
  replayEvents,
} from './event.store.ts'
import { renderEvents } from './render-events.ts'

const attemptView = (row: AttemptRow) => ({
  attempt: row.attempt,
  at: row.at,
  keyId: row.key_id,
  status: row.status,
  answer: row.answer,
  error: row.error,
  durationMs: row.duration_ms,
})

/** An event as JSON: the body of its webhook as it was, byte for byte, with its places in the two orders. */
const eventJson = ({ position, sequence }: ListedEvent, body: string, deliveries?: readonly object[]): string => {
  const more = deliveries === undefined ? '' : `,"deliveries":${JSON.stringify(deliveries)}`
  return `{"position":${position},"sequence":${sequence},"event":${body}${more}}`
}

/** What merchants are told, to be read instead of heard. */
export const eventList = (db: Db) => ({
  /** The events after a position, as JSON, with where to go on. `next` is to be kept even where nothing came. */
  page: async (merchant: Merchant, query: EventQuery): Promise<string> => {
    const rows = await listEvents(db, merchant.merchantId, { ...query, limit: query.limit + 1 })
    const shown = rows.slice(0, query.limit)
    const bodies = await renderEvents(db, merchant, shown)
    const events = shown.map((row, index) => eventJson(row, bodies[index] ?? 'null'))
    const next = shown.at(-1)?.position ?? query.after
    return `{"events":[${events.join(',')}],"next":"${next}","hasMore":${rows.length > query.limit}}`
  },
  /** One event with what became of it at each endpoint; undefined when the merchant has no such event. */
  one: async (merchant: Merchant, eventId: string): Promise<string | undefined> => {
    const { merchantId } = merchant
    const row = await readEvent(db, merchantId, eventId)
    if (row === undefined) return undefined
    const [[body = 'null'], deliveries, attempts] = await Promise.all([
      renderEvents(db, merchant, [row]),
      readDeliveries(db, merchantId, eventId),
      readAttempts(db, merchantId, eventId),
    ])
    const views = deliveries.map(({ endpoint_id: endpointId, url, state, next_try_at: nextTryAt }) => {
      const own = attempts.filter((attempt) => attempt.endpoint_id === endpointId).map(attemptView)
      return { endpointId, url, state, nextTryAt, attempts: own }
    })
    return eventJson(row, body, views)
  },
  has: async (merchantId: MerchantId, eventId: string): Promise<boolean> =>
    (await readEvent(db, merchantId, eventId)) !== undefined,
  /** How much would be sent again. */
  count: (replay: Replay) => countReplay(db, replay),
  /** Has events sent again; answers how much was found, and how much of it is sent that would not have been. */
  replay: async (replay: Replay, at: Date) => {
    const found = await countReplay(db, replay)
    return { ...found, replayed: await replayEvents(db, replay, at) }
  },
})

export type EventList = ReturnType<typeof eventList>
