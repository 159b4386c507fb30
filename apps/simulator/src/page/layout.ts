import { document, type Html, html, type Live, languageMenu, nameHtml, type Reader, texts } from '@silkgate/page'

type Sheet = { readonly title: Html | string; readonly live: Live | undefined; readonly body: Html }

const loaded = { stylesheets: ['/assets/silkgate.css'], script: '/assets/silkgate.js' }

/** The demo shop's pages, which are in English: the bar that says it is a test, one main part, and a last line. */
export const shopLayout = (sheet: Sheet): string =>
  document({
    ...sheet,
    ...loaded,
    kind: 'shop',
    language: 'en',
    header: html`<p class="bar">${texts.en.page.testBar}</p>
<p class="masthead"><a class="wordmark" href="/shop/">Demo Shop</a></p>`,
    footer: html`<p>Demo Shop shows how a shop takes payments with silkgate. Nothing you order is sent.</p>
<p><a href="/truth/">What is true in the simulated world, and what goes wrong in it</a></p>`,
  })

/** The page behind the scenes, for who builds or tests with the simulator; in English. */
export const truthLayout = (sheet: Sheet): string =>
  document({
    ...sheet,
    ...loaded,
    kind: 'truth',
    language: 'en',
    header: html`<p class="bar">${texts.en.page.testBar}</p>
<p class="masthead"><a class="wordmark" href="/truth/">The simulated world</a></p>`,
    footer: html`<p>Only the simulator knows this. A payment service provider sees what Alipay+ tells it.</p>
<p><a href="/shop/">Demo Shop</a></p>`,
  })

/** The pages that play Alipay+ and its wallets, in the reader's language, with the menu to pick another. */
export const layout = (sheet: Sheet & { kind: 'cashier' | 'wallet' | 'status'; reader: Reader }): string => {
  const { kind, reader } = sheet
  const { page, cashier, wallet } = texts[reader.language]
  return document({
    ...sheet,
    ...loaded,
    language: reader.language,
    header: html`<p class="bar">${page.testBar}</p>
<div class="masthead"><p><span class="wordmark">${kind === 'wallet' ? wallet.name : nameHtml('Alipay+')}</span>
<span class="muted">${page.simulated}</span></p>
${languageMenu(reader)}</div>`,
    footer: html`<p>${kind === 'wallet' ? wallet.footer : cashier.footer}</p>`,
  })
}
