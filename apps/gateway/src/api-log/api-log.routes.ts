import { z } from 'zod'
import { errorAnswer } from '../http/errors.ts'
import { behindBy, listParts, readListQuery, textOf } from '../http/list-query.ts'
import { placeBy } from '../http/place.ts'
import { aboutMerchant, json, type OperatorRoute, seesMerchant } from '../operator/index.ts'
import { readRequestQuestion, requestQuestion } from '../signature-doctor/index.ts'
import { isUuid } from '../uuid-of.ts'
import type { ApiLog } from './api-log.ts'

const text = (longest: number) => textOf(longest).optional()
const callQuery = z.looseObject({
  ...{ merchant: listParts.merchant, after: behindBy(placeBy('stamp', 'uuid')), limit: listParts.limit, q: text(256) },
  ...{ from: listParts.from, until: listParts.until },
  error: text(60),
  status: z.enum(['2', '4', '5'], { error: 'The first figure of a status, please: 2, 4 or 5.' }).optional(),
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE'], { error: 'GET, POST, PUT or DELETE?' }).optional(),
  path: text(500),
  key: text(100),
})
const ofMerchant = z.looseObject({ merchant: listParts.merchant })

/** What merchants' programs have called, how often it failed and why. */
export const apiLogRoutes = (log: ApiLog): OperatorRoute[] => [
  {
    method: 'GET',
    path: '/api-calls',
    operation: 'apiCalls.list',
    needs: 'calls.read',
    refuses: ['INVALID_VALUE'],
    run: async (request) => {
      const read = readListQuery(callQuery, request.query)
      if (!read.ok) return errorAnswer(request.errorId, read.refusals)
      const { merchant, status, key: apiKeyId, q, ...same } = read.value
      const statusClass = status === undefined ? undefined : Number(status)
      const [sought, callId] = q !== undefined && isUuid(q) ? [undefined, q] : [q, undefined]
      const filter = { ...same, statusClass, apiKeyId, sought, callId }
      return aboutMerchant(request, merchant, 'calls', (merchantId) => log.calls({ merchantId, ...filter }))
    },
  },
  {
    method: 'GET',
    path: '/merchants/:merchantId/api-calls/:callId',
    operation: 'apiCalls.get',
    needs: 'calls.read',
    refuses: ['INVALID_CALL_ID'],
    run: async ({ by, params: { merchantId = '', callId = '' }, errorId }) => {
      const found = seesMerchant(by, merchantId) ? await log.call(merchantId, callId) : undefined
      return found === undefined ? errorAnswer(errorId, [{ error: 'INVALID_CALL_ID' }]) : json(found)
    },
  },
  {
    method: 'GET',
    path: '/api-errors',
    operation: 'apiErrors.list',
    needs: 'calls.read',
    refuses: ['INVALID_VALUE'],
    run: async (request) => {
      const read = readListQuery(ofMerchant, request.query)
      if (!read.ok) return errorAnswer(request.errorId, read.refusals)
      return aboutMerchant(request, read.value.merchant, 'errors', async (merchantId) => ({
        rows: await log.errors(merchantId),
      }))
    },
  },
  {
    method: 'POST',
    path: '/merchants/:merchantId/signature-doctor',
    operation: 'signatureDoctor.ask',
    needs: 'calls.read',
    refuses: ['INVALID_MERCHANT_ID', 'INVALID_VALUE', 'PARAMETER_NOT_FOUND_IN_REQUEST'],
    absent: log.absentMerchant,
    body: requestQuestion,
    run: async ({ params: { merchantId = '' }, body, errorId }) => {
      const question = readRequestQuestion(body)
      return question.ok
        ? json(await log.diagnose(merchantId, question.value))
        : errorAnswer(errorId, question.refusals)
    },
  },
]
