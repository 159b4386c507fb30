import { z } from 'zod'
import { errorAnswer } from '../../http/errors.ts'
import { json, type OperatorRoute } from '../../operator/index.ts'
import type { OnePayment } from './one-payment.ts'

const note = z.looseObject({
  note: z
    .string({ error: 'A text is expected.' })
    .trim()
    .min(1, { error: 'Write a note.' })
    .max(2000, { error: 'The note is longer than 2000 characters.' }),
  key: z.uuid({ error: 'A UUID is expected, the same however often this is sent.' }),
})

/** One payment in the console, part by part. */
export const onePaymentRoutes = (payment: OnePayment): OperatorRoute[] => {
  const reads = {
    method: 'GET',
    needs: 'payments.read',
    refuses: ['INVALID_PAYMENT_ID'],
    absent: payment.absent,
  } as const
  const rows = async (read: Promise<unknown>) => json({ rows: await read })
  return [
    {
      ...reads,
      path: '/payments/:paymentId',
      operation: 'payments.get',
      run: async ({ by, params: { paymentId = '' }, errorId }) => {
        const found = await payment.facts(by, paymentId)
        if (found !== undefined) return json(found)
        return errorAnswer(errorId, [{ error: 'INVALID_PAYMENT_ID', propertyName: 'paymentId' }])
      },
    },
    {
      ...reads,
      path: '/payments/:paymentId/messages',
      operation: 'payments.messages',
      run: ({ params: { paymentId = '' } }) => rows(payment.messages(paymentId)),
    },
    {
      ...reads,
      path: '/payments/:paymentId/webhooks',
      operation: 'payments.webhooks',
      run: ({ params: { paymentId = '' } }) => rows(payment.webhooks(paymentId)),
    },
    {
      ...reads,
      path: '/payments/:paymentId/notes',
      operation: 'payments.notes',
      run: ({ by, params: { paymentId = '' } }) => rows(payment.notes(by, paymentId)),
    },
    {
      method: 'POST',
      path: '/payments/:paymentId/notes',
      operation: 'payments.note',
      needs: 'payments.note',
      refuses: ['INVALID_PAYMENT_ID', 'INVALID_VALUE', 'IDEMPOTENCE_KEY_REUSED'],
      absent: payment.absent,
      body: note,
      run: async ({ by, params: { paymentId = '' }, body, errorId }) => {
        const isKept = await payment.addNote(by, paymentId, body as z.output<typeof note>)
        if (!isKept) return errorAnswer(errorId, [{ error: 'IDEMPOTENCE_KEY_REUSED' }])
        return rows(payment.notes(by, paymentId))
      },
    },
  ]
}
