import type { Payment } from './facts.ts'

/**
 * The statuses a merchant sees, with Connect's category and number, and the webhook event that each change causes.
 * Source: numeric codes of Connect's e-wallet group.
 */
export const statuses = {
  CREATED: { category: 'CREATED', code: 0, event: 'payment.created', says: 'stored, Alipay+ has not answered yet' },
  REDIRECTED: { category: 'PENDING_PAYMENT', code: 50, event: 'payment.redirected', says: 'waiting for the consumer' },
  CAPTURED: {
    category: 'COMPLETED',
    code: 800,
    event: 'payment.captured',
    says: 'the consumer paid; the money is on its way',
  },
  PAID: { category: 'COMPLETED', code: 1000, event: 'payment.paid', says: 'Alipay+ paid us and the bank confirms it' },
  REFUNDED: {
    category: 'REFUNDED',
    code: 1800,
    event: 'payment.refunded',
    says: 'all of it went back to the consumer',
  },
  REJECTED: {
    category: 'UNSUCCESSFUL',
    code: 100,
    event: 'payment.rejected',
    says: 'refused: 100 by us, 120 by the wallet',
  },
  CANCELLED: {
    category: 'UNSUCCESSFUL',
    code: 99999,
    event: 'payment.cancelled',
    says: 'closed at Alipay+; nothing was charged',
  },
} as const

export type PaymentStatus = keyof typeof statuses

/** The status follows from the facts, in this order; it is never stored as a decision of its own. */
export const statusOf = (payment: Payment): PaymentStatus => {
  if (payment.captured && payment.refundedMinor === payment.amount.minor) return 'REFUNDED'
  if (payment.settled) return 'PAID'
  if (payment.captured) return 'CAPTURED'
  if (payment.closed) return 'CANCELLED'
  if (payment.refused !== undefined) return 'REJECTED'
  if (payment.redirectUrl !== undefined) return 'REDIRECTED'
  return 'CREATED'
}

export const statusCodeOf = (payment: Payment): number => {
  const status = statusOf(payment)
  return status === 'REJECTED' && payment.refused !== undefined ? payment.refused : statuses[status].code
}
