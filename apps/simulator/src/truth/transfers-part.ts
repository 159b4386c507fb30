import { money } from '@silkgate/domain'
import { type Html, html, momentHtml, moneyHtml, nameHtml, referenceHtml } from '@silkgate/page'
import type { KnownMessage, KnownTransfer } from '../transfer/transfers.ts'

/** The files of payments that the bank was given last; nothing before the first. */
export const transfersPart = (messages: readonly KnownMessage[]): Html | undefined =>
  (messages.length > 0 &&
    html`<section class="card" aria-labelledby="transfers">
<h2 id="transfers">What the bank was told to pay</h2>
<ul class="switches">${messages.map(messageRow)}</ul>
<p class="muted">All of it: <a href="/control/bank/transfers">orders</a> and <a href="/control/bank">accounts</a></p>
</section>`) ||
  undefined

const messageRow = ({ path, receivedAt, messageId, status, reason, transfers }: KnownMessage): Html => html`<li>
<p><a href="/control/files/bank${path}">${messageId ?? path.split('/').at(-1)}</a><br>
<span class="muted">${momentHtml(receivedAt, 'en')}: ${status === undefined ? 'not answered yet' : status}${
  reason !== undefined && `, ${reason.code}: ${reason.text}`
}</span></p>
${transfers.length > 0 && html`<ul class="told">${transfers.map(transferRow)}</ul>`}</li>`

const transferRow = (transfer: KnownTransfer): Html => {
  const { currency, minor, creditor, endToEndId } = transfer.instructed
  return html`<li><p>${moneyHtml(money(currency, minor), 'en')} to ${nameHtml(creditor.name)}</p>
<p class="muted">${standing(transfer)} ${referenceHtml(endToEndId)}</p></li>`
}

const standing = ({ status, reason, executionDay, returnedOn }: KnownTransfer): string => {
  const why = reason === undefined ? '' : ` (${reason.code}: ${reason.text})`
  if (status === 'rejected') return `Rejected${why}.`
  if (status === 'accepted') return `Accepted, to be paid on ${executionDay}.`
  return returnedOn === undefined ? `Paid on ${executionDay}.` : `Paid on ${executionDay}, back on ${returnedOn}${why}.`
}
