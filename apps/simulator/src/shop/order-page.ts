import type { Money } from '@silkgate/domain'
import { type Html, html, icon, moneyHtml } from '@silkgate/page'
import { shopLayout } from '../page/layout.ts'
import { shopPaths } from './products.ts'

export type OrderFormView = {
  product: { id: string; name: string; description: string; price: Money; imageUrl: string }
  /** What is wrong, by field (`name`, `country`); other keys are refusals of the whole order. */
  errors: Record<string, string>
  values: Record<string, string>
  action: string
  /** Made when the form opens and sent with it, so that sending twice makes one order. */
  token: string
}

/** The countries a shopper can live in, by ISO 3166 code. */
export const shopCountries: readonly (readonly [string, string])[] = [
  ['CN', 'Chinese mainland'],
  ['DE', 'Germany'],
  ['FR', 'France'],
  ['HK', 'Hong Kong'],
  ['ID', 'Indonesia'],
  ['IT', 'Italy'],
  ['JP', 'Japan'],
  ['KW', 'Kuwait'],
  ['MY', 'Malaysia'],
  ['NL', 'Netherlands'],
  ['PH', 'Philippines'],
  ['SG', 'Singapore'],
  ['KR', 'South Korea'],
  ['TH', 'Thailand'],
]

/** The checkout form. What was typed stays, also after a refusal. */
export const orderPage = (view: OrderFormView): string => {
  const wrong = Object.entries(view.errors)
  return shopLayout({
    title: `${wrong.length > 0 ? 'Error: ' : ''}Order ${view.product.name} – Demo Shop`,
    live: undefined,
    body: html`<p class="way-back"><a href="${shopPaths.catalogue}">${icon('arrow-left')}All products</a></p>
<h1>Your order</h1>
<div class="split checkout">
<section class="card bought" aria-labelledby="bought"><h2 class="unseen" id="bought">What you buy</h2>
<img src="${view.product.imageUrl}" alt="" width="240" height="180">
<div><p><b>${view.product.name}</b></p>
<p class="muted">${view.product.description}</p>
<p class="total"><span>Total</span> ${moneyHtml(view.product.price, 'en')}</p></div>
</section>
<form class="card" method="post" action="${view.action}" novalidate>
${wrong.length > 0 && problemList(wrong)}
<input type="hidden" name="token" value="${view.token}">
${nameField(view, wrong.length)}
${countryField(view, wrong.length)}
${pageField(view)}
<p class="deeds"><button class="button">Continue to Alipay+</button></p>
<p class="muted">You pay with a wallet on your phone, on the Alipay+ page, and come back to the shop. The currency decides which
wallets.</p>
</form>
</div>`,
  })
}

const fieldNames = ['name', 'country']

const problemList = (wrong: readonly (readonly [string, string])[]): Html => {
  const inSummary = wrong.length > 1 || !wrong.every(([field]) => fieldNames.includes(field))
  const heading = wrong.length === 1 ? 'There is 1 thing to correct' : `There are ${wrong.length} things to correct`
  const focus = inSummary && html` autofocus`
  return html`<div class="problems" role="group" aria-labelledby="problems" tabindex="-1"${focus}>
<h2 id="problems">${heading}</h2>
<ul>${wrong.map(([field, text]) =>
    fieldNames.includes(field) ? html`<li><a href="#${field}">${text}</a></li>` : html`<li>${text}</li>`,
  )}</ul></div>`
}

/** The attributes that tie a field to its error; the focus goes to the field if it is the only wrong one. */
const wrongField = (field: string, error: string | undefined, wrongCount: number): Html | undefined =>
  error === undefined
    ? undefined
    : html` aria-invalid="true" aria-describedby="${field}-error"${wrongCount === 1 && html` autofocus`}`

const errorLine = (field: string, error: string | undefined): Html | false =>
  error !== undefined && html`<span class="error" id="${field}-error">${icon('triangle-alert')}${error}</span>`

const nameField = ({ values, errors }: OrderFormView, wrongCount: number): Html => html`<p class="field">
<label for="name">Name (optional)</label>
<input id="name" name="name" autocomplete="name" value="${values.name}"${wrongField('name', errors.name, wrongCount)}>
${errorLine('name', errors.name)}</p>`

const countryField = (view: OrderFormView, wrongCount: number): Html => {
  const options = shopCountries.map(
    ([code, name]) => html`<option value="${code}"${code === view.values.country && html` selected`}>${name}</option>`,
  )
  return html`<p class="field"><label for="country">Country</label>
<select id="country" name="country" autocomplete="country"${wrongField('country', view.errors.country, wrongCount)}>
<option value="">Choose your country</option>${options}</select>
${errorLine('country', view.errors.country)}</p>`
}

const pages = [
  ['own', 'Alipay+, chosen here', 'The shop shows what there is to choose, and goes straight on to Alipay+.'],
  ['hosted', 'On the hosted checkout', 'The page of the payment service provider shows it, in the look of the shop.'],
] as const

const pageField = ({ values }: OrderFormView): Html =>
  html`<fieldset class="choices"><legend>How you pay</legend>${pages.map(
    ([page, name, says]) =>
      html`<label><input type="radio" name="page" value="${page}"${
        page === (values.page === 'hosted' ? 'hosted' : 'own') && html` checked`
      }> <span>${name}<br><span class="muted">${says}</span></span></label>`,
  )}</fieldset>`
