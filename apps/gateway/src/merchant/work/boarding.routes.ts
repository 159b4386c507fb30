import { z } from 'zod'
import type { OperatorRoute } from '../../operator/index.ts'
import { answerChange } from './answer-change.ts'
import type { MerchantWork } from './merchant-work.ts'
import { day, given, givenList, says } from './read-body.ts'

const limits = { limit: givenList, dayLimit: givenList, monthLimit: givenList }
const identity = { displayName: given, city: given, address: given, zip: given }
const added = z.looseObject({
  merchantId: says,
  name: says,
  mcc: says,
  country: says,
  settlementCurrency: says,
  furtherCurrency: givenList,
  feeBasisPoints: says,
  feeFixed: says,
  expiresAfter: says.default('PT10M'),
  refundsNeedApproval: z.boolean().default(false),
  refundsAfterPaid: z.boolean().default(false),
  ...identity,
  ...limits,
})
const set = z.looseObject({
  ...{ name: given, mcc: given, country: given, furtherCurrency: givenList, expiresAfter: given },
  ...identity,
  ...limits,
})
const kyb = z.looseObject({ evidence: says })
const decision = z.looseObject({
  status: z.enum(['approved', 'rejected'], { error: 'Approved or rejected?' }),
  reviewOn: day.optional(),
  reason: given,
})
const status = z.looseObject({
  what: z.enum(['made live', 'suspended', 'resumed', 'closed'], { error: 'Choose what is to become of it.' }),
  reason: says.optional(),
})

/** Boarding: who a merchant is, whether it may take payments, and what limits it. */
export const boardingRoutes = (work: MerchantWork): OperatorRoute[] => {
  const changes = {
    method: 'POST',
    needs: 'merchants.change',
    refuses: ['INVALID_MERCHANT_ID', 'INVALID_VALUE'],
    absent: work.absent,
  } as const
  return [
    {
      method: 'POST',
      path: '/merchants',
      operation: 'merchants.add',
      needs: 'merchants.change',
      refuses: ['INVALID_VALUE'],
      body: added,
      run: ({ by, body, errorId }) => {
        const { merchantId, ...merchant } = body as z.output<typeof added>
        return answerChange(errorId, () => work.add(by, merchantId, merchant))
      },
    },
    {
      ...changes,
      method: 'PUT',
      path: '/merchants/:merchantId',
      operation: 'merchants.set',
      body: set,
      run: ({ by, params: { merchantId = '' }, body, errorId }) =>
        answerChange(errorId, () => work.set(by, merchantId, body as z.output<typeof set>)),
    },
    {
      ...changes,
      path: '/merchants/:merchantId/kyb',
      operation: 'kyb.submit',
      body: kyb,
      run: ({ by, params: { merchantId = '' }, body, errorId }) =>
        answerChange(errorId, () => work.submitKyb(by, merchantId, (body as z.output<typeof kyb>).evidence)),
    },
    {
      ...changes,
      path: '/merchants/:merchantId/kyb/decision',
      operation: 'kyb.decide',
      body: decision,
      run: ({ by, params: { merchantId = '' }, body, errorId }) =>
        answerChange(errorId, () => work.decideKyb(by, merchantId, body as z.output<typeof decision>)),
    },
    {
      ...changes,
      path: '/merchants/:merchantId/status',
      operation: 'merchants.become',
      body: status,
      run: ({ by, params: { merchantId = '' }, body, errorId }) =>
        answerChange(errorId, () => work.become(by, merchantId, body as z.output<typeof status>)),
    },
  ]
}
