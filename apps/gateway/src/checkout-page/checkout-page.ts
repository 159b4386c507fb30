import { type CheckoutStage, type Language, type Money, money } from '@silkgate/domain'
import {
  document,
  factList,
  Html,
  html,
  icon,
  type Live,
  languageMenu,
  moneyHtml,
  moneyText,
  nameHtml,
  referenceHtml,
  type Sign,
  signedHeading,
  stepHeading,
  type Texts,
  texts,
} from '@silkgate/page'
import type { OrderLine } from '../hosted-checkout/index.ts'
import { logoPath } from '../product/index.ts'
import { checkoutScript, checkoutStyle } from './assets.ts'
import type { Look } from './look.ts'

export type CheckoutView = {
  readonly language: Language
  readonly isSandbox: boolean
  readonly look: Look
  readonly stage: CheckoutStage
  readonly merchantName: string
  readonly amount: Money
  readonly reference: string | undefined
  readonly paymentId: string | undefined
  /** The brands of the wallets that can pay, the nearest first. */
  readonly brands: readonly string[]
  readonly lines: readonly OrderLine[]
  readonly attempts: number
  readonly mayBegin: boolean
  /** Whether the page is where the consumer comes back to. */
  readonly showsResult: boolean
  /** The merchant's own page; undefined where it gave none. */
  readonly backUrl: string | undefined
  /** Where Alipay+ lets the consumer pay, while it does. */
  readonly payUrl: string | undefined
  /** The page itself, in its language. */
  readonly path: string
  /** Why the form that was sent began nothing. */
  readonly problem: 'nothing_chosen' | 'busy' | undefined
}

type Part = { readonly heading: Html | string; readonly body: Html }

/** The page on which a consumer chooses how to pay, and later reads what became of it. */
export const checkoutPage = (view: CheckoutView): string => {
  const words = texts[view.language].checkout
  const { heading, body } = view.stage === 'choosing' ? choosing(view, words) : ended(view, words)
  // The heading of the first step names the amount already.
  const amount = view.stage === 'choosing' ? undefined : html` – ${moneyText(view.amount, view.language)}`
  const title = html`${heading}${amount} – ${view.merchantName}`
  return page({
    ...view,
    title: view.problem === undefined ? title : html`${problemOf(view.problem, words)} – ${title}`,
    name: view.merchantName,
    live: liveOf(view),
    body: html`${body}${view.lines.length > 0 && wideSummary(view, words)}`,
    footer: words.footer(view.merchantName),
  })
}

type Plain = Pick<CheckoutView, 'language' | 'isSandbox' | 'look' | 'path'>

/** The page for a link that leads to no checkout. */
export const unknownPage = (view: Plain): string => problemPage(view, texts[view.language].checkout.unknown)

/** The page that is shown when something of ours is broken. */
export const brokenPage = (view: Plain, errorId: string): string => {
  const { checkout, page: named } = texts[view.language]
  const deed = html`${factList([[named.reference, referenceHtml(errorId)]])}
<p class="deeds"><a class="button" href="${view.path}">${named.checkAgain}</a></p>`
  return problemPage(view, { heading: checkout.broken, says: checkout.waiting.says }, deed)
}

const problemPage = (view: Plain, { heading, says }: { heading: string; says: string }, more?: Html): string =>
  page({
    ...view,
    title: heading,
    name: 'Alipay+',
    live: undefined,
    body: html`<section class="card narrow">
${signedHeading({ icon: 'triangle-alert', role: 'bad' }, heading)}
<p>${says}</p>
${more}
</section>`,
    footer: '',
  })

type Frame = Plain & {
  readonly title: Html | string
  readonly name: string
  readonly live: Live | undefined
  readonly body: Html
  readonly footer: string
}

const page = ({ language, isSandbox, look, path, title, name, live, body, footer }: Frame): string =>
  document({
    language,
    title,
    kind: 'checkout',
    stylesheets: [checkoutStyle, ...(look.style === undefined ? [] : [look.style])],
    script: checkoutScript,
    live,
    header: html`${isSandbox && html`<p class="bar">${texts[language].page.testBar}</p>`}
<div class="masthead">${
      look.logo === undefined
        ? html`<span class="wordmark">${name}</span>`
        : html`<img class="brand-logo" src="${look.logo}" alt="${name}">`
    }
${languageMenu({ language, url: path })}</div>`,
    body,
    footer: html`<p>${footer}</p>`,
  })

