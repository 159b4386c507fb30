import type { Money } from '@silkgate/domain'
import {
  checkAgain,
  factList,
  type Html,
  html,
  icon,
  momentHtml,
  moneyHtml,
  moneyText,
  referenceHtml,
  stepHeading,
} from '@silkgate/page'
import { shopLayout } from '../page/layout.ts'
import { orderStates, type ShopOrderState, stateBadge } from './order-state.ts'
import { shopPaths } from './products.ts'

export type { ShopOrderState }

export type ShopOrderView = {
  id: string
  product: { name: string; imageUrl: string }
  amount: Money
  createdAt: Date
  state: ShopOrderState
  paymentId: string | undefined
  /** Where to pay, as long as that is possible. */
  payUrl: string | undefined
  timeline: { at: Date; what: string; detail: string | undefined; verified: boolean | undefined }[]
  underTheHood: { call: string; request: string; status: number; answer: string } | undefined
  eventsUrl: string
  problem: string | undefined
}

/** One order, live: how it stands, what arrived, and the call behind it. */
export const orderStatusPage = (view: ShopOrderView): string => {
  const state = orderStates[view.state]
  const isOpen = view.state === 'created' || view.state === 'waiting'
  return shopLayout({
    title: `${state.heading} – ${moneyText(view.amount, 'en')} – Demo Shop`,
    live: {
      state: `${view.state}:${view.timeline.length}:${view.payUrl === undefined ? 'closed' : 'payable'}`,
      eventsUrl: view.eventsUrl,
      refreshUrl: undefined,
      nextUrl: undefined,
      keepsPlace: true,
    },
    body: html`<p class="way-back"><a href="${shopPaths.catalogue}">${icon('arrow-left')}All products</a></p>
<div class="split checkout">
<section class="card">
<p>${stateBadge(view.state)}</p>
${stepHeading(state.heading)}
<p>${state.says}</p>
${view.problem !== undefined && html`<p class="problem">${icon('triangle-alert')}<span>${view.problem}</span></p>`}
${deeds(view)}
${factList([
  ['Order', referenceHtml(view.id)],
  ['Payment', view.paymentId && referenceHtml(view.paymentId)],
  ['Ordered', momentHtml(view.createdAt, 'en')],
])}
${isOpen && checkAgain('en')}
</section>
<section class="card bought" aria-labelledby="bought"><h2 class="unseen" id="bought">What you bought</h2>
<img src="${view.product.imageUrl}" alt="" width="240" height="180">
<div><p><b>${view.product.name}</b></p>
<p class="total"><span>Total</span> ${moneyHtml(view.amount, 'en')}</p></div>
</section>
${view.timeline.length > 0 && timelinePart(view)}
${view.underTheHood !== undefined && hoodPart(view.underTheHood)}
</div>`,
  })
}

/** Paying is offered only while the order waits for it; ordering again only when nothing was charged. */
const deeds = (view: ShopOrderView): Html | undefined => {
  if (view.state === 'waiting' && view.payUrl !== undefined)
    return html`<p class="deeds"><a class="button" href="${view.payUrl}">Continue to Alipay+</a></p>`
  if (view.state === 'rejected' || view.state === 'cancelled' || view.state === 'failed')
    return html`<p class="deeds"><a class="button" href="${shopPaths.catalogue}">Order again</a></p>`
  return undefined
}

const timelinePart = (view: ShopOrderView): Html => html`<section class="card" aria-labelledby="timeline">
<h2 id="timeline">What happened</h2>
<ol class="timeline">${view.timeline.map(
  (entry) => html`<li>${momentHtml(entry.at, 'en')}
<span>${entry.what} ${entry.verified !== undefined && verifiedMark(entry.verified)}</span>
${entry.detail !== undefined && html`<span class="muted">${entry.detail}</span>`}</li>`,
)}</ol></section>`

const verifiedMark = (verified: boolean): Html =>
  verified
    ? html`<span class="mark good-mark">${icon('circle-check')}verified</span>`
    : html`<span class="mark bad-mark">${icon('circle-x')}not verified</span>`

type Hood = NonNullable<ShopOrderView['underTheHood']>

const hoodPart = (hood: Hood): Html => html`<details class="card hood" id="hood"><summary>Under the hood</summary>
<h3>Call</h3><pre><code>${hood.call}</code></pre>
<h3>Request</h3><pre><code>${hood.request}</code></pre>
<h3>${hood.status === 0 ? 'No answer' : `Answer, HTTP ${hood.status}`}</h3><pre><code>${hood.answer}</code></pre>
</details>`
