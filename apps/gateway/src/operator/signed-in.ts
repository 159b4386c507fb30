import type { MerchantId, Role } from '@silkgate/domain'

/** Somebody who is signed in, and from where. */
export type SignedIn = {
  readonly userId: string
  readonly sessionId: string
  readonly email: string
  readonly name: string
  readonly role: Role
  /** The merchant whose things they see; undefined for the operator's people, who see all. */
  readonly merchantId: MerchantId | undefined
  readonly hasSecondFactor: boolean
  readonly address: string
}
