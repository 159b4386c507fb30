import { clientSessionRoutes } from './client-session/client-session.routes.ts'
import { disputeRoutes } from './dispute/dispute.routes.ts'
import { hostedCheckoutRoutes } from './hosted-checkout/hosted-checkout.routes.ts'
import type { Route } from './http/route.ts'
import { captureRoutes } from './payment/capture.routes.ts'
import { merchantActionRoutes } from './payment/merchant-action.routes.ts'
import { paymentRoutes } from './payment/payment.routes.ts'
import { privacyPolicyOperation } from './privacy/index.ts'
import { productOperations, type WalletsOnOffer } from './product/index.ts'
import { productRoutes } from './product/product.routes.ts'
import { convertAmountOperation } from './rate/index.ts'
import { refundRoutes } from './refund/refund.routes.ts'
import { unsupportedRoutes } from './unsupported/unsupported.routes.ts'

export type MerchantApiNeeds = {
  readonly payments: Parameters<typeof paymentRoutes>[0]
  readonly refunds: Parameters<typeof refundRoutes>[0]
  readonly disputes: Parameters<typeof disputeRoutes>[0]
  readonly checkouts: Parameters<typeof hostedCheckoutRoutes>[0]
  readonly sessions: Parameters<typeof clientSessionRoutes>[0]
  readonly onOffer: WalletsOnOffer
}

/** Every route of the merchant API. They are data: the reference is made from them without running any. */
export const merchantApi = ({
  payments,
  refunds,
  disputes,
  checkouts,
  sessions,
  onOffer,
}: MerchantApiNeeds): Route[] => [
  ...paymentRoutes(payments),
  ...captureRoutes(payments),
  ...merchantActionRoutes(payments),
  ...refundRoutes(refunds),
  ...hostedCheckoutRoutes(checkouts),
  ...disputeRoutes(disputes),
  ...productRoutes([...productOperations, privacyPolicyOperation, convertAmountOperation], onOffer),
  ...clientSessionRoutes(sessions),
  ...unsupportedRoutes(),
]
