import { type RefundStatus, refundStatuses } from '@silkgate/domain'
import { z } from 'zod'
import { errorAnswer } from '../../http/errors.ts'
import { listParts, readListQuery, wordsOf } from '../../http/list-query.ts'
import { type OperatorRoute, pageAnswer } from '../../operator/index.ts'
import type { RefundWork } from './refund-work.ts'

const statuses = Object.keys(refundStatuses) as RefundStatus[]
const query = z.looseObject({ ...listParts, status: wordsOf(statuses), unknown: z.stringbool().default(false) })

const text = (longest: number) =>
  z
    .string({ error: 'A text is expected.' })
    .trim()
    .max(longest, { error: `The text is longer than ${longest} characters.` })
    .optional()
const key = z.uuid({ error: 'A UUID is expected, the same however often this is sent.' })
const wish = z.looseObject({
  amount: z.string({ error: 'Enter an amount.' }),
  reason: text(50),
  reference: text(50),
  key,
})
const decision = z.looseObject({ decision: z.enum(['approve', 'cancel'], { error: 'approve or cancel?' }), key })

const ofKeys = ['DUPLICATE_REQUEST_IN_PROGRESS', 'IDEMPOTENCE_KEY_REUSED'] as const

/** Refunds in the console: looked for, asked for, and decided on by somebody else. */
export const refundWorkRoutes = (work: RefundWork): OperatorRoute[] => [
  {
    method: 'GET',
    path: '/refunds',
    operation: 'refunds.list',
    needs: 'payments.read',
    refuses: ['INVALID_VALUE'],
    run: async ({ by, query: given, errorId }) => {
      const read = readListQuery(query, given)
      if (!read.ok) return errorAnswer(errorId, read.refusals)
      const { merchant, status, unknown, q, from, until, after, limit } = read.value
      const filter = {
        merchantId: by.merchantId ?? merchant,
        statuses: status,
        isUnknown: unknown,
        sought: q || undefined,
      }
      return pageAnswer(await work.list({ ...filter, from, until, after, limit }))
    },
  },
  {
    method: 'POST',
    path: '/payments/:paymentId/refunds',
    operation: 'refunds.ask',
    needs: 'payments.refund',
    refuses: [
      'INVALID_PAYMENT_ID',
      'PAYMENT_NOT_REFUNDABLE',
      'REFUND_EXCEEDS_PAYMENT',
      'REFUND_NOT_AUTHORISED',
      'INVALID_VALUE',
      ...ofKeys,
    ],
    absent: work.absentPayment,
    body: wish,
    run: ({ by, params: { paymentId = '' }, body }) => work.ask(by, paymentId, body as z.output<typeof wish>),
  },
  {
    method: 'POST',
    path: '/refunds/:refundId/decision',
    operation: 'refunds.decide',
    needs: 'payments.refund',
    refuses: ['INVALID_REFUND_ID', 'ACTION_NOT_ALLOWED', 'FRESH_FACTOR_NEEDED', ...ofKeys],
    absent: work.absentRefund,
    body: decision,
    fresh: (body) => (body as z.output<typeof decision>).decision === 'approve',
    run: ({ by, params: { refundId = '' }, body }) => {
      const { decision: decided, key } = body as z.output<typeof decision>
      return work.decide(by, refundId, decided, key)
    },
  },
]
