import type { PaymentId } from '../kernel/index.ts'

/** Amounts for the sake of payments, in the smallest unit. */
export type ByPayment = ReadonlyMap<PaymentId, bigint>

/**
 * What a remittance keeps back for each payment's sake: what is left of it where it is held, and what disputes under way may
 * take of it. What is kept of a payment covers its own disputes too.
 */
export const keptForPayments = (held: ByPayment, disputed: ByPayment): ByPayment => {
  const kept = new Map(held)
  for (const [paymentId, minor] of disputed) if (minor > (kept.get(paymentId) ?? 0n)) kept.set(paymentId, minor)
  return new Map([...kept].filter(([, minor]) => minor > 0n))
}
