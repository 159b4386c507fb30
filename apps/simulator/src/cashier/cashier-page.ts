import type { Money } from '@silkgate/domain'
import {
  countdownHtml,
  factList,
  type Html,
  html,
  icon,
  moneyHtml,
  moneyText,
  referenceHtml,
  signedHeading,
  stepHeading,
} from '@silkgate/page'
import { checkAgain, layout } from '../page/layout.ts'
import { endings, type OrderPhase, phaseAt, startAgain } from '../page/order-phase.ts'
import { qrSvg } from '../page/qr.ts'
import { type WalletChoice, walletChoice } from './wallet-choice.ts'

export type CashierView = {
  code: string
  phase: OrderPhase
  merchantName: string
  orderReference: string
  description: string
  amount: Money
  now: Date
  expiresAt: Date
  wallets: WalletChoice[]
  /** What the QR code says: at most 80 characters, so that its modules stay large. */
  qrUrl: string
  /** The brand of the wallet in which the order was scanned or opened. */
  openedIn: string | undefined
  statusUrl: string
  walletPath: (walletId: string) => string
  eventsUrl: string
  refreshUrl: string
}

/** The page on which a shopper picks a wallet or scans, in the role of the Alipay+ page. */
export const cashierPage = (view: CashierView): string => {
  const phase = phaseAt(view)
  const { heading, body } = phase === 'open' ? openPart(view) : endedPart(view, phase)
  return layout({
    title: `${heading} – ${moneyText(view.amount)} – ${view.merchantName}`,
    kind: 'cashier',
    live: {
      state: `${phase}:${view.openedIn ?? ''}`,
      eventsUrl: phase === 'open' ? view.eventsUrl : undefined,
      refreshUrl: view.refreshUrl,
      nextUrl: phase === 'open' ? undefined : view.statusUrl,
      keepsPlace: false,
    },
    body,
  })
}

/** The page for a link that belongs to no order. */
export const cashierUnknownPage = (): string =>
  layout({
    title: 'Payment not found – Alipay+',
    kind: 'cashier',
    live: undefined,
    body: html`<section class="card narrow">
${signedHeading({ icon: 'triangle-alert', role: 'bad' }, 'Payment not found')}
<p>No payment belongs to this link. Nothing was charged.</p>
<p>Go back to the shop and start again, or check that the link was copied whole.</p>
</section>`,
  })

type Part = { heading: string; body: Html }

const openPart = (view: CashierView): Part => (view.openedIn === undefined ? choosePart(view) : confirmPart(view))

const orderPart = (view: CashierView, heading: Html): Html => html`<section class="order">
<p class="muted"><b>${view.merchantName}</b> · order ${referenceHtml(view.orderReference)}</p>
${heading}
<p class="muted">${view.description}</p>
${countdownHtml(view)}
</section>`

const choosePart = (view: CashierView): Part => ({
  heading: 'Choose your wallet',
  body: html`${orderPart(view, stepHeading(html`Pay ${moneyHtml(view.amount)}`))}
<div class="split" data-while-open>
<section class="card" aria-labelledby="wallets"><h2 id="wallets">Choose your wallet</h2>
${walletChoice(view)}
</section>
<section class="card wide-only" aria-labelledby="scan"><h2 id="scan">Scan with your phone</h2>
${scanPart(view)}
</section>
<details class="card narrow-only"><summary>Pay with another phone: show QR code</summary>
${scanPart(view)}
</details>
</div>
${lastPart(view)}`,
})

const confirmPart = (view: CashierView): Part => {
  const heading = `Confirm in ${view.openedIn} on your phone`
  return {
    heading,
    body: html`${orderPart(view, html`<p class="amount">${moneyHtml(view.amount)}</p>`)}
<section class="card narrow">
<div class="sign good">${icon('circle-check')}</div>
${stepHeading(heading)}
<p>The payment is open in <span translate="no">${view.openedIn}</span>. Check the amount there and confirm it.</p>
${checkAgain(view.refreshUrl)}
</section>
<details class="card narrow" id="others" data-while-open><summary>Use another wallet</summary>
${walletChoice(view)}
</details>
${limitPart(view)}`,
  }
}

const scanPart = (view: CashierView): Html => html`<div class="scan">${qrSvg(view.qrUrl)}
<p>Open one of these wallets on your phone and scan this code.</p>
<p class="muted">Or open this link there: <a class="link" href="${view.qrUrl}">${view.qrUrl}</a></p></div>`

const limitPart = (view: CashierView): Html =>
  html`<p class="muted">Alipay+ allows at most 10 minutes for a payment. If the time runs out, start again from
${view.merchantName}: nothing in your order is lost.</p>`

const lastPart = (view: CashierView): Html => html`<div class="aside">${limitPart(view)}
${checkAgain(view.refreshUrl)}</div>`

const endedPart = (view: CashierView, phase: Exclude<OrderPhase, 'open'>): Part => {
  const ending = endings[phase]
  return {
    heading: ending.heading,
    body: html`<section class="card narrow">
${signedHeading(ending, ending.heading)}
<p>${ending.says}</p>
${startAgain(phase, view.merchantName)}
${factList([
  ['Merchant', view.merchantName],
  ['Order', referenceHtml(view.orderReference)],
  ['Amount', moneyHtml(view.amount)],
])}
<p class="deeds"><a class="button" href="${view.statusUrl}">Continue</a></p>
</section>`,
  }
}
