import { document, type Html, html, type Live } from '@silkgate/page'

export type PageKind = 'shop' | 'cashier' | 'wallet' | 'status'

const simulated = (name: string): Html =>
  html`<span class="wordmark" translate="no">${name}</span> <span class="muted">simulated</span>`

const mastheads: Readonly<Record<PageKind, Html>> = {
  shop: html`<a class="wordmark" href="/shop/">Demo Shop</a>`,
  cashier: simulated('Alipay+'),
  wallet: simulated('Wallet'),
  status: simulated('Alipay+'),
}

const footers: Readonly<Record<PageKind, string>> = {
  shop: 'Demo Shop shows how a shop takes payments with silkgate. Nothing you order is sent.',
  cashier: 'This page plays the part of Alipay+ for tests. It is not run by Alipay+ or by any wallet.',
  wallet: 'This page plays the part of a wallet for tests. It is not run by any wallet.',
  status: 'This page plays the part of Alipay+ for tests. It is not run by Alipay+ or by any wallet.',
}

/** A whole document: the bar that says it is a test, one main part with one h1, and a last line. */
export const layout = (page: { title: string; kind: PageKind; live: Live | undefined; body: Html }): string =>
  document({
    ...page,
    language: 'en',
    stylesheets: ['/assets/silkgate.css'],
    script: '/assets/silkgate.js',
    header: html`<p class="bar">Test page. No real money moves.</p>
<p class="masthead">${mastheads[page.kind]}</p>`,
    footer: html`<p>${footers[page.kind]}</p>`,
  })

/** For pages that wait: with the script they change by themselves, without it there is a button. */
export const checkAgain = (refreshUrl: string | undefined): Html =>
  html`<p class="check"><span class="scripted muted">This page changes by itself.</span>
<a class="button secondary unscripted" href="${refreshUrl ?? ''}">Check again</a></p>`
