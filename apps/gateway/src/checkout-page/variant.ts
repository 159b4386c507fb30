import type { Colour, MerchantId } from '@silkgate/domain'

export type LogoType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/svg+xml'

export const isVariantName = (text: string): boolean => /^[A-Za-z0-9_-]{1,32}$/.test(text)

/** How a merchant's page looks: what differs from ours. */
export type Variant = {
  readonly merchantId: MerchantId
  readonly variant: string
  readonly accent: Colour | undefined
  readonly radiusPx: number | undefined
  readonly note: string | undefined
  readonly logo: { readonly type: LogoType; readonly bytes: Buffer } | undefined
  readonly changedAt: Date
}
