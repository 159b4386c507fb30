export { type Colour, contrastOf, isColour, readableAccent } from './accent.ts'
export {
  type CheckoutStage,
  type CheckoutStatus,
  canBegin,
  canDelete,
  checkoutLifeMs,
  checkoutStatusOf,
  type HostedCheckout,
  stageOf,
} from './hosted-checkout.ts'
