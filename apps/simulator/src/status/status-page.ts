import type { Money } from '@silkgate/domain'
import {
  countdownHtml,
  factList,
  type Html,
  html,
  icon,
  momentHtml,
  moneyHtml,
  moneyText,
  referenceHtml,
  signedHeading,
  stepHeading,
} from '@silkgate/page'
import { layout } from '../page/layout.ts'
import { endings, type OrderPhase, phaseAt, startAgain } from '../page/order-phase.ts'

export type StatusView = {
  phase: OrderPhase
  merchantName: string
  orderReference: string
  amount: Money
  paymentId: string
  walletBrand: string | undefined
  paidAt: Date | undefined
  expiresAt: Date
  now: Date
  backUrl: string
  cashierUrl: string
  eventsUrl: string
}

/** What Alipay+ shows after the wallet and before the merchant: one ending, and the way back. */
export const statusPage = (view: StatusView): string => {
  const phase = phaseAt(view)
  const heading = phase === 'open' ? waitingHeading : endings[phase].heading
  return layout({
    title: `${heading} – ${moneyText(view.amount)} – ${view.merchantName}`,
    kind: 'status',
    live: {
      state: phase,
      eventsUrl: view.eventsUrl,
      refreshUrl: undefined,
      nextUrl: undefined,
      keepsPlace: false,
    },
    body: html`<section class="card narrow">
${phase === 'open' ? waitingPart(view) : endedPart(view, phase)}
</section>`,
  })
}

const waitingHeading = 'We are waiting for your wallet'

const waitingPart = (view: StatusView): Html => html`<div class="sign waiting">${icon('hourglass')}</div>
${stepHeading(waitingHeading)}
<p>If you have paid, do not pay again. <span class="scripted">This page changes by itself.</span></p>
${countdownHtml(view)}
${factsOf(view, 'open')}
<p class="deeds"><a class="button unscripted" href="">Check again</a>
<a class="button secondary" href="${view.cashierUrl}">I have not paid: choose a wallet</a>
<a class="button secondary" href="${view.backUrl}">Back to ${view.merchantName}</a></p>`

const endedPart = (view: StatusView, phase: Exclude<OrderPhase, 'open'>): Html => {
  const ending = endings[phase]
  return html`${signedHeading(ending, ending.heading)}
${phase === 'paid' && html`<p class="amount">${moneyHtml(view.amount)}</p>`}
<p>${ending.says}</p>
${startAgain(phase, view.merchantName)}
${factsOf(view, phase)}
<p class="deeds"><a class="button" href="${view.backUrl}">Back to ${view.merchantName}</a></p>`
}

const factsOf = (view: StatusView, phase: OrderPhase): Html =>
  factList([
    ['Amount', phase === 'paid' ? undefined : moneyHtml(view.amount)],
    ['Merchant', view.merchantName],
    ['Order', referenceHtml(view.orderReference)],
    ['Reference', referenceHtml(view.paymentId)],
    ['Wallet', view.walletBrand && html`<span translate="no">${view.walletBrand}</span>`],
    ['Confirmed', phase === 'paid' && view.paidAt ? momentHtml(view.paidAt) : undefined],
  ])
