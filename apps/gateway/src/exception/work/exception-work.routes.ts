import { type ExceptionKind, exceptionKinds } from '@silkgate/domain'
import { z } from 'zod'
import { errorAnswer } from '../../http/errors.ts'
import { behindBy, listParts, readListQuery, wordsOf } from '../../http/list-query.ts'
import { placeBy } from '../../http/place.ts'
import { json, type OperatorRoute, pageAnswer } from '../../operator/index.ts'
import type { ExceptionWork, Step } from './exception-work.ts'

const query = z.looseObject({
  after: behindBy(placeBy('stamp', 'uuid')),
  limit: listParts.limit,
  ended: z.stringbool().default(false),
  kind: wordsOf(Object.keys(exceptionKinds) as ExceptionKind[]),
})
const says = (what: string) =>
  z
    .string({ error: 'A text is expected.' })
    .trim()
    .min(1, { error: what })
    .max(2000, { error: 'The text is longer than 2000 characters.' })
const note = z.looseObject({ note: says('Write a note.') })
const owner = z.looseObject({ owner: z.email({ error: 'An e-mail address is expected.' }).optional() })
const resolution = z.looseObject({ reason: says('Say what was done, and why that is the end of it.') })

/** What a person must look at, and what is done about it. */
export const exceptionWorkRoutes = (work: ExceptionWork): OperatorRoute[] => {
  const absent: OperatorRoute['absent'] = async ({ params: { exceptionId = '' } }) =>
    (await work.one(exceptionId)) === undefined ? 'INVALID_EXCEPTION_ID' : undefined

  /** A deed on an open exception; it answers the exception as it is then. */
  const step = (
    path: string,
    operation: string,
    method: 'POST' | 'PUT',
    body: z.ZodType,
    stepOf: (body: unknown, email: string) => Step,
  ): OperatorRoute => ({
    ...{ method, operation, body, absent, path: `/exceptions/:exceptionId/${path}` },
    needs: 'exceptions.resolve',
    refuses: ['INVALID_EXCEPTION_ID', 'EXCEPTION_ENDED', 'INVALID_VALUE'],
    run: async ({ by, params: { exceptionId = '' }, body: given, errorId }) => {
      const refused = await work.step(exceptionId, by.email, stepOf(given, by.email))
      return refused === undefined ? json(await work.one(exceptionId)) : errorAnswer(errorId, [{ error: refused }])
    },
  })

  return [
    {
      method: 'GET',
      path: '/exceptions',
      operation: 'exceptions.list',
      needs: 'exceptions.read',
      refuses: ['INVALID_VALUE'],
      run: async ({ query: given, errorId }) => {
        const read = readListQuery(query, given)
        if (!read.ok) return errorAnswer(errorId, read.refusals)
        const { ended, kind: kinds, after, limit } = read.value
        return pageAnswer(await work.list({ isOpen: !ended, kinds, after, limit }))
      },
    },
    {
      method: 'GET',
      path: '/exceptions/:exceptionId',
      operation: 'exceptions.get',
      needs: 'exceptions.read',
      refuses: ['INVALID_EXCEPTION_ID'],
      absent,
      run: async ({ params: { exceptionId = '' } }) => json(await work.one(exceptionId)),
    },
    step('notes', 'exceptions.note', 'POST', note, (body) => body as z.output<typeof note>),
    step('owner', 'exceptions.assign', 'PUT', owner, (body, email) => {
      const to = (body as z.output<typeof owner>).owner?.toLowerCase() ?? email
      return { owner: to, note: `assigned to ${to}` }
    }),
    step('resolution', 'exceptions.resolve', 'PUT', resolution, (body) => {
      return { note: (body as z.output<typeof resolution>).reason, isResolved: true }
    }),
  ]
}
