import { type Merchant, ok, type Result, refuse } from '@silkgate/domain'
import type { Directory } from '../merchant/index.ts'
import { instantOfDate, isSignatureValid, readAuthorization, type SignedRequest } from './v1hmac.ts'

const skewMs = 5 * 60 * 1000
const nobody = 'a secret that no key has'

/**
 * Says who signed a request and that it may act for the merchant in the path. A bad signature, an unknown key and an
 * old date are one refusal; a foreign and an unknown merchant are one too, so that nothing can be probed.
 */
export const authenticate = async (
  directory: Directory,
  request: SignedRequest,
  merchantId: string,
  wallMs: number,
): Promise<Result<{ merchant: Merchant; apiKeyId: string }>> => {
  const authorization = readAuthorization(request.headers.authorization as string | undefined)
  const sentAt = instantOfDate(request.headers.date as string | undefined)
  const key = authorization && (await directory.apiKey(authorization.keyId))
  const valid = isSignatureValid(request, authorization?.signature ?? '', key?.secret ?? nobody)
  if (key === undefined || !valid || sentAt === undefined || Math.abs(wallMs - sentAt) > skewMs) {
    return refuse({ error: 'MISSING_OR_INVALID_AUTHORIZATION' })
  }
  const merchant = key.merchantId === merchantId ? await directory.merchant(merchantId) : undefined
  if (merchant === undefined) return refuse({ error: 'ACCESS_TO_MERCHANT_NOT_ALLOWED' })
  return ok({ merchant, apiKeyId: key.keyId })
}
