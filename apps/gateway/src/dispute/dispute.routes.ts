import type { ErrorCode } from '@silkgate/domain'
import { errorAnswer } from '../http/errors.ts'
import type { Route } from '../http/route.ts'

const neverBecause = 'Alipay+ has opened no dispute here, so there is none to look at'

const unknown = (
  method: Route['method'],
  path: string,
  operation: string,
  { error, propertyName }: { readonly error: ErrorCode; readonly propertyName: string },
): Route => ({
  method,
  path,
  operation,
  refuses: [error],
  neverBecause,
  run: async ({ errorId }) => errorAnswer(errorId, [{ error, propertyName }]),
})

const noDispute = { error: 'INVALID_DISPUTE_ID', propertyName: 'disputeId' } as const
const noFile = { error: 'INVALID_FILE_ID', propertyName: 'fileId' } as const

/** Disputes by their ids. There is none yet, so every id is unknown; uploads are left unread. */
export const disputeRoutes = (): Route[] => [
  unknown('GET', '/v1/:merchantId/disputes/:disputeId', 'disputes.get', noDispute),
  unknown('POST', '/v1/:merchantId/disputes/:disputeId/submit', 'disputes.submit', noDispute),
  unknown('POST', '/v1/:merchantId/disputes/:disputeId/cancel', 'disputes.cancel', noDispute),
  unknown('POST', '/files/v1/:merchantId/disputes/:disputeId', 'disputes.uploadFile', noDispute),
  unknown('GET', '/files/v1/:merchantId/files/:fileId', 'files.getFile', noFile),
]
