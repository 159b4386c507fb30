import { type Html, html, type IconName, icon, type Role } from '@silkgate/page'

export type ShopOrderState =
  | 'created'
  | 'waiting'
  | 'captured'
  | 'paid'
  | 'rejected'
  | 'cancelled'
  | 'refunded'
  | 'failed'

type Shown = { word: string; icon: IconName; role: Role; heading: string; says: string }

/** Word, sign and colour of each state, and what it means for the shopper. */
export const orderStates: Readonly<Record<ShopOrderState, Shown>> = {
  created: {
    word: 'Created',
    icon: 'circle',
    role: 'neutral',
    heading: 'We are setting up your payment',
    says: 'Your order is stored. You can pay as soon as Alipay+ has answered.',
  },
  waiting: {
    word: 'Waiting for shopper',
    icon: 'circle-arrow-right',
    role: 'waiting',
    heading: 'Waiting for your payment',
    says: 'If your wallet has confirmed it, do not pay again.',
  },
  captured: {
    word: 'Captured',
    icon: 'circle-dot',
    role: 'secured',
    heading: 'Payment complete',
    says: 'Your wallet confirmed it. The money is on its way to the shop.',
  },
  paid: {
    word: 'Paid',
    icon: 'circle-check',
    role: 'good',
    heading: 'Payment complete',
    says: 'Your wallet confirmed it, and the money has been received for the shop.',
  },
  rejected: {
    word: 'Rejected',
    icon: 'circle-x',
    role: 'bad',
    heading: 'Payment not made',
    says: 'It was refused. Nothing was charged. To try another wallet, order again.',
  },
  cancelled: {
    word: 'Cancelled',
    icon: 'ban',
    role: 'neutral',
    heading: 'Payment cancelled',
    says: 'Nothing is owed. If your wallet shows a payment, keep this page: it will be matched or sent back.',
  },
  refunded: {
    word: 'Refunded',
    icon: 'undo-2',
    role: 'back',
    heading: 'Money sent back',
    says: 'The whole amount went back to your wallet.',
  },
  failed: {
    word: 'Not placed',
    icon: 'circle-x',
    role: 'bad',
    heading: 'Order not placed',
    says: 'The shop could not begin the payment.',
  },
}

const isOrderState = (state: string): state is ShopOrderState => Object.hasOwn(orderStates, state)

/** Sign, word and tint of a state; an unknown one is shown by its own word. */
export const stateBadge = (state: string): Html => {
  const shown = isOrderState(state) ? orderStates[state] : { word: state, icon: 'circle' as const, role: 'neutral' }
  return html`<span class="badge ${shown.role}">${icon(shown.icon)}${shown.word}</span>`
}
