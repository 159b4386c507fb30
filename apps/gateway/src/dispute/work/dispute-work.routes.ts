import { z } from 'zod'
import { errorAnswer } from '../../http/errors.ts'
import { listParts, readListQuery } from '../../http/list-query.ts'
import { json, type OperatorRoute, pageAnswer } from '../../operator/index.ts'
import type { DisputeWork, Evidence } from './dispute-work.ts'
import { stands } from './stands.ts'

const query = z.looseObject({
  ...{ merchant: listParts.merchant, after: listParts.after, limit: listParts.limit },
  stand: z.enum(stands, { error: `There are ${stands.join(', ')}.` }).default('open'),
})
const key = z.uuid({ error: 'A UUID is expected, the same however often this is sent.' })
const answer = z.looseObject({ answer: z.enum(['defended', 'accepted'], { error: 'Choose what to answer.' }), key })
const evidence = z.looseObject({
  fileName: z
    .string({ error: 'The name of the file is expected.' })
    .transform((name) => name.replace(/\p{C}/gu, '').trim().slice(-100) || 'file'),
  content: z.base64({ error: 'The content is expected as Base64.' }),
  key,
})

const refuses = [
  'INVALID_DISPUTE_ID',
  'ACTION_NOT_ALLOWED',
  'DUPLICATE_REQUEST_IN_PROGRESS',
  'IDEMPOTENCE_KEY_REUSED',
] as const

/** Disputes in the console: looked for, answered, with evidence. */
export const disputeWorkRoutes = (work: DisputeWork): OperatorRoute[] => [
  {
    method: 'GET',
    path: '/disputes',
    operation: 'disputes.list',
    needs: 'payments.read',
    refuses: ['INVALID_VALUE'],
    run: async ({ by, query: given, errorId }) => {
      const read = readListQuery(query, given)
      if (!read.ok) return errorAnswer(errorId, read.refusals)
      const { merchant, stand, after, limit } = read.value
      return pageAnswer(await work.list({ merchantId: by.merchantId ?? merchant, stand, after, limit }))
    },
  },
  {
    method: 'GET',
    path: '/disputes/:disputeId',
    operation: 'disputes.get',
    needs: 'payments.read',
    refuses: ['INVALID_DISPUTE_ID'],
    absent: work.absent,
    run: async ({ by, params: { disputeId = '' } }) => json(await work.one(by, disputeId)),
  },
  {
    method: 'POST',
    path: '/disputes/:disputeId/answer',
    operation: 'disputes.answer',
    needs: 'disputes.answer',
    refuses,
    absent: work.absent,
    body: answer,
    run: ({ by, params: { disputeId = '' }, body }) => {
      const { answer: given, key } = body as z.output<typeof answer>
      return work.answer(by, disputeId, given, key)
    },
  },
  {
    method: 'POST',
    path: '/disputes/:disputeId/files',
    operation: 'disputes.handIn',
    needs: 'disputes.answer',
    refuses: [...refuses, 'INVALID_VALUE', 'FILE_TOO_LARGE'],
    absent: work.absent,
    body: evidence,
    run: ({ by, params: { disputeId = '' }, body }) => work.handIn(by, disputeId, body as Evidence),
  },
  {
    method: 'GET',
    path: '/disputes/:disputeId/files/:fileId',
    operation: 'disputes.file',
    needs: 'personal.read',
    refuses: ['INVALID_DISPUTE_ID', 'INVALID_FILE_ID'],
    absent: work.absent,
    run: ({ params: { disputeId = '', fileId = '' } }) => work.file(disputeId, fileId),
  },
]
