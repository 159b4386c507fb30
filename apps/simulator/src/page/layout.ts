import { type Html, html } from './html.ts'

export type PageKind = 'shop' | 'cashier' | 'wallet' | 'status'

/** What the script needs to keep a page true. Without it the page stands still. */
export type Live = {
  /** Differs when the page would: the script swaps the page in when the server's has another. */
  state: string
  eventsUrl: string | undefined
  /** Where the same page is read again; itself when absent. */
  refreshUrl: string | undefined
  /** Where to go on once the state has changed to an ending. */
  nextUrl: string | undefined
  /** Whether the reader keeps the place; otherwise the focus goes to the heading. */
  keepsPlace: boolean
}

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

const mainTag = (live: Live | undefined): Html => {
  if (live === undefined) return html`<main>`
  const urls = html`data-events="${live.eventsUrl}" data-refresh="${live.refreshUrl}" data-next="${live.nextUrl}"`
  return html`<main data-state="${live.state}" ${urls}${live.keepsPlace && html` data-keeps-place`}>`
}

/** A whole document: the bar that says it is a test, one main part with one h1, and a last line. */
export const layout = (page: { title: string; kind: PageKind; live: Live | undefined; body: Html }): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/silkgate.css">
<script src="/assets/silkgate.js" defer></script>
</head>
<body class="${page.kind}">
<header>
<p class="bar">Test page. No real money moves.</p>
<p class="masthead">${mastheads[page.kind]}</p>
</header>
${mainTag(page.live)}
${page.body}
</main>
<footer><p>${footers[page.kind]}</p></footer>
<p class="unseen" role="status" id="announcement"></p>
</body>
</html>
`.text

/** The heading of a step: it takes the focus when the page opens, so that a screen reader starts with it. */
export const stepHeading = (heading: Html | string): Html => html`<h1 tabindex="-1" autofocus>${heading}</h1>`

/** For pages that wait: with the script they change by themselves, without it there is a button. */
export const checkAgain = (refreshUrl: string | undefined): Html =>
  html`<p class="check"><span class="scripted muted">This page changes by itself.</span>
<a class="button secondary unscripted" href="${refreshUrl ?? ''}">Check again</a></p>`
