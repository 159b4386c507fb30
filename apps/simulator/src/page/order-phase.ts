import { type Html, html, type Sign } from '@silkgate/page'

/** Where an order stands at Alipay+. Cancelled: closed by the acquirer, or paid and given back. */
export type OrderPhase = 'open' | 'paid' | 'declined' | 'no_balance' | 'expired' | 'cancelled'

export type Ending = Sign & { heading: string; says: string }

/** One ending per phase. Paid never offers paying again; the others never say paid. */
export const endings: Readonly<Record<Exclude<OrderPhase, 'open'>, Ending>> = {
  paid: {
    icon: 'circle-check',
    role: 'good',
    heading: 'Payment complete',
    says: 'Your wallet confirmed it. There is nothing more to pay.',
  },
  declined: {
    icon: 'circle-x',
    role: 'bad',
    heading: 'Payment not made',
    says: 'Your wallet refused it. Nothing was charged. Try another wallet.',
  },
  no_balance: {
    icon: 'circle-x',
    role: 'bad',
    heading: 'Not enough balance',
    says: 'Your wallet does not hold enough for this. Nothing was charged. Add money to it, or try another wallet.',
  },
  expired: {
    icon: 'timer-off',
    role: 'neutral',
    heading: 'Time is up',
    says: 'If your wallet shows a payment, keep this page: it will be matched or sent back.',
  },
  cancelled: {
    icon: 'ban',
    role: 'neutral',
    heading: 'Payment cancelled',
    says: 'Nothing is owed. If your wallet shows a payment, the money goes back to your wallet.',
  },
}

/** An order that is still open when its time is over can no longer be paid; the page does not wait to be told. */
export const phaseAt = (view: { phase: OrderPhase; now: Date; expiresAt: Date }): OrderPhase =>
  view.phase === 'open' && view.now.getTime() >= view.expiresAt.getTime() ? 'expired' : view.phase

/** What to do after an ending that is not a payment. */
export const startAgain = (phase: OrderPhase, merchantName: string): Html | undefined => {
  if (phase === 'paid' || phase === 'open') return undefined
  const limit = phase === 'expired' && 'Alipay+ allows at most 10 minutes for a payment. '
  return html`<p>${limit}Go back to ${merchantName} to start again. Nothing in your order is lost.</p>`
}
