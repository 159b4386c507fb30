import { alipayPlusProductId, type Language, ok, type Result, refuse } from '@silkgate/domain'
import { errorAnswer, type HttpAnswer } from '../http/errors.ts'
import { type ProductOperation, productOperations, readLanguage, readProductId } from '../product/index.ts'
import { privacyPolicies } from './privacy-policy.ts'

const lacking =
  (message: string): ProductOperation['answer'] =>
  ({ errorId }) =>
    errorAnswer(errorId, [{ error: 'PRODUCT_LACKS_OPERATION', message }])

const readPolicyQuery = (query: URLSearchParams): Result<Language> => {
  const productId = readProductId(query)
  if (productId === undefined || productId === String(alipayPlusProductId)) return readLanguage(query)
  return refuse({ error: 'PRODUCT_NOT_FOUND', propertyName: 'paymentProductId' })
}

const getPrivacyPolicy = (query: URLSearchParams, errorId: string): HttpAnswer => {
  const read = readPolicyQuery(query)
  const policy = read.ok ? ok({ htmlContent: privacyPolicies[read.value] }) : read
  return policy.ok ? { status: 200, body: JSON.stringify(policy.value) } : errorAnswer(errorId, policy.refusals)
}

/** Everything that the browser's SDK calls: what there is about products, and what pages alone ask. */
export const clientOperations: readonly ProductOperation[] = [
  ...productOperations,
  {
    method: 'GET',
    path: '/services/privacypolicy',
    operation: 'services.privacypolicy',
    refuses: ['INVALID_VALUE', 'PRODUCT_NOT_FOUND'],
    answer: ({ query, errorId }) => getPrivacyPolicy(query, errorId),
  },
  {
    method: 'GET',
    path: '/services/convert/amount',
    operation: 'services.convertAmount',
    refuses: ['PRODUCT_LACKS_OPERATION'],
    answer: lacking('Alipay+ names its rate when the consumer pays; there is none to convert by before.'),
  },
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
