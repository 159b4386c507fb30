import { errorAnswer } from '../http/errors.ts'
import type { Route } from '../http/route.ts'
import type { WhyNotLive } from '../registration/index.ts'
import { hostedCheckoutBody } from './hosted-checkout.schema.ts'
import type { HostedCheckouts } from './hosted-checkouts.ts'
import { readCheckoutRequest } from './read-checkout-request.ts'

type Needs = {
  readonly isSandbox: boolean
  readonly whyNotLive: WhyNotLive
  readonly checkouts: HostedCheckouts
}

const path = '/v1/:merchantId/hostedcheckouts/:hostedCheckoutId'

export const hostedCheckoutRoutes = ({ isSandbox, whyNotLive, checkouts }: Needs): Route[] => {
  const unknown = (errorId: string) =>
    errorAnswer(errorId, [{ error: 'INVALID_HOSTED_CHECKOUT_ID', propertyName: 'hostedCheckoutId' }])
  return [
    {
      method: 'POST',
      path: '/v1/:merchantId/hostedcheckouts',
      operation: 'hostedcheckouts.create',
      body: hostedCheckoutBody,
      refuses: [
        'PARAMETER_NOT_FOUND_IN_REQUEST',
        'INVALID_VALUE',
        'UNKNOWN_PRODUCT_ID',
        'AMOUNT_EXCEEDS_LIMIT',
        'DUPLICATE_REQUEST_IN_PROGRESS',
        'IDEMPOTENCE_KEY_REUSED',
        'MERCHANT_NOT_LIVE',
        'MERCHANT_TAKES_NO_PAYMENTS',
      ],
      run: async ({ caller, merchant, errorId }) => {
        const command = readCheckoutRequest(caller.body, { merchant, isSandbox })
        if (!command.ok) return errorAnswer(errorId, command.refusals)
        const notLive = await whyNotLive(merchant)
        return notLive.length > 0 ? errorAnswer(errorId, notLive) : checkouts.open(command.value, caller, merchant)
      },
    },
    {
      method: 'GET',
      path,
      operation: 'hostedcheckouts.get',
      refuses: ['INVALID_HOSTED_CHECKOUT_ID'],
      run: async ({ merchant, params, errorId }) => {
        const found = await checkouts.get(merchant, params.hostedCheckoutId ?? '')
        return found === undefined ? unknown(errorId) : { status: 200, body: JSON.stringify(found) }
      },
    },
    {
      method: 'DELETE',
      path,
      operation: 'hostedcheckouts.delete',
      refuses: ['INVALID_HOSTED_CHECKOUT_ID', 'ACTION_NOT_ALLOWED'],
      run: async ({ merchant, params, errorId }) =>
        (await checkouts.remove(merchant, params.hostedCheckoutId ?? '', errorId)) ?? unknown(errorId),
    },
  ]
}
