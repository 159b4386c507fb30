import type { Money } from '@silkgate/domain'
import {
  checkAgain,
  countdownHtml,
  factList,
  type Html,
  html,
  icon,
  moneyHtml,
  moneyText,
  nameHtml,
  type Reader,
  referenceHtml,
  signedHeading,
  stepHeading,
  texts,
} from '@silkgate/page'
import { layout } from '../page/layout.ts'
import { type EndPhase, endingOf, type OrderPhase, phaseAt, startAgain } from '../page/order-phase.ts'
import { qrSvg } from '../page/qr.ts'
import { type WalletChoice, walletChoice } from './wallet-choice.ts'

export type CashierView = Reader & {
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
}

/** The page on which a shopper picks a wallet or scans, in the role of the Alipay+ page. */
export const cashierPage = (view: CashierView): string => {
  const phase = phaseAt(view)
  const { heading, body } = phase === 'open' ? openPart(view) : endedPart(view, phase)
  return layout({
    title: html`${heading} – ${moneyText(view.amount, view.language)} – ${view.merchantName}`,
    kind: 'cashier',
    reader: view,
    live: {
      state: `${phase}:${view.openedIn ?? ''}`,
      eventsUrl: phase === 'open' ? view.eventsUrl : undefined,
      refreshUrl: undefined,
      nextUrl: phase === 'open' ? undefined : view.statusUrl,
      keepsPlace: false,
    },
    body,
  })
}

/** The page for a link that belongs to no order. */
export const cashierUnknownPage = (reader: Reader): string => {
  const { cashier } = texts[reader.language]
  return layout({
    title: `${cashier.unknown.heading} – Alipay+`,
    kind: 'cashier',
    reader,
    live: undefined,
    body: html`<section class="card narrow">
${signedHeading({ icon: 'triangle-alert', role: 'bad' }, cashier.unknown.heading)}
<p>${cashier.unknown.says}</p>
<p>${cashier.unknown.whatToDo}</p>
</section>`,
  })
}

type Part = { heading: Html | string; body: Html }

const openPart = (view: CashierView): Part => {
  const { openedIn } = view
  return openedIn === undefined ? choosePart(view) : confirmPart(view, openedIn)
}

const orderPart = (view: CashierView, heading: Html): Html => {
  const { cashier } = texts[view.language]
  return html`<section class="order">
<p class="muted">${cashier.orderAt(html`<b>${nameHtml(view.merchantName)}</b>`, referenceHtml(view.orderReference))}</p>
${heading}
<p class="muted">${view.description}</p>
${countdownHtml(view)}
</section>`
}

const choosePart = (view: CashierView): Part => {
  const { page, cashier } = texts[view.language]
  const heading = cashier.chooseWallet
  return {
    heading,
    body: html`${orderPart(view, stepHeading(page.payAmount(moneyHtml(view.amount, view.language))))}
<div class="split" data-while-open>
<section class="card" aria-labelledby="wallets"><h2 id="wallets">${heading}</h2>
${walletChoice(view)}
</section>
<section class="card wide-only" aria-labelledby="scan"><h2 id="scan">${cashier.scan}</h2>
${scanPart(view)}
</section>
<details class="card narrow-only"><summary>${cashier.otherPhone}</summary>
${scanPart(view)}
</details>
</div>
<div class="aside">${limitPart(view)}
${checkAgain(view.language)}</div>`,
  }
}

const confirmPart = (view: CashierView, wallet: string): Part => {
  const { cashier } = texts[view.language]
  return {
    heading: cashier.confirmIn(wallet),
    body: html`${orderPart(view, html`<p class="amount">${moneyHtml(view.amount, view.language)}</p>`)}
<section class="card narrow">
<div class="sign good">${icon('circle-check')}</div>
${stepHeading(cashier.confirmIn(nameHtml(wallet)))}
<p>${cashier.isOpenIn(nameHtml(wallet))}</p>
${checkAgain(view.language)}
</section>
<details class="card narrow" id="others" data-while-open><summary>${cashier.otherWallet}</summary>
${walletChoice(view)}
</details>
${limitPart(view)}`,
  }
}

const scanPart = (view: CashierView): Html => {
  const { page, cashier } = texts[view.language]
  const link = html`<a class="link" href="${view.qrUrl}" translate="no">${view.qrUrl}</a>`
  return html`<div class="scan">${qrSvg(view.qrUrl, page.qrCode)}
<p>${cashier.howToScan}</p>
<p class="muted">${cashier.orOpenLink(link)}</p></div>`
}

const limitPart = (view: CashierView): Html =>
  html`<p class="muted">${texts[view.language].cashier.limit(nameHtml(view.merchantName))}</p>`

const endedPart = (view: CashierView, phase: EndPhase): Part => {
  const { page, cashier } = texts[view.language]
  const ending = endingOf(phase, view.language)
  return {
    heading: ending.heading,
    body: html`<section class="card narrow">
${signedHeading(ending, ending.heading)}
<p>${ending.says}</p>
${startAgain({ ...view, phase })}
${factList([
  [page.merchant, nameHtml(view.merchantName)],
  [page.order, referenceHtml(view.orderReference)],
  [page.amount, moneyHtml(view.amount, view.language)],
])}
<p class="deeds"><a class="button" href="${view.statusUrl}">${cashier.goOn}</a></p>
</section>`,
  }
}
