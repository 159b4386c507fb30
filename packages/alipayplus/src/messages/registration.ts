import type { Address, Result } from './parts.ts'

/** Each product code is a registration of its own. */
export type ProductCode = 'CASHIER_PAYMENT' | 'AGREEMENT_PAYMENT' | 'IN_STORE_PAYMENT'

/**
 * Registers one merchant; `registrationRequestId` is the idempotency key. A request about a merchant is taken when the
 * last one is more than 30 minutes old or was decided on. Source: registration.
 */
export type RegistrationRequest = {
  readonly registrationRequestId: string
  readonly productCodes: readonly ProductCode[]
  readonly merchantInfo: {
    readonly referenceMerchantId: string
    /** Needed for cashier and agreement payments. */
    readonly merchantDisplayName?: string
    readonly merchantMCC: string
    readonly logo?: { readonly logoName?: string; readonly logoUrl?: string }
    readonly merchantAddress: Address
    readonly websites?: readonly { readonly url: string; readonly name?: string; readonly websiteType?: string }[]
    readonly registrationDetail?: {
      readonly legalName: string
      readonly registrationType?: string
      readonly registrationNo?: string
      readonly registrationAddress?: Address
      readonly businessType?: string
    }
  }
  readonly registrationNotifyUrl?: string
  readonly passThroughInfo?: string
}

/** S means that the request was taken, not that the merchant is registered. */
export type RegistrationResponse = { readonly result: Result }

/** How a registration stands; `registrationStatus` is its word for it. */
export type RegistrationResult = { readonly registrationStatus?: string; readonly [more: string]: unknown }

/** What became of a registration, as a whole and at each wallet. */
export type RegistrationOutcome = {
  readonly registrationRequestId?: string
  readonly referenceMerchantId?: string
  readonly registrationResult?: RegistrationResult
  readonly pspRegistrationResultList?: readonly {
    readonly pspName?: string
    readonly registrationResult?: RegistrationResult
  }[]
}

/** By the request, or by the merchant. Source: inquiryRegistrationStatus, as the sibling product AMS documents it. */
export type InquiryRegistrationStatusRequest = {
  readonly registrationRequestId?: string
  readonly referenceMerchantId?: string
}

/** `result` says how the call went. */
export type InquiryRegistrationStatusResponse = RegistrationOutcome & { readonly result: Result }

/** Sent when a registration was decided on. Source: notifyRegistrationStatus, as AMS documents it. */
export type NotifyRegistrationStatusRequest = RegistrationOutcome & { readonly registrationRequestId: string }