const waitsFor: readonly CheckoutStage[] = ['setting_up', 'at_alipayplus', 'time_up']

const liveOf = ({ stage, attempts, path }: CheckoutView): Live => ({
  state: `${stage}:${attempts}`,
  eventsUrl: waitsFor.includes(stage) ? path.replace(/(?=\?|$)/, '/events') : undefined,
  refreshUrl: path,
  nextUrl: undefined,
  keepsPlace: false,
})

const payHeading = ({ amount, language }: CheckoutView): Html =>
  texts[language].page.payAmount(moneyText(amount, language))

const orderHeading = (view: CheckoutView): Html => {
  const { merchantName, reference, language } = view
  const order = reference && html` · ${texts[language].page.order} ${referenceHtml(reference)}`
  return html`<div class="order">
<p class="muted"><b>${merchantName}</b>${order}</p>
${stepHeading(payHeading(view))}
</div>`
}

const choosing = (view: CheckoutView, words: Texts['checkout']): Part => ({
  heading: payHeading(view),
  body: html`<div class="${mainClass(view)}">
${view.problem === 'nothing_chosen' && problemPart(words)}
${orderHeading(view)}
${foldedSummary(view, words)}
${view.look.note && html`<p>${view.look.note}</p>`}
${waysToPay(view, words)}
</div>`,
})

/** Without a summary beside it the page is one narrow column. */
const mainClass = ({ lines }: CheckoutView): string => (lines.length > 0 ? 'main' : 'main narrow')

const problemPart = (words: Texts['checkout']): Html => html`<div class="problems" role="alert" tabindex="-1" autofocus>
<h2>${words.problem}</h2>
<p><a href="#way-866">${words.choose}</a></p>
</div>`

const problemOf = (problem: 'nothing_chosen' | 'busy', words: Texts['checkout']): string =>
  problem === 'busy' ? words.busy.heading : words.choose

const busyPart = ({ busy }: Texts['checkout']): Html => html`<div class="problems" role="alert">
<h2>${busy.heading}</h2>
<p>${busy.says}</p>
</div>`

const shownWallets = 3

const waysToPay = (view: CheckoutView, words: Texts['checkout']): Html => {
  const { brands, path, attempts, merchantName, backUrl, showsResult, problem } = view
  const isNothingChosen = problem === 'nothing_chosen'
  return html`${problem === 'busy' && busyPart(words)}
<form class="card" method="post" action="${path}">
<fieldset class="choices"${isNothingChosen && html` aria-describedby="choose-one"`}><legend>${words.choose}</legend>
${isNothingChosen && html`<p class="error" id="choose-one">${icon('triangle-alert')} ${words.choose}</p>`}
<label class="way"><input type="radio" id="way-866" name="paymentProductId" value="866" checked>
<img src="${logoPath}" width="72" height="24" alt="">
<span><b translate="no">Alipay+</b><br><span class="muted">${words.wallets(
    brands.slice(0, shownWallets),
    Math.max(0, brands.length - shownWallets),
  )}</span></span></label>
</fieldset>
<input type="hidden" name="attempts" value="${attempts}">
<div class="deeds"><button class="button" name="deed" value="pay">${words.continue}</button>
<p class="muted">${showsResult ? words.comeBackHere : words.comeBackTo(merchantName)}</p></div>
</form>
${backUrl !== undefined && cancelForm(view, words)}`
}

const cancelForm = ({ path, merchantName }: CheckoutView, words: Texts['checkout']): Html =>
  html`<form method="post" action="${path}">
<button class="plain" name="deed" value="cancel">${words.cancel(merchantName)}</button></form>`

const signs: Readonly<Record<Exclude<CheckoutStage, 'choosing'>, Sign>> = {
  setting_up: { icon: 'hourglass', role: 'waiting' },
  at_alipayplus: { icon: 'hourglass', role: 'waiting' },
  time_up: { icon: 'hourglass', role: 'waiting' },
  paid: { icon: 'circle-check', role: 'good' },
  refunded: { icon: 'undo-2', role: 'back' },
  declined: { icon: 'circle-x', role: 'bad' },
  no_balance: { icon: 'circle-x', role: 'bad' },
  not_paid: { icon: 'timer-off', role: 'neutral' },
  cancelled: { icon: 'ban', role: 'neutral' },
  over: { icon: 'timer-off', role: 'neutral' },
}

