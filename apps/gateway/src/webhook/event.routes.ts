import { z } from 'zod'
import { errorAnswer, type HttpAnswer } from '../http/errors.ts'
import type { Route, RouteRequest } from '../http/route.ts'
import { invalid, readBy } from '../http/schema.ts'
import { isUuid } from '../uuid-of.ts'
import type { EventList } from './event-list.ts'
import { readEventQuery } from './read-event-query.ts'

type Needs = {
  readonly now: () => Date
  readonly events: EventList
  /** Called when there is something to send. */
  readonly replayed: () => void
}

const endpointId = z.uuid({ error: 'The id of an endpoint is expected.' }).nullish()
const instant = z.iso.datetime({ offset: true, error: 'An instant as 2026-11-26T08:00:00Z is expected.' })
const replayOfOne = z.looseObject({ endpointId })
const replayOfTime = z.looseObject({ endpointId, from: instant, to: instant })

const json = (body: unknown): HttpAnswer => ({ status: 200, body: JSON.stringify(body) })

/** What a merchant reads of its events, and has sent again. Ids of other merchants are unknown ones. */
export const eventRoutes = ({ now, events, replayed }: Needs): Route[] => {
  const noSuchEvent = (errorId: string) =>
    errorAnswer(errorId, [{ error: 'INVALID_EVENT_ID', propertyName: 'eventId' }])

  const replay = async (
    { merchant: { merchantId } }: RouteRequest,
    chosen: { eventId: string } | { from: Date; to: Date },
    endpoint: string | null | undefined,
  ) => {
    const found = await events.replay({ merchantId, events: chosen, endpointId: endpoint ?? undefined }, now())
    replayed()
    return found
  }

  return [
    {
      method: 'GET',
      path: '/reporting/v1/:merchantId/events',
      operation: 'events.find',
      refuses: ['INVALID_VALUE'],
      run: async ({ merchant, query, errorId }) => {
        const wanted = readEventQuery(query)
        if (!wanted.ok) return errorAnswer(errorId, wanted.refusals)
        return { status: 200, body: await events.page(merchant, wanted.value) }
      },
    },
    {
      method: 'GET',
      path: '/reporting/v1/:merchantId/events/:eventId',
      operation: 'events.get',
      refuses: ['INVALID_EVENT_ID'],
      run: async ({ merchant, params: { eventId = '' }, errorId }) => {
        const body = isUuid(eventId) ? await events.one(merchant, eventId) : undefined
        return body === undefined ? noSuchEvent(errorId) : { status: 200, body }
      },
    },
    {
      method: 'POST',
      path: '/reporting/v1/:merchantId/events/:eventId/replay',
      operation: 'events.replay',
      body: replayOfOne,
      refuses: ['INVALID_EVENT_ID', 'INVALID_VALUE'],
      run: async (request) => {
        const { caller, params, merchant, errorId } = request
        const { eventId = '' } = params
        if (!isUuid(eventId) || !(await events.has(merchant.merchantId, eventId))) return noSuchEvent(errorId)
        const read = readBy(replayOfOne, caller.body ?? {})
        if (!read.ok) return errorAnswer(errorId, read.refusals)
        return json(await replay(request, { eventId }, read.value.endpointId))
      },
    },
    {
      method: 'POST',
      path: '/reporting/v1/:merchantId/events/replay',
      operation: 'events.replayTime',
      body: replayOfTime,
      refuses: ['PARAMETER_NOT_FOUND_IN_REQUEST', 'INVALID_VALUE'],
      run: async (request) => {
        const read = readBy(replayOfTime, request.caller.body ?? {})
        if (!read.ok) return errorAnswer(request.errorId, read.refusals)
        const [from, to] = [new Date(read.value.from), new Date(read.value.to)]
        if (from >= to) return errorAnswer(request.errorId, [invalid('to', 'An instant after `from`, please.')])
        return json(await replay(request, { from, to }, read.value.endpointId))
      },
    },
  ]
}
