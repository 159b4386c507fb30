import type { Money } from '@silkgate/domain'
import {
  checkAgain,
  countdownHtml,
  factList,
  type Html,
  html,
  icon,
  momentHtml,
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

export type StatusView = Reader & {
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
  const { language } = view
  const heading = phase === 'open' ? texts[language].status.waiting : endingOf(phase, language).heading
  return layout({
    title: `${heading} – ${moneyText(view.amount, language)} – ${view.merchantName}`,
    kind: 'status',
    reader: view,
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

const waitingPart = (view: StatusView): Html => {
  const { status } = texts[view.language]
  return html`<div class="sign waiting">${icon('hourglass')}</div>
${stepHeading(status.waiting)}
<p>${status.payOnce}</p>
${countdownHtml(view)}
${factsOf(view, 'open')}
${checkAgain(view.language)}
<p class="deeds"><a class="button secondary" href="${view.cashierUrl}">${status.notPaid}</a>
${backLink(view, 'button secondary')}</p>`
}

const endedPart = (view: StatusView, phase: EndPhase): Html => {
  const ending = endingOf(phase, view.language)
  return html`${signedHeading(ending, ending.heading)}
${phase === 'paid' && html`<p class="amount">${moneyHtml(view.amount, view.language)}</p>`}
<p>${ending.says}</p>
${startAgain({ ...view, phase })}
${factsOf(view, phase)}
<p class="deeds">${backLink(view, 'button')}</p>`
}

const backLink = (view: StatusView, kind: string): Html =>
  html`<a class="${kind}" href="${view.backUrl}">${texts[view.language].page.backTo(nameHtml(view.merchantName))}</a>`

const factsOf = (view: StatusView, phase: OrderPhase): Html => {
  const { page, status } = texts[view.language]
  return factList([
    [page.amount, phase === 'paid' ? undefined : moneyHtml(view.amount, view.language)],
    [page.merchant, nameHtml(view.merchantName)],
    [page.order, referenceHtml(view.orderReference)],
    [page.reference, referenceHtml(view.paymentId)],
    [status.wallet, view.walletBrand && nameHtml(view.walletBrand)],
    [status.confirmed, phase === 'paid' && view.paidAt ? momentHtml(view.paidAt, view.language) : undefined],
  ])
}