const wordsOf = (view: CheckoutView): { heading: string; says: string } => {
  const { checkout, endings } = texts[view.language]
  switch (view.stage) {
    case 'setting_up':
      return checkout.settingUp
    case 'at_alipayplus':
      return checkout.waiting
    case 'time_up':
      return checkout.timeUp
    case 'paid':
      return endings.paid
    case 'refunded':
      return checkout.refunded
    case 'declined':
      return endings.declined
    case 'no_balance':
      return endings.noBalance
    case 'not_paid':
      return checkout.notPaid
    case 'cancelled':
      return checkout.cancelled
    default:
      return { heading: checkout.over.heading, says: checkout.over.says(view.merchantName) }
  }
}

const ended = (view: CheckoutView, words: Texts['checkout']): Part => {
  const { stage, merchantName, backUrl, payUrl, mayBegin, amount, reference, paymentId, path } = view
  const { heading, says } = wordsOf(view)
  const { page: named } = texts[view.language]
  const sign = signs[stage === 'choosing' ? 'over' : stage]
  const isWaiting = waitsFor.includes(stage)
  const isPaid = stage === 'paid' || stage === 'refunded'
  const deeds = [
    isWaiting && html`<a class="button unscripted" href="${path}">${named.checkAgain}</a>`,
    payUrl && html`<a class="button" href="${payUrl}">${words.notPaidYet}</a>`,
    backUrl !== undefined &&
      !mayBegin &&
      html`<a class="button${isWaiting && ' secondary'}" href="${backUrl}">${named.backTo(nameHtml(merchantName))}</a>`,
  ].filter((deed) => deed instanceof Html)
  return {
    heading,
    body: html`<div class="${mainClass(view)}"><section class="card">
${signedHeading(sign, heading)}
${isPaid && html`<p class="amount">${moneyHtml(amount, view.language)}</p>`}
<p>${says}${isWaiting && html` <span class="scripted">${named.changesByItself}</span>`}</p>
${factList([
  [named.amount, isPaid ? undefined : moneyHtml(amount, view.language)],
  [named.merchant, merchantName],
  [named.order, reference && referenceHtml(reference)],
  [named.reference, isPaid && paymentId ? referenceHtml(paymentId) : undefined],
])}
${deeds.length > 0 && html`<p class="deeds">${deeds}</p>`}
</section>
${foldedSummary(view, words)}
${mayBegin && html`<p>${words.tryAgain}</p>${waysToPay(view, words)}`}</div>`,
  }
}

const wideSummary = (view: CheckoutView, words: Texts['checkout']): Html =>
  html`<section class="card summary wide-only" aria-labelledby="summary"><h2 id="summary">${words.summary}</h2>
${linesPart(view, words)}</section>`

const foldedSummary = (view: CheckoutView, words: Texts['checkout']): Html | false =>
  view.lines.length > 0 &&
  html`<details class="card narrow-only"><summary>${words.summary}</summary>${linesPart(view, words)}</details>`

/** The lines as the merchant sent them, what they leave of the total, and the total. */
const linesPart = ({ lines, amount, language }: CheckoutView, words: Texts['checkout']): Html => {
  const of = (minor: bigint) => moneyHtml(money(amount.currency, minor), language)
  const known = lines.reduce((sum, { minor }) => sum + BigInt(minor ?? 0), 0n)
  const other = amount.minor - known
  const hasOther = lines.some(({ minor }) => minor !== undefined) && other !== 0n
  return html`<dl class="lines">${lines.map(
    ({ name, quantity, minor }) =>
      html`<div><dt>${
        quantity && quantity !== '1' && html`${words.quantity(quantity)} `
      }${name || words.item}</dt><dd>${minor !== undefined && of(BigInt(minor))}</dd></div>`,
  )}
${hasOther && html`<div><dt>${words.other}</dt><dd>${of(other)}</dd></div>`}
<div class="total"><dt>${words.total}</dt><dd>${of(amount.minor)}</dd></div></dl>`
}
