import {
  type BreakAction,
  type BreakKind,
  breakActions,
  breakKinds,
  type ErrorCode,
  movesMoney,
} from '@silkgate/domain'
import { z } from 'zod'
import { errorAnswer, type HttpAnswer } from '../../http/errors.ts'
import { currencyOf, currencyRemedy, listQuery } from '../../http/list-query.ts'
import { placeBy } from '../../http/place.ts'
import { instantRemedy, parseInstant, parseText, parseWords } from '../../http/read-query.ts'
import { invalid, word } from '../../http/schema.ts'
import { json, type OperatorRequest, type OperatorRoute, pageAnswer } from '../../operator/index.ts'
import type { BreakWork } from './break-work.ts'

const says = z
  .string({ error: 'A text is expected.' })
  .trim()
  .min(1, { error: 'Say why.' })
  .max(2000, { error: 'The text is longer than 2000 characters.' })
const note = z.looseObject({ note: says })
const owner = z.looseObject({ owner: z.email({ error: 'An e-mail address is expected.' }).optional() })
const amountSeen = z.string().regex(/^-?\d{1,18}$/, { error: 'An amount in the smallest unit is expected.' })
const doing = z.looseObject({
  action: z.enum(Object.keys(breakActions) as [keyof typeof breakActions], { error: 'Choose what to do.' }),
  reason: says,
  reference: word.optional(),
  until: z.iso.date({ error: 'A day as 2026-12-24 is expected.' }).optional(),
})

const action = doing.extend({
  seenMinor: amountSeen.optional(),
  chosen: z
    .array(word, { error: 'Ids of candidates are expected.' })
    .max(50, { error: 'At most 50, please.' })
    .optional(),
  differenceMinor: amountSeen.optional(),
})

const onAll = doing.extend({
  breaks: z
    .array(z.looseObject({ breakId: z.guid({ error: 'Ids of breaks are expected.' }), seenMinor: amountSeen }))
    .min(1, { error: 'Choose at least one break.' })
    .max(500, { error: 'At most 500 at once, please.' }),
})

type Asking = {
  readonly action: BreakAction
  readonly reason: string
  readonly until?: string | undefined
  readonly reference?: string | undefined
}

/** What is asked for, without what was left out. */
const askedOf = ({ action: wanted, reason, until, reference }: Asking) => ({
  ...{ action: wanted, reason },
  ...(until === undefined ? {} : { until }),
  ...(reference === undefined ? {} : { reference }),
})

const kindOf = (text: string): BreakKind | undefined =>
  Object.hasOwn(breakKinds, text) ? (text as BreakKind) : undefined

const readQuery = (query: URLSearchParams) => {
  const { read, page, done } = listQuery(query, ['ended', 'kind', 'currency', 'owner', 'payment', 'before'])
  const wanted = {
    isEnded: read('ended', parseWords(['true', 'false']), 'Either true or false, please.')?.[0] === 'true',
    kind: read('kind', kindOf, `There are ${Object.keys(breakKinds).join(', ')}.`),
    currency: read('currency', currencyOf, currencyRemedy),
    owner: read('owner', parseText(254), 'An e-mail address, or none, please.'),
    paymentId: read('payment', parseText(30), 'The id of a payment, please.'),
    openedBefore: read('before', parseInstant, instantRemedy),
    ...page,
  }
  return done(() => wanted)
}

/** Whether money hangs on what is asked for: it is given up, kept, or said to be something. */
const isAboutMoney = (body: unknown): boolean => movesMoney((body as Pick<Asking, 'action'>).action)

const refuses: readonly ErrorCode[] = ['INVALID_BREAK_ID', 'BREAK_ENDED', 'BREAK_CHANGED', 'INVALID_VALUE']

