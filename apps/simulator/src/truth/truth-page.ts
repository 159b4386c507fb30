import { type Money, money, subtract } from '@silkgate/domain'
import {
  factList,
  type Html,
  html,
  type IconName,
  icon,
  momentHtml,
  moneyHtml,
  nameHtml,
  type Role,
  referenceHtml,
} from '@silkgate/page'
import type { Order, Phase } from '../order/order.ts'
import type { Notification } from '../order/orders.ts'
import { truthLayout } from '../page/layout.ts'
import type { KnownMessage } from '../transfer/transfers.ts'
import { wallets } from '../wallet/wallets.ts'
import { disputesPart } from './disputes-part.ts'
import { type FilesView, filesPart } from './files-part.ts'
import { type SwitchesView, switchesPart } from './switches.ts'
import { transfersPart } from './transfers-part.ts'

export type TruthView = SwitchesView &
  FilesView & {
    readonly orders: readonly { order: Order; phase: Phase; charged: Money; notifications: readonly Notification[] }[]
    /** The last files of payments that the bank was given. */
    readonly transferMessages: readonly KnownMessage[]
    readonly page: number
    readonly pages: number
    readonly total: number
    /** Why a wallet could not dispute an order. */
    readonly undisputed: { readonly paymentRequestId: string; readonly says: string } | undefined
  }

const phases: Readonly<Record<Phase, { word: string; icon: IconName; role: Role }>> = {
  open: { word: 'Open', icon: 'circle-arrow-right', role: 'waiting' },
  paid: { word: 'Paid', icon: 'circle-check', role: 'good' },
  declined: { word: 'Declined', icon: 'circle-x', role: 'bad' },
  no_balance: { word: 'Balance not enough', icon: 'circle-x', role: 'bad' },
  expired: { word: 'Expired', icon: 'timer-off', role: 'neutral' },
  cancelled: { word: 'Cancelled', icon: 'ban', role: 'neutral' },
}

/** What each wallet paid and got back, and what was announced of it, next to the switches of what goes wrong. */
export const truthPage = (view: TruthView): string =>
  truthLayout({
    title: `${view.wrong === undefined && view.undisputed === undefined ? '' : 'Error: '}The simulated world`,
    live: undefined,
    body: html`<div class="intro"><h1>What is true</h1>
<p class="muted">What each wallet paid, got back and claims, and what Alipay+ announced of it. <a href="#faults">What goes
wrong</a> is switched on and off here too, and the <a href="#files">files</a> of Alipay+ and the bank can be opened.</p></div>
<div class="split">
<section class="worlds" aria-labelledby="orders"><h2 id="orders">${ordersHeading(view.total)}</h2>
${view.total === 0 && noOrders}
<ul class="worlds">${view.orders.map((one) => orderCard(one, view))}</ul>
${turns(view)}
</section>
<div class="worlds">
${switchesPart(view)}
${transfersPart(view.transferMessages)}
${filesPart(view)}
</div>
</div>`,
  })

const ordersHeading = (total: number): string => {
  if (total === 0) return 'No orders yet'
  return total === 1 ? '1 order' : `${total} orders, newest first`
}

const noOrders = html`<p class="muted">Buy something in the <a href="/shop/">Demo Shop</a>, and it appears here.</p>`

const paidOf = ({ paidAt, terms }: Order): Money => money(terms.amount.currency, paidAt ? terms.amount.minor : 0n)

/** By refunds, by disputes, or because the order was cancelled. */
const backOf = ({ order, charged }: Shown): Money => subtract(paidOf(order), charged)

type Shown = TruthView['orders'][number]

const orderCard = (shown: Shown, { page, undisputed }: TruthView): Html => {
  const { order, phase, charged, notifications } = shown
  const refused = undisputed?.paymentRequestId === order.paymentRequestId ? undisputed.says : undefined
  const { word, role, icon: sign } = phases[phase]
  return html`<li class="card">
<div class="world-head"><h3>${nameHtml(order.terms.merchantName)}, ${moneyHtml(order.terms.amount, 'en')}</h3>
<span class="badge ${role}">${icon(sign)}${word}</span></div>
${factList([
  ['Wallet', order.wallet && nameHtml(wallets[order.wallet].brand)],
  ['Paid', moneyHtml(paidOf(order), 'en')],
  ['Got back', moneyHtml(backOf(shown), 'en')],
  ['Is charged', moneyHtml(charged, 'en')],
  ['Placed', momentHtml(order.placedAt, 'en')],
  ['Payment', referenceHtml(order.paymentRequestId)],
])}
${notificationsPart(notifications)}
${disputesPart(order, page, refused)}</li>`
}

const notificationsPart = (notifications: readonly Notification[]): Html => {
  const count = notifications.length
  if (count === 0) return html`<p class="muted">Nothing was announced.</p>`
  return html`<details><summary>${count === 1 ? '1 notification' : `${count} notifications`}</summary>
<ol class="told">${notifications.map(notificationRow)}</ol></details>`
}

const notificationRow = ({ body, signedBy, attempts, nextAt, lastAnswer }: Notification): Html => html`<li>
<p>${saidIn(body)}${signedBy === 'forger' && ', signed by a forger'}; sent ${attempts === 1 ? 'once' : `${attempts} times`}${
  nextAt !== undefined && html`, next at ${momentHtml(nextAt, 'en')}`
}</p>
<p class="muted">${lastAnswer === undefined ? 'No answer yet' : `Answer: ${lastAnswer}`}</p></li>`

type Said = {
  readonly paymentResult?: { readonly resultStatus: string; readonly resultCode: string }
  readonly disputeRequestId?: string
  readonly disputeNotificationType?: string
  readonly disputeJudgedResult?: string
}

const saidIn = (body: string): string => {
  const { paymentResult, disputeRequestId, ...told } = JSON.parse(body) as Said
  if (paymentResult !== undefined) return `${paymentResult.resultStatus}/${paymentResult.resultCode}`
  return `Dispute ${disputeRequestId}: ${told.disputeJudgedResult ?? told.disputeNotificationType ?? 'opened'}`
}

const turns = ({ page, pages }: TruthView): Html | undefined => {
  if (pages < 2) return undefined
  return html`<nav class="turns" aria-label="Pages of orders">
${page > 1 ? html`<a href="/truth/?page=${page - 1}">Newer</a>` : html`<span></span>`}
<span>Page ${page} of ${pages}</span>
${page < pages ? html`<a href="/truth/?page=${page + 1}">Older</a>` : html`<span></span>`}</nav>`
}
