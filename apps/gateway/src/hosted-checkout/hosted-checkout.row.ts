import { createHash } from 'node:crypto'
import type { HostedCheckout } from '@silkgate/domain'
import type { OrderReferences } from '../order-references.ts'

/** A line of the order, for the consumer to read; amounts in the smallest unit of the order's currency. */
export type OrderLine = { readonly name: string; readonly quantity?: string; readonly minor?: string }

/** What the merchant sent that is needed again. */
export type CheckoutRequest = OrderReferences & {
  readonly returnMac: string
  readonly returnUrl?: string
  readonly locale?: string
  readonly variant?: string
  readonly showResultPage: boolean
  readonly returnCancelState: boolean
  readonly lines: readonly OrderLine[]
}

export type StoredCheckout = {
  readonly checkout: HostedCheckout
  readonly request: CheckoutRequest
  /** SHA-256 of the secret in the consumer's link. */
  readonly secretHash: Buffer
}

/** The hash under which a checkout's secret is kept. */
export const secretHashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()