/** What does not agree, and what people do about it. */
export const breakRoutes = (work: BreakWork): OperatorRoute[] => {
  const refused = (errorId: string, error: 'INVALID_BREAK_ID' | 'BREAK_ENDED' | 'BREAK_CHANGED') =>
    errorAnswer(errorId, [{ error }])

  /** Does something about the break of the path, and answers how it is then. */
  const changing = (change: (request: OperatorRequest, breakId: string) => Promise<HttpAnswer | undefined>) => {
    return async (request: OperatorRequest): Promise<HttpAnswer> => {
      const { params, errorId } = request
      const found = await work.one(params.breakId ?? '')
      if (found === undefined) return refused(errorId, 'INVALID_BREAK_ID')
      if ('resolvedAt' in found) return refused(errorId, 'BREAK_ENDED')
      return (await change(request, found.breakId)) ?? json(await work.detail(found.breakId))
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
        const wanted = readQuery(query)
        if (!wanted.ok) return errorAnswer(errorId, wanted.refusals)
        return pageAnswer(await work.page(wanted.value))
      },
    },
    {
      method: 'GET',
      path: '/reconciliation',
      operation: 'reconciliation.stand',
      needs: 'breaks.read',
      refuses: [],
      run: async () => json(await work.stand()),
    },
    {
      method: 'GET',
      path: '/expected',
      operation: 'expected.list',
      needs: 'breaks.read',
      refuses: ['INVALID_VALUE'],
      run: async ({ query, errorId }) => {
        const { page, done } = listQuery(query, [], placeBy('day'))
        const wanted = done(() => page)
        return wanted.ok ? pageAnswer(await work.expected(wanted.value)) : errorAnswer(errorId, wanted.refusals)
      },
    },
    {
      method: 'POST',
      path: '/breaks/next',
      operation: 'breaks.take-next',
      needs: 'breaks.resolve',
      refuses: [],
      run: async ({ by }) => json({ breakId: await work.takeNext(by.email) }),
    },
    {
      method: 'POST',
      path: '/breaks/actions',
      operation: 'breaks.act-on-all',
      needs: 'breaks.resolve',
      refuses: ['INVALID_VALUE', 'FRESH_FACTOR_NEEDED'],
      body: onAll,
      fresh: isAboutMoney,
      run: async ({ by, body, errorId }) => {
        const { breaks, ...asked } = body as z.output<typeof onAll>
        if (asked.action === 'wait' && asked.until === undefined) {
          return errorAnswer(errorId, [invalid('until', 'Until which day?')])
        }
        const seen = new Map(breaks.map(({ breakId, seenMinor }) => [breakId, BigInt(seenMinor)]))
        const did = await work.actOnAll(seen, { ...askedOf(asked), by: by.email })
        if (did !== 'kinds differ') return json({ did })
        return errorAnswer(errorId, [invalid('breaks', 'They are of several kinds: choose those of one kind.')])
      },
    },
    {
      method: 'GET',
      path: '/breaks/:breakId',
      operation: 'breaks.get',
      needs: 'breaks.read',
      refuses: ['INVALID_BREAK_ID'],
      run: async ({ params: { breakId = '' }, errorId }) => {
        const found = await work.detail(breakId)
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
      refuses: [...refuses, 'FRESH_FACTOR_NEEDED'],
      body: action,
      fresh: isAboutMoney,
      run: changing(async ({ by, body, errorId }, breakId) => {
        const asked = body as z.output<typeof action>
        if (asked.action === 'wait' && asked.until === undefined) {
          return errorAnswer(errorId, [invalid('until', 'Until which day?')])
        }
        const { seenMinor } = asked
        if (seenMinor === undefined && movesMoney(asked.action)) {
          return errorAnswer(errorId, [invalid('seenMinor', 'The amount that is shown is expected.')])
        }
        const { chosen, differenceMinor } = asked
        if (chosen !== undefined && differenceMinor === undefined) {
          return errorAnswer(errorId, [invalid('differenceMinor', 'The difference that is shown is expected.')])
        }
        const seen = {
          ...(seenMinor === undefined ? {} : { seenMinor: BigInt(seenMinor) }),
          ...(chosen === undefined ? {} : { chosen: [...new Set(chosen)] }),
          ...(differenceMinor === undefined ? {} : { differenceMinor: BigInt(differenceMinor) }),
        }
        const did = await work.act(breakId, { ...askedOf(asked), ...seen, by: by.email })
        if (did === 'changed meanwhile') return refused(errorId, 'BREAK_CHANGED')
        if (did === 'ended meanwhile') return refused(errorId, 'BREAK_ENDED')
        return typeof did === 'object' ? errorAnswer(errorId, [invalid('action', `${did.refused}.`)]) : undefined
      }),
    },
  ]
}
