import { type DisputeId, type ErrorCode, isDisputeId } from '@silkgate/domain'
import { errorAnswer, type HttpAnswer } from '../http/errors.ts'
import type { Caller, Route, RouteRequest } from '../http/route.ts'
import { type answerDispute, unknownDispute } from './answer-dispute.ts'
import type { findDisputes } from './find-disputes.ts'

type Needs = { readonly find: ReturnType<typeof findDisputes>; readonly answer: ReturnType<typeof answerDispute> }

const json = (body: unknown): HttpAnswer => ({ status: 200, body: JSON.stringify(body) })

const noFiles = 'how documents are handed to Alipay+ is not published, so none are taken'

const refused = (
  method: Route['method'],
  path: string,
  operation: string,
  { error, propertyName }: { readonly error: ErrorCode; readonly propertyName: string },
): Route => ({
  method,
  path,
  operation,
  refuses: [error],
  neverBecause: noFiles,
  run: async ({ errorId }) => errorAnswer(errorId, [{ error, propertyName }]),
})

/** Disputes of the merchant API: looked at, and answered by the merchant. Alipay+ opens them, never a merchant. */
export const disputeRoutes = ({ find, answer }: Needs): Route[] => {
  const ofPayment =
    (parameter: 'paymentId' | 'captureId') =>
    async ({ merchant, params, errorId }: RouteRequest): Promise<HttpAnswer> => {
      const found = await find.ofPayment(merchant.merchantId, params[parameter] ?? '')
      if (found !== undefined && (parameter === 'paymentId' || found.isCaptured)) {
        return json({ disputes: found.disputes })
      }
      return errorAnswer(errorId, [{ error: 'INVALID_PAYMENT_ID', propertyName: parameter }])
    }
  const onDispute =
    (work: (caller: Caller, disputeId: DisputeId) => Promise<HttpAnswer>) =>
    async ({ caller, params, errorId }: RouteRequest): Promise<HttpAnswer> => {
      const disputeId = params.disputeId ?? ''
      return isDisputeId(disputeId) ? work(caller, disputeId) : errorAnswer(errorId, [unknownDispute])
    }
  const refuses = [
    'INVALID_DISPUTE_ID',
    'ACTION_NOT_ALLOWED',
    'DUPLICATE_REQUEST_IN_PROGRESS',
    'IDEMPOTENCE_KEY_REUSED',
  ] as const
  return [
    {
      method: 'GET',
      path: '/v1/:merchantId/payments/:paymentId/disputes',
      operation: 'payments.disputes',
      refuses: ['INVALID_PAYMENT_ID'],
      run: ofPayment('paymentId'),
    },
    {
      method: 'GET',
      path: '/v1/:merchantId/captures/:captureId/disputes',
      operation: 'captures.disputes',
      refuses: ['INVALID_PAYMENT_ID'],
      run: ofPayment('captureId'),
    },
    {
      method: 'GET',
      path: '/v1/:merchantId/disputes/:disputeId',
      operation: 'disputes.get',
      refuses: ['INVALID_DISPUTE_ID'],
      run: async ({ merchant, params, errorId }) => {
        const view = await find.one(merchant.merchantId, params.disputeId ?? '')
        return view === undefined ? errorAnswer(errorId, [unknownDispute]) : json(view)
      },
    },
    {
      method: 'POST',
      path: '/v1/:merchantId/disputes/:disputeId/submit',
      operation: 'disputes.submit',
      refuses,
      run: onDispute((caller, disputeId) => answer(caller, disputeId, 'defended')),
    },
    {
      method: 'POST',
      path: '/v1/:merchantId/disputes/:disputeId/cancel',
      operation: 'disputes.cancel',
      refuses,
      run: onDispute((caller, disputeId) => answer(caller, disputeId, 'accepted')),
    },
    refused('POST', '/files/v1/:merchantId/disputes/:disputeId', 'disputes.uploadFile', {
      error: 'INVALID_DISPUTE_ID',
      propertyName: 'disputeId',
    }),
    refused('GET', '/files/v1/:merchantId/files/:fileId', 'files.getFile', {
      error: 'INVALID_FILE_ID',
      propertyName: 'fileId',
    }),
  ]
}
