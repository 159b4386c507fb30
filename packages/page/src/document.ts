import type { Language } from '@silkgate/domain'
import { type Html, html } from './html.ts'
import { texts } from './language/index.ts'

/** What the script needs to keep a page true. Without it the page stands still. */
export type Live = {
  /** Differs when the page would: the script swaps the page in when the server's has another. */
  readonly state: string
  readonly eventsUrl: string | undefined
  /** Where the same page is read again; itself when absent. */
  readonly refreshUrl: string | undefined
  /** Where to go on once the state has changed to an ending. */
  readonly nextUrl: string | undefined
  /** Whether the reader keeps the place; otherwise the focus goes to the heading. */
  readonly keepsPlace: boolean
}

const mainTag = (live: Live | undefined): Html => {
  if (live === undefined) return html`<main>`
  const urls = html`data-events="${live.eventsUrl}" data-refresh="${live.refreshUrl}" data-next="${live.nextUrl}"`
  return html`<main data-state="${live.state}" ${urls}${live.keepsPlace && html` data-keeps-place`}>`
}

export type Page = {
  readonly language: Language
  readonly title: Html | string
  /** The kind of page, for the stylesheet. */
  readonly kind: string
  readonly stylesheets: readonly string[]
  readonly script: string
  readonly live: Live | undefined
  readonly header: Html
  readonly body: Html
  readonly footer: Html
}

/** A whole document: a header, one main part with one h1, and a last line. */
export const document = (page: Page): string =>
  html`<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title}</title>
<link rel="icon" href="data:,">
${page.stylesheets.map((url) => html`<link rel="stylesheet" href="${url}">`)}
<script src="${page.script}" defer></script>
</head>
<body class="${page.kind}" data-working="${texts[page.language].page.working}">
<header>
${page.header}
</header>
${mainTag(page.live)}
${page.body}
</main>
<footer>${page.footer}</footer>
<p class="unseen" role="status" id="announcement"></p>
</body>
</html>
`.text
