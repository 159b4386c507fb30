import { isMerchantId, type MerchantStatus } from '@silkgate/domain'
import { errorAnswer } from '../../http/errors.ts'
import { listQuery } from '../../http/list-query.ts'
import { placeBy } from '../../http/place.ts'
import { instantRemedy, parseInstant, parseText, parseWords, queryReader } from '../../http/read-query.ts'
import { json, type OperatorRoute, pageAnswer } from '../../operator/index.ts'
import type { MerchantViews } from './merchants.ts'

const statuses: readonly MerchantStatus[] = ['boarding', 'live', 'suspended', 'closed']
const placeOfMerchant = placeBy('merchant')

const readFilter = (query: URLSearchParams) => {
  const { read, page, done } = listQuery(query, ['status', 'q'], placeOfMerchant)
  const filter = {
    statuses: read('status', parseWords(statuses), `One or more of ${statuses.join(', ')}, please.`),
    text: read('q', parseText(256), 'At most 256 characters, please.'),
    ...page,
  }
  return done(() => filter)
}

const readAsOf = (query: URLSearchParams) => {
  const { read, done } = queryReader(query, ['asOf'])
  const asOf = read('asOf', parseInstant, instantRemedy)
  return done(() => asOf)
}

/** Merchants as the console shows them; a merchant's people see their own alone. */
export const merchantRoutes = (merchants: MerchantViews): OperatorRoute[] => {
  const noMerchant = (errorId: string) => errorAnswer(errorId, [{ error: 'INVALID_MERCHANT_ID' }])
  return [
    {
      method: 'GET',
      path: '/merchants',
      operation: 'merchants.list',
      needs: 'merchants.read',
      refuses: ['INVALID_VALUE'],
      run: async ({ by, query, errorId }) => {
        const filter = readFilter(query)
        if (!filter.ok) return errorAnswer(errorId, filter.refusals)
        return pageAnswer(await merchants.page({ ...filter.value, merchantId: by.merchantId }))
      },
    },
    {
      method: 'GET',
      path: '/merchants/:merchantId',
      operation: 'merchants.get',
      needs: 'merchants.read',
      refuses: ['INVALID_MERCHANT_ID'],
      run: async ({ by, params: { merchantId = '' }, errorId }) => {
        const found = isMerchantId(merchantId) ? await merchants.one(merchantId, by.merchantId) : undefined
        return found === undefined ? noMerchant(errorId) : json(found)
      },
    },
    {
      method: 'GET',
      path: '/merchants/:merchantId/balances',
      operation: 'merchants.balances',
      needs: 'merchants.read',
      refuses: ['INVALID_MERCHANT_ID', 'INVALID_VALUE'],
      run: async ({ by, params: { merchantId = '' }, query, errorId }) => {
        const asOf = readAsOf(query)
        if (!asOf.ok) return errorAnswer(errorId, asOf.refusals)
        const found = isMerchantId(merchantId)
          ? await merchants.balances(merchantId, by.merchantId, asOf.value)
          : undefined
        return found === undefined ? noMerchant(errorId) : json(found)
      },
    },
  ]
}
