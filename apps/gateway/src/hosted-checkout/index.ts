export { begunWith, type CheckoutClaim, deleteOldCheckouts } from './checkout-claim.store.ts'
export { type OrderLine, type StoredCheckout, secretHashOf } from './hosted-checkout.row.ts'
export { cancelCheckout, readCheckout } from './hosted-checkout.store.ts'
