import { breakActions, breakKinds, type ErrorCode } from '@silkgate/domain'
import { z } from 'zod'
import { errorAnswer, type HttpAnswer } from '../../http/errors.ts'
import { invalid, word } from '../../http/schema.ts'
import { json, type OperatorRequest, type OperatorRoute } from '../../operator/index.ts'
import type { BreakWork } from './break-work.ts'

const says = z
  .string({ error: 'A text is expected.' })
  .trim()
  .min(1, { error: 'Say why.' })
  .max(2000, { error: 'The text is longer than 2000 characters.' })
const note = z.looseObject({ note: says })
const owner = z.looseObject({ owner: z.email({ error: 'An e-mail address is expected.' }).optional() })
const action = z.looseObject({
  action: z.enum(Object.keys(breakActions) as [keyof typeof breakActions], { error: 'Choose what to do.' }),
  reason: says,
  reference: word.optional(),
  until: z.iso.date({ error: 'A day as 2026-12-24 is expected.' }).optional(),
})

const refuses: readonly ErrorCode[] = ['INVALID_BREAK_ID', 'BREAK_ENDED', 'INVALID_VALUE']

/** What does not agree, and what people do about it. */
export const breakRoutes = (work: BreakWork): OperatorRoute[] => {
  const refused = (errorId: string, error: 'INVALID_BREAK_ID' | 'BREAK_ENDED') => errorAnswer(errorId, [{ error }])

  /** Does something about the break of the path, and answers how it is then. */
  const changing = (change: (request: OperatorRequest, breakId: string) => Promise<HttpAnswer | undefined>) => {
    return async (request: OperatorRequest): Promise<HttpAnswer> => {
      const { params, errorId } = request
      const found = await work.one(params.breakId ?? '')
      if (found === undefined) return refused(errorId, 'INVALID_BREAK_ID')
      if ('resolvedAt' in found) return refused(errorId, 'BREAK_ENDED')
      return (await change(request, found.breakId)) ?? json(await work.one(found.breakId))
    }
  }

  return [
    {
      method: 'GET',
      path: '/breaks',
      operation: 'breaks.list',
      needs: 'breaks.read',
      refuses: ['INVALID_VALUE'],
      run: async ({ query, errorId }) => {
        const kind = query.get('kind') || undefined
        if (kind !== undefined && !Object.hasOwn(breakKinds, kind)) {
          return errorAnswer(errorId, [invalid('kind', `There are ${Object.keys(breakKinds).join(', ')}.`)])
        }
        return json({ rows: await work.list({ isOpen: query.get('ended') !== 'true', kind, limit: 500 }) })
      },
    },
    {
      method: 'GET',
      path: '/breaks/:breakId',
      operation: 'breaks.get',
      needs: 'breaks.read',
      refuses: ['INVALID_BREAK_ID'],
      run: async ({ params: { breakId = '' }, errorId }) => {
        const found = await work.one(breakId)
        return found === undefined ? refused(errorId, 'INVALID_BREAK_ID') : json(found)
      },
    },
    {
      method: 'POST',
      path: '/breaks/:breakId/notes',
      operation: 'breaks.note',
      needs: 'breaks.resolve',
      refuses,
      body: note,
      run: changing(async ({ by, body }, breakId) => {
        await work.note(breakId, by.email, (body as z.output<typeof note>).note)
        return undefined
      }),
    },
    {
      method: 'PUT',
      path: '/breaks/:breakId/owner',
      operation: 'breaks.assign',
      needs: 'breaks.resolve',
      refuses,
      body: owner,
      run: changing(async ({ by, body }, breakId) => {
        await work.assign(breakId, by.email, (body as z.output<typeof owner>).owner?.toLowerCase() ?? by.email)
        return undefined
      }),
    },
    {
      method: 'POST',
      path: '/breaks/:breakId/actions',
      operation: 'breaks.act',
      needs: 'breaks.resolve',
      refuses,
      body: action,
      run: changing(async ({ by, body, errorId }, breakId) => {
        const { until, reference, ...asked } = body as z.output<typeof action>
        if (asked.action === 'wait' && until === undefined) {
          return errorAnswer(errorId, [invalid('until', 'Until which day?')])
        }
        const more = { ...(until === undefined ? {} : { until }), ...(reference === undefined ? {} : { reference }) }
        const did = await work.act(breakId, { ...asked, ...more, by: by.email })
        if (did === 'ended meanwhile') return refused(errorId, 'BREAK_ENDED')
        return typeof did === 'object' ? errorAnswer(errorId, [invalid('action', `${did.refused}.`)]) : undefined
      }),
    },
  ]
}
