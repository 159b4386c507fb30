import { type DisputeFile, type DisputeId, isDisputeId } from '@silkgate/domain'
import { errorAnswer, type HttpAnswer } from '../http/errors.ts'
import type { Caller, Route, RouteRequest } from '../http/route.ts'
import type { disputesForMerchants } from './disputes-for-merchants.ts'
import { unknownDispute } from './on-open-dispute.ts'

/** A name that is not ASCII is written twice, for clients that read only one of the two. Source: RFC 6266. */
export const fileHeaders = ({ fileName, fileType }: DisputeFile) => ({
  'Content-Type': fileType,
  'Content-Disposition':
    `attachment; filename="${fileName.replace(/[^\w .()-]/g, '_')}"; ` +
    `filename*=UTF-8''${encodeURIComponent(fileName).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)}`,
  'X-Content-Type-Options': 'nosniff',
})

const json = (body: unknown): HttpAnswer => ({ status: 200, body: JSON.stringify(body) })

/** Disputes of the merchant API: looked at, and answered by the merchant. Alipay+ opens them, never a merchant. */
export const disputeRoutes = ({ find, answer, addFile }: ReturnType<typeof disputesForMerchants>): Route[] => {
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
      path: '/files/v1/:merchantId/disputes/:disputeId',
      operation: 'disputes.uploadFile',
      refuses: [...refuses, 'PARAMETER_NOT_FOUND_IN_REQUEST', 'FILE_TOO_LARGE'],
      file: 'taken',
      run: onDispute(addFile),
    },
    {
      method: 'GET',
      path: '/files/v1/:merchantId/files/:fileId',
      operation: 'files.getFile',
      refuses: ['INVALID_FILE_ID'],
      file: 'given',
      run: async ({ merchant, params, errorId }) => {
        const found = await find.file(merchant.merchantId, params.fileId ?? '')
        if (found === undefined) return errorAnswer(errorId, [{ error: 'INVALID_FILE_ID', propertyName: 'fileId' }])
        return { status: 200, headers: fileHeaders(found.file), body: '', bytes: found.content }
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
  ]
}
