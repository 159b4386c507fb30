import { type Money, sameMoney } from '@silkgate/domain'
import {
  clockHtml,
  countdownHtml,
  factList,
  type Html,
  html,
  moneyHtml,
  moneyText,
  referenceHtml,
  signedHeading,
  stepHeading,
} from '@silkgate/page'
import { initialsOf } from '../cashier/wallet-choice.ts'
import { layout } from '../page/layout.ts'
import { endings, type OrderPhase, phaseAt, startAgain } from '../page/order-phase.ts'
import { qrSvg } from '../page/qr.ts'

export type WalletView = {
  code: string
  wallet: { id: string; brand: string; country: string }
  phase: OrderPhase
  merchantName: string
  orderReference: string
  description: string
  amount: Money
  walletAmount: Money
  /** "1 EUR = 8.9143 HKD, rate of 1 Nov 2026" */
  rate: string
  now: Date
  expiresAt: Date
  /** Where the answer is posted, in the field `outcome`: success, decline, insufficient_balance or close. */
  action: string
  statusUrl: string
  closedWithoutAnswer: boolean
  /** The faults in force for this payment, each as its name or as "name: what it does". */
  faults: string[]
  /** This page as a link for a phone; drawn beside the wallet on a wide screen. */
  qrUrl?: string
}

/** The wallet in which a shopper answers: a phone page, framed on a wide screen. */
export const walletPage = (view: WalletView): string => {
  const phase = phaseAt(view)
  const { heading, body } = phase === 'open' ? openPart(view) : endedPart(view, phase)
  return layout({
    title: `${heading} – ${moneyText(view.walletAmount)} – ${view.merchantName}`,
    kind: 'wallet',
    live: {
      state: `${phase}:${view.closedWithoutAnswer}`,
      eventsUrl: undefined,
      refreshUrl: undefined,
      nextUrl: undefined,
      keepsPlace: false,
    },
    body: html`<div class="desk"><div class="phone">
<p class="app"><span class="initials" aria-hidden="true">${initialsOf(view.wallet.brand)}</span>
<span class="brand"><b translate="no">${view.wallet.brand}</b>
<span class="muted">${view.wallet.country}</span></span></p>
${body}
${faultPart(view.faults)}
</div>
${phase === 'open' && view.qrUrl !== undefined && besidePart(view.qrUrl)}</div>`,
  })
}

type Part = { heading: string; body: Html }

const orderFacts = (view: WalletView, { namesMerchant }: { namesMerchant: boolean }): Html => {
  const converted = !sameMoney(view.amount, view.walletAmount)
  return factList([
    ['Merchant', namesMerchant ? view.merchantName : undefined],
    ['For', view.description],
    ['Order', referenceHtml(view.orderReference)],
    ['Order amount', converted ? moneyHtml(view.amount) : undefined],
    ['Rate', converted ? view.rate : undefined],
  ])
}

const openPart = (view: WalletView): Part => (view.closedWithoutAnswer ? closedPart(view) : askPart(view))

const askPart = (view: WalletView): Part => ({
  heading: `Pay ${view.merchantName}`,
  body: html`${stepHeading(`Pay ${view.merchantName}`)}
<p class="amount">${moneyHtml(view.walletAmount)}</p>
${orderFacts(view, { namesMerchant: false })}
${countdownHtml(view)}
${answerForm(view)}`,
})

const closedPart = (view: WalletView): Part => ({
  heading: 'Closed without answering',
  body: html`${stepHeading('Closed without answering')}
<p>Nothing was charged. The payment stays open until ${clockHtml(view.expiresAt)}.</p>
${orderFacts(view, { namesMerchant: true })}
${countdownHtml(view)}
<p class="deeds"><a class="button" href="${view.statusUrl}">Back to shop</a></p>
<details id="answer" data-while-open><summary>Answer after all</summary>
${answerForm(view)}
</details>`,
})

const answerForm = (
  view: WalletView,
): Html => html`<form class="deeds" method="post" action="${view.action}" data-while-open>
<button class="button" name="outcome" value="success">Pay ${moneyText(view.walletAmount)}</button>
<button class="button secondary" name="outcome" value="decline">Decline</button>
<button class="button secondary" name="outcome" value="insufficient_balance">Pay without enough balance</button>
<button class="button secondary" name="outcome" value="close">Close without answering</button>
</form>`

const endedPart = (view: WalletView, phase: Exclude<OrderPhase, 'open'>): Part => {
  const ending = endings[phase]
  return {
    heading: ending.heading,
    body: html`${signedHeading(ending, ending.heading)}
${phase === 'paid' && html`<p class="amount">${moneyHtml(view.walletAmount)}</p>`}
<p>${ending.says}</p>
${startAgain(phase, view.merchantName)}
${orderFacts(view, { namesMerchant: true })}
<p class="deeds"><a class="button" href="${view.statusUrl}">Back to shop</a></p>`,
  }
}

const faultPart = (faults: readonly string[]): Html => html`<details id="faults" class="quiet">
<summary>What this simulator does to this payment</summary>
${faults.length === 0 ? html`<p>Nothing unusual: no fault is in force.</p>` : html`<ul>${faults.map(faultLine)}</ul>`}
</details>`

/** "name: what it does" or a bare name. */
const faultLine = (fault: string): Html => {
  const [name = '', ...says] = fault.split(': ')
  return html`<li><code>${name}</code>${says.length > 0 && html`<br>${says.join(': ')}`}</li>`
}

const besidePart = (qrUrl: string): Html => html`<section class="beside wide-only" aria-labelledby="beside">
<h2 id="beside">Or on your phone</h2>
${qrSvg(qrUrl)}
<p class="muted">Scan this code to answer on a real phone instead.</p>
</section>`
