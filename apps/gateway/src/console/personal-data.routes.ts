import { isPaymentId } from '@silkgate/domain'
import { z } from 'zod'
import { errorAnswer } from '../http/errors.ts'
import { invalid, word } from '../http/schema.ts'
import { json, type OperatorRoute } from '../operator/index.ts'
import type { Erased, PersonalDataOf } from '../personal-data/index.ts'

type Needs = {
  readonly of: PersonalDataOf
  readonly erase: (paymentId: string) => Promise<Erased>
  readonly absent: NonNullable<OperatorRoute['absent']>
}

const erasure = z.looseObject({
  ending: z.string({ error: 'The last six digits of the id are expected.' }),
  /** Under what it was asked for; stands in the trail. */
  reference: word.optional(),
})

/** Who paid: shown and forgotten by permissions of their own, and neither without a trace. */
export const personalDataRoutes = ({ of, erase, absent }: Needs): OperatorRoute[] => [
  {
    method: 'GET',
    path: '/payments/:paymentId/personal-data',
    operation: 'personalData.get',
    needs: 'personal.read',
    refuses: ['INVALID_PAYMENT_ID'],
    run: async ({ by, params: { paymentId = '' }, errorId }) => {
      const found = isPaymentId(paymentId) ? await of(paymentId, by.merchantId) : undefined
      if (found !== undefined) return json(found)
      return errorAnswer(errorId, [{ error: 'INVALID_PAYMENT_ID', propertyName: 'paymentId' }])
    },
  },
  {
    method: 'POST',
    path: '/payments/:paymentId/personal-data/erasure',
    operation: 'personalData.erase',
    needs: 'personal.erase',
    refuses: ['INVALID_PAYMENT_ID', 'INVALID_VALUE'],
    absent,
    body: erasure,
    run: async ({ params: { paymentId = '' }, body, errorId }) => {
      if ((body as z.output<typeof erasure>).ending !== paymentId.slice(-6)) {
        return errorAnswer(errorId, [invalid('ending', "These are not the last six digits of the payment's id.")])
      }
      const done = await erase(paymentId)
      if ('erased' in done) return json({ paymentId, isErased: true })
      return errorAnswer(errorId, [
        invalid('paymentId', 'The payment, a refund or a dispute is still under way: erase it once it is at its end.'),
      ])
    },
  },
]
