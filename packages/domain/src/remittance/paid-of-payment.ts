import type { RemittanceId, RemittanceStatus } from './remittance.ts'

/** What one remittance has to do with one payment; amounts in the smallest unit of its currency. */
export type PartOfPayment = {
  readonly remittanceId: RemittanceId
  readonly status: RemittanceStatus
  /** What its movements are of the payment: the payment itself, our fee, refunds, lost disputes. */
  readonly listedMinor: bigint
  /** What it kept back for the payment's sake. */
  readonly keptMinor: bigint
  /** The next remittance of the merchant and currency, which has what this one kept back. */
  readonly next: RemittanceId | undefined
  /** The remittance that has what this one did not pay. */
  readonly carriedInto: RemittanceId | undefined
}

const failed: readonly RemittanceStatus[] = ['rejected', 'returned', 'cancelled']

/**
 * What each remittance pays of a payment, or would have: what is in it, less what it kept back. In it is what it lists, what the
 * one before it kept back, and what those did not pay that it carries.
 */
export const paidOfPayment = (parts: readonly PartOfPayment[]): ReadonlyMap<RemittanceId, bigint> => {
  const within = new Map(parts.map(({ remittanceId, listedMinor }) => [remittanceId, listedMinor]))
  const goesInto = (remittanceId: RemittanceId | undefined, minor: bigint) => {
    if (remittanceId !== undefined) within.set(remittanceId, (within.get(remittanceId) ?? 0n) + minor)
  }
  const paid = new Map<RemittanceId, bigint>()
  // Their ids are of one length and counted up, and money goes on into later ones alone.
  for (const part of parts.toSorted((a, b) => (a.remittanceId < b.remittanceId ? -1 : 1))) {
    const has = within.get(part.remittanceId) ?? 0n
    const kept = has < 0n ? 0n : has < part.keptMinor ? has : part.keptMinor
    paid.set(part.remittanceId, has - kept)
    goesInto(part.next, kept)
    goesInto(part.carriedInto, has - kept)
  }
  return paid
}

/**
 * What of a payment is available still, of `ownMinor` that it has brought in all, less our fee and what went back: what no
 * remittance has paid. One that failed has paid nothing.
 */
export const unpaidOfPayment = (ownMinor: bigint, parts: readonly PartOfPayment[]): bigint => {
  const paid = paidOfPayment(parts)
  const stands = parts.filter(({ status }) => !failed.includes(status))
  const left = stands.reduce((sum, { remittanceId }) => sum - (paid.get(remittanceId) ?? 0n), ownMinor)
  return left > 0n ? left : 0n
}
