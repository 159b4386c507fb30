import type { Language } from '@silkgate/domain'
import { type Html, html } from './html.ts'
import { type IconName, icon } from './icon.ts'
import { texts } from './language/index.ts'

/** The colour family of a state; each has its own text and tint in the stylesheet. */
export type Role = 'neutral' | 'waiting' | 'secured' | 'good' | 'bad' | 'back' | 'unknown'

/** How an ending is shown; its words are in the texts of each language. */
export type Sign = { readonly icon: IconName; readonly role: Role }

/** The heading of a step: it takes the focus when the page opens, so that a screen reader starts with it. */
export const stepHeading = (heading: Html | string): Html => html`<h1 tabindex="-1" autofocus>${heading}</h1>`

/** A heading under its sign. */
export const signedHeading = (sign: Sign, heading: Html | string): Html =>
  html`<div class="sign ${sign.role}">${icon(sign.icon)}</div>
${stepHeading(heading)}`

/** A name that is the same in every language, as a brand or a merchant's; browsers that translate leave it alone. */
export const nameHtml = (name: string): Html => html`<span translate="no">${name}</span>`

/** A reference as it is read and compared: of one width, and on a narrow page broken after every tenth character. */
export const referenceHtml = (reference: string): Html =>
  html`<span class="reference" translate="no">${reference.match(/.{1,10}/gsu)?.map((ten) => html`${ten}<wbr>`)}</span>`

/** Names and values side by side, values that are absent left out. */
export const factList = (facts: readonly (readonly [string, Html | string | undefined])[]): Html =>
  html`<dl class="facts">${facts.map(
    ([name, value]) => value !== undefined && html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`

/** For pages that wait: with the script they change by themselves, without it there is a button. */
export const checkAgain = (language: Language): Html => {
  const { page } = texts[language]
  return html`<p class="check"><span class="scripted muted">${page.changesByItself}</span>
<a class="button secondary unscripted" href="">${page.checkAgain}</a></p>`
}
