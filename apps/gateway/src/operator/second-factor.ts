import { Secret, TOTP } from 'otpauth'

const periodMs = 30_000
const issuer = 'silkgate'

const totpOf = (secret: string, label: string): TOTP =>
  new TOTP({ issuer, label, secret: Secret.fromBase32(secret), digits: 6, period: periodMs / 1000 })

/** A secret to be shown once, in base32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32

/** What an authenticator reads as a QR code. */
export const totpUri = (secret: string, email: string): string => totpOf(secret, email).toString()

/**
 * The time step that a code is of: the present one, or the one before or after, since clocks differ. Undefined where it is of
 * none of them, or of one that is not after `lastStep`. Source: RFC 6238, 5.2.
 */
export const totpStepOf = (
  secret: string,
  code: string,
  { wallMs, lastStep }: { wallMs: number; lastStep: bigint | null },
): bigint | undefined => {
  if (!/^\d{6}$/.test(code)) return undefined
  const delta = totpOf(secret, '').validate({ token: code, timestamp: wallMs, window: 1 })
  if (delta === null) return undefined
  const step = BigInt(Math.floor(wallMs / periodMs) + delta)
  return lastStep !== null && step <= lastStep ? undefined : step
}
