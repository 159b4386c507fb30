import { alipayPlusProductId, type Language, type Result, refuse } from '@silkgate/domain'
import { errorAnswer } from '../http/errors.ts'
import { type ProductOperation, readLanguage, readProductId } from '../product/index.ts'
import { privacyPolicies } from './privacy-policy.ts'

const readPolicyQuery = (query: URLSearchParams): Result<Language> => {
  const productId = readProductId(query)
  if (productId === undefined || productId === String(alipayPlusProductId)) return readLanguage(query)
  return refuse({ error: 'PRODUCT_NOT_FOUND', propertyName: 'paymentProductId' })
}

/** The privacy policy that shops and their pages show to consumers, in the language of the locale asked for. */
export const privacyPolicyOperation: ProductOperation = {
  method: 'GET',
  path: '/services/privacypolicy',
  operation: 'services.privacypolicy',
  refuses: ['INVALID_VALUE', 'PRODUCT_NOT_FOUND'],
  answer: ({ query, errorId }) => {
    const language = readPolicyQuery(query)
    if (!language.ok) return errorAnswer(errorId, language.refusals)
    return { status: 200, body: JSON.stringify({ htmlContent: privacyPolicies[language.value] }) }
  },
}
