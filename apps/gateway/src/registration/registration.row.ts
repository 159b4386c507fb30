import type { MerchantId } from '@silkgate/domain'

/** One request to register a merchant at Alipay+, and what became of it. */
export type Registration = {
  readonly merchantId: MerchantId
  readonly registrationRequestId: string
  /** What is sent, but for where Alipay+ announces what became of it. */
  readonly request: Readonly<Record<string, unknown>>
  readonly requestedAt: Date
  /** Since when Alipay+ has it. */
  readonly acceptedAt: Date | undefined
  readonly endedAt: Date | undefined
  readonly outcome: 'registered' | 'refused' | undefined
  /** What was heard last. */
  readonly detail: string | undefined
}

export type RegistrationNews = {
  readonly at: Date
  readonly acceptedAt?: Date
  readonly outcome?: 'registered' | 'refused'
  readonly detail: string
  /** When to ask again, unless it has ended. */
  readonly nextAt: Date
}
