import { z } from 'zod'
import { word } from '../../http/schema.ts'
import type { OperatorRoute } from '../../operator/index.ts'
import { answerChange } from './answer-change.ts'
import type { MerchantWork } from './merchant-work.ts'
import { says } from './read-body.ts'

const hold = z.looseObject({
  about: z.enum(['merchant', 'payment', 'remittance'], { error: 'A merchant, a payment or a remittance?' }),
  objectId: word.optional(),
  reason: says,
})
const release = z.looseObject({ reason: says })

/** Money that is not paid out until a second person says so. */
export const holdRoutes = (work: MerchantWork): OperatorRoute[] => {
  const changes = {
    method: 'POST',
    needs: 'holds.change',
    refuses: ['INVALID_MERCHANT_ID', 'INVALID_VALUE'],
    absent: work.absent,
  } as const
  return [
    {
      ...changes,
      path: '/merchants/:merchantId/holds',
      operation: 'holds.place',
      body: hold,
      run: ({ by, params: { merchantId = '' }, body, errorId }) => {
        const { about, objectId = merchantId, reason } = body as z.output<typeof hold>
        const held = { about, objectId: about === 'merchant' ? merchantId : objectId, reason }
        return answerChange(errorId, () => work.placeHold(by, merchantId, held))
      },
    },
    {
      ...changes,
      path: '/merchants/:merchantId/holds/:holdId/release',
      operation: 'holds.release',
      refuses: [...changes.refuses, 'FRESH_FACTOR_NEEDED'],
      fresh: true,
      body: release,
      run: ({ by, params: { merchantId = '', holdId = '' }, body, errorId }) =>
        answerChange(errorId, () =>
          work.releaseHold(by, merchantId, { holdId, reason: (body as z.output<typeof release>).reason }),
        ),
    },
  ]
}
