import type { MerchantId } from '@silkgate/domain'
import { errorAnswer, type HttpAnswer } from '../http/errors.ts'
import { json, type OperatorRequest } from './operator-route.ts'

/** Whether somebody may see what is of this merchant, if there is such a one. */
export const seesMerchant = ({ merchantId: own }: OperatorRequest['by'], merchantId: string): boolean =>
  /^\d{1,10}$/.test(merchantId) && (own ?? merchantId) === merchantId

/** An answer about one merchant: that of who asks, or the one that the operator's people name. `what` is what is asked for. */
export const aboutMerchant = async (
  { by, errorId }: Pick<OperatorRequest, 'by' | 'errorId'>,
  named: MerchantId | undefined,
  what: string,
  run: (merchantId: MerchantId) => Promise<unknown>,
): Promise<HttpAnswer> => {
  const merchantId = by.merchantId ?? named
  if (merchantId !== undefined) return json(await run(merchantId))
  const message = `Say whose ${what}: merchant=, the number of a merchant.`
  return errorAnswer(errorId, [{ error: 'INVALID_VALUE', propertyName: 'merchant', message }])
}
