import type { Payment } from './facts.ts'
import { statusOf } from './status.ts'

type Situation = 'open' | 'captured' | 'dead'

const byTheConsumer = 'Alipay+ captures all of a payment at the moment the consumer pays'
const isOver = 'Nothing was charged, and nothing can be any more.'

/**
 * What merchants do with payments of other products, and why Alipay+ leaves no room for it: while the payment is open,
 * once it is captured, when it is dead. Source: states of Alipay+; Connect answers 410110 in a wrong state.
 */
export const merchantActions = {
  approve: {
    never: 'Alipay+ captures when the consumer pays; no payment is ever PENDING_APPROVAL',
    open: `${byTheConsumer}, without approval.`,
    captured: `${byTheConsumer}; nothing is left to approve.`,
    dead: isOver,
  },
  capture: {
    never: 'Alipay+ captures when the consumer pays; no payment is ever PENDING_CAPTURE',
    open: `${byTheConsumer}, by itself.`,
    captured: `${byTheConsumer}; nothing is left to capture.`,
    dead: isOver,
  },
  finalizecapture: {
    never: 'Alipay+ captures all at once, so a capture is final',
    open: `${byTheConsumer}; there is no capture yet.`,
    captured: `${byTheConsumer}; its capture is final already.`,
    dead: isOver,
  },
  cancelapproval: {
    never: 'there is no approval that could be taken back',
    open: 'It was never approved, so no approval can be taken back.',
    captured: 'It needed no approval, so none can be taken back. Refund the payment instead.',
    dead: isOver,
  },
  cancel: {
    never: 'an unpaid order ends by itself, at most ten minutes after it was made; a paid one is refunded',
    open: 'Only the consumer decides about it; unless paid, it ends by itself when its time is up, after ten minutes at most.',
    captured: 'The consumer has paid. Refund the payment instead.',
    dead: `It has ended already. ${isOver}`,
  },
  complete: {
    never: 'the consumer completes a payment in the wallet',
    open: 'The consumer completes it in the wallet; the merchant has nothing to add.',
    captured: 'The consumer has completed it in the wallet.',
    dead: isOver,
  },
} as const satisfies Record<string, Record<Situation | 'never', string>>

export type MerchantAction = keyof typeof merchantActions

const situationOf = (payment: Payment): Situation => {
  if (payment.captured) return 'captured'
  return payment.closed || payment.refused !== undefined ? 'dead' : 'open'
}

/** Why a merchant cannot do this with the payment as it is, in words for the merchant. */
export const whyNotDone = (action: MerchantAction, payment: Payment): string =>
  `The payment is ${statusOf(payment)}. ${merchantActions[action][situationOf(payment)]}`

/**
 * How far the consumer has come, as far as Alipay+ tells us; undefined for a payment that nobody can pay any more.
 * Source: third party statuses of Connect.
 */
export const thirdPartyStatusOf = (payment: Payment): 'WAITING' | 'COMPLETED' | undefined => {
  const situation = situationOf(payment)
  if (situation === 'dead') return undefined
  return situation === 'captured' ? 'COMPLETED' : 'WAITING'
}
