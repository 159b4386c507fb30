import { errorAnswer } from '../http/errors.ts'
import type { Route } from '../http/route.ts'

/** What is true of every payment, in plain words, to be shown by the shop beside its own policy. */
const policy = [
  '<p>When you pay with Alipay+, the shop hands your order to its payment service provider, which passes on to Alipay+: ',
  'the amount, the order’s number and description, the shop’s name and address, and, if the shop gave them, your customer ',
  'number at the shop, your country and the kind of device you use. You log in and pay in your own wallet; the shop and its ',
  'payment service provider never see your wallet’s password or balance. They learn which wallet was used, whether it paid, ',
  'and when.</p>',
  '<p>The payment service provider keeps the records of the payment to settle it, to give money back, and for as long as the ',
  'law demands. Your wallet’s provider and Alipay+ have privacy policies of their own.</p>',
].join('')

const productId = '866'

/** The privacy policy that shops show to consumers. It is written in English, whatever the locale asked for. */
export const privacyRoutes = (): Route[] => [
  {
    method: 'GET',
    path: '/v1/:merchantId/services/privacypolicy',
    operation: 'services.privacypolicy',
    refuses: ['UNKNOWN_PRODUCT_ID'],
    run: async ({ query, errorId }) => {
      const asked = query.get('paymentProductId')
      if (asked && asked !== productId && asked !== 'undefined') {
        return errorAnswer(errorId, [{ error: 'UNKNOWN_PRODUCT_ID', propertyName: 'paymentProductId' }])
      }
      return { status: 200, body: JSON.stringify({ htmlContent: policy }) }
    },
  },
]
