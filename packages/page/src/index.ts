export { type Asset, css, javascript, script, serveAssets, stylesheet, tokens } from './assets.ts'
export { document, type Live, type Page } from './document.ts'
export { streamChanges } from './event-stream.ts'
export { escapeText, Html, html, type Piece } from './html.ts'
export { type IconName, icon } from './icon.ts'
export { chooseLanguage, languageMenu, ownPath, type Reader, readerOf, type Texts, texts } from './language/index.ts'
export { decimalText, moneyHtml, moneyText } from './money.ts'
export {
  checkAgain,
  factList,
  nameHtml,
  type Role,
  referenceHtml,
  type Sign,
  signedHeading,
  stepHeading,
} from './parts.ts'
export { sendPage } from './send-page.ts'
export { clockHtml, countdownHtml, dateText, momentHtml } from './time.ts'
