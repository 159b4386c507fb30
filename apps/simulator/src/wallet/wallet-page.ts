import { type Money, sameMoney } from '@silkgate/domain'
import {
  clockHtml,
  countdownHtml,
  factList,
  type Html,
  html,
  moneyHtml,
  moneyText,
  nameHtml,
  type Reader,
  referenceHtml,
  signedHeading,
  stepHeading,
  texts,
} from '@silkgate/page'
import { initialsOf } from '../cashier/wallet-choice.ts'
import { layout } from '../page/layout.ts'
import { type EndPhase, endingOf, type OrderPhase, phaseAt, startAgain } from '../page/order-phase.ts'
import { qrSvg } from '../page/qr.ts'

export type WalletView = Reader & {
  code: string
  wallet: { id: string; brand: string; country: string }
  phase: OrderPhase
  merchantName: string
  orderReference: string
  description: string
  amount: Money
  walletAmount: Money
  /** "1 EUR = 8.98383372 HKD, rate of 1 Nov 2026" */
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
    title: html`${heading} – ${moneyText(view.walletAmount, view.language)} – ${view.merchantName}`,
    kind: 'wallet',
    reader: view,
    live: {
      state: `${phase}:${view.closedWithoutAnswer}`,
      eventsUrl: undefined,
      refreshUrl: undefined,
      nextUrl: undefined,
      keepsPlace: false,
    },
    body: html`<div class="desk"><div class="phone">
<p class="app"><span class="initials" aria-hidden="true" translate="no">${initialsOf(view.wallet.brand)}</span>
<span class="brand"><b translate="no">${view.wallet.brand}</b>
<span class="muted">${view.wallet.country}</span></span></p>
${body}
${faultPart(view)}
</div>
${phase === 'open' && view.qrUrl !== undefined && besidePart(view, view.qrUrl)}</div>`,
  })
}

type Part = { heading: Html | string; body: Html }

const orderFacts = (view: WalletView, { namesMerchant }: { namesMerchant: boolean }): Html => {
  const { page, wallet } = texts[view.language]
  const converted = !sameMoney(view.amount, view.walletAmount)
  return factList([
    [page.merchant, namesMerchant ? nameHtml(view.merchantName) : undefined],
    [wallet.purpose, view.description],
    [page.order, referenceHtml(view.orderReference)],
    [wallet.orderAmount, converted ? moneyHtml(view.amount, view.language) : undefined],
    [wallet.rate, converted ? view.rate : undefined],
  ])
}

const openPart = (view: WalletView): Part => (view.closedWithoutAnswer ? closedPart(view) : askPart(view))

const askPart = (view: WalletView): Part => {
  const { wallet } = texts[view.language]
  return {
    heading: wallet.payMerchant(view.merchantName),
    body: html`${stepHeading(wallet.payMerchant(nameHtml(view.merchantName)))}
<p class="amount">${moneyHtml(view.walletAmount, view.language)}</p>
${orderFacts(view, { namesMerchant: false })}
${countdownHtml(view)}
${answerForm(view)}`,
  }
}

const closedPart = (view: WalletView): Part => {
  const { wallet } = texts[view.language]
  return {
    heading: wallet.closed,
    body: html`${stepHeading(wallet.closed)}
<p>${wallet.staysOpen(clockHtml(view.expiresAt, view.language))}</p>
${orderFacts(view, { namesMerchant: true })}
${countdownHtml(view)}
${backLink(view)}
<details id="answer" data-while-open><summary>${wallet.answerAfterAll}</summary>
${answerForm(view)}
</details>`,
  }
}

const answerForm = (view: WalletView): Html => {
  const { page, wallet } = texts[view.language]
  const answer = (outcome: string, text: Html | string, kind = 'button secondary') =>
    html`<button class="${kind}" name="outcome" value="${outcome}">${text}</button>\n`
  return html`<form class="deeds" method="post" action="${view.action}" data-while-open>
${answer('success', page.payAmount(moneyText(view.walletAmount, view.language)), 'button')}
${answer('decline', wallet.decline)}
${answer('insufficient_balance', wallet.payWithoutBalance)}
${answer('close', wallet.close)}</form>`
}

const endedPart = (view: WalletView, phase: EndPhase): Part => {
  const ending = endingOf(phase, view.language)
  return {
    heading: ending.heading,
    body: html`${signedHeading(ending, ending.heading)}
${phase === 'paid' && html`<p class="amount">${moneyHtml(view.walletAmount, view.language)}</p>`}
<p>${ending.says}</p>
${startAgain({ ...view, phase })}
${orderFacts(view, { namesMerchant: true })}
${backLink(view)}`,
  }
}

const backLink = (view: WalletView): Html =>
  html`<p class="deeds"><a class="button" href="${view.statusUrl}">${texts[view.language].wallet.backToShop}</a></p>`

/** What faults do is told in English, as everything that is for the developer alone. */
const faultPart = ({ faults, language }: WalletView): Html => {
  const { wallet } = texts[language]
  return html`<details id="faults" class="quiet"><summary>${wallet.faults}</summary>
${faults.length === 0 ? html`<p>${wallet.noFault}</p>` : html`<ul lang="en">${faults.map(faultLine)}</ul>`}
</details>`
}

/** "name: what it does" or a bare name. */
const faultLine = (fault: string): Html => {
  const [name = '', ...says] = fault.split(': ')
  return html`<li><code>${name}</code>${says.length > 0 && html`<br>${says.join(': ')}`}</li>`
}

const besidePart = ({ language }: WalletView, qrUrl: string): Html => {
  const { page, wallet } = texts[language]
  return html`<section class="beside wide-only" aria-labelledby="beside">
<h2 id="beside">${wallet.orOnPhone}</h2>
${qrSvg(qrUrl, page.qrCode)}
<p class="muted">${wallet.scanToAnswer}</p>
</section>`
}
