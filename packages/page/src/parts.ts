import { type Html, html } from './html.ts'
import { type IconName, icon } from './icon.ts'

/** The colour family of a state; each has its own text and tint in the stylesheet. */
export type Role = 'neutral' | 'waiting' | 'secured' | 'good' | 'bad' | 'back' | 'unknown'

/** How an ending is shown; its words are in the texts of each language. */
export type Sign = { readonly icon: IconName; readonly role: Role }

/** The heading of a step: it takes the focus when the page opens, so that a screen reader starts with it. */
export const stepHeading = (heading: Html | string): Html => html`<h1 tabindex="-1" autofocus>${heading}</h1>`

/** A heading under its sign. */
export const signedHeading = (sign: Sign, heading: string): Html =>
  html`<div class="sign ${sign.role}">${icon(sign.icon)}</div>
${stepHeading(heading)}`

/** A reference as it is read and compared: of one width, and on a narrow page broken after every tenth character. */
export const referenceHtml = (reference: string): Html =>
  html`<span class="reference">${reference.match(/.{1,10}/gsu)?.map((ten) => html`${ten}<wbr>`)}</span>`

/** Names and values side by side, values that are absent left out. */
export const factList = (facts: readonly (readonly [string, Html | string | undefined])[]): Html =>
  html`<dl class="facts">${facts.map(
    ([name, value]) => value !== undefined && html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`
