import type { MerchantId, Outstanding, Role } from '@silkgate/domain'
import type { Act } from '../audit/index.ts'

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
  /** What their organisation asks for and they have not set up yet: they may do nothing else before. */
  readonly mustSetUp: Outstanding | undefined
  /** Whether they have shown lately who they are, so that they may change how they sign in. */
  readonly isConfirmed: boolean
  /** Whether they have given their second factor lately, where their organisation asks for one: needed to decide about money. */
  readonly isFresh: boolean
}

/** Somebody who does something in the console. */
export const actOf = (
  { email, role, merchantId, address }: Pick<SignedIn, 'email' | 'role' | 'merchantId' | 'address'>,
  operation: string,
  now: () => Date,
): Act => ({ door: 'console', origin: address, by: email, role, organisation: merchantId, operation, now })
