import type { ErrorCode } from '@silkgate/domain'
import { errorAnswer } from '../http/errors.ts'
import { privacyPolicyOperation } from '../privacy/index.ts'
import { type ProductOperation, productOperations } from '../product/index.ts'
import { convertAmountOperation } from '../rate/index.ts'

const lacking =
  (message: string): ProductOperation['answer'] =>
  ({ errorId }) =>
    errorAnswer(errorId, [{ error: 'PRODUCT_LACKS_OPERATION', message }])

/** Everything that the browser's SDK calls: what there is about products, and what pages alone ask. */
export const clientOperations: readonly ProductOperation[] = [
  ...productOperations,
  privacyPolicyOperation,
  convertAmountOperation,
  {
    method: 'POST',
    path: '/services/getIINdetails',
    operation: 'services.getIINdetails',
    refuses: ['PRODUCT_LACKS_OPERATION'],
    answer: lacking('There are no card products, so a card number leads to none.'),
  },
  {
    method: 'GET',
    path: '/crypto/publickey',
    operation: 'crypto.publickey',
    refuses: ['PRODUCT_LACKS_OPERATION'],
    answer: lacking('Alipay+ asks the consumer for nothing on your page, so there is nothing to encrypt.'),
  },
  {
    method: 'GET',
    path: '/payments/:paymentId/thirdpartystatus',
    operation: 'payments.thirdPartyStatus',
    refuses: ['PRODUCT_LACKS_OPERATION'],
    answer: lacking('Alipay+ has no status for pages; ask for the payment from your server.'),
  },
]

/** What a merchant's page may be refused with before any of them runs. */
export const everyPageRefuses = [
  'MISSING_OR_INVALID_AUTHORIZATION',
  'ACCESS_TO_CONSUMER_ID_NOT_ALLOWED',
] as const satisfies readonly ErrorCode[]
