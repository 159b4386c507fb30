import { money } from '@silkgate/domain'
import { type Html, html, icon, moneyHtml, nameHtml, referenceHtml } from '@silkgate/page'
import { isUnderWay, type OrderDispute, type ReceivedEvidence } from '../order/dispute.ts'
import type { Order } from '../order/order.ts'

export const disputeDeeds = {
  retrieval: 'Ask about it',
  escalation: 'Claim it back',
} as const

export const judgements = { won: 'Decide for the shop', lost: 'Decide for the payer' } as const

/** What the wallet asks and claims of an order, with the deeds of its owner and of Alipay+. Nothing of one that is not paid. */
export const disputesPart = (order: Order, page: number, refused: string | undefined): Html | undefined => {
  if (order.paidAt === undefined) return undefined
  const { disputes, paymentRequestId } = order
  return html`${disputes.length > 0 && html`<ul class="told">${disputes.map((one) => disputeRow(one, order, page))}</ul>`}
<form method="post" action="/truth/disputes">
<input type="hidden" name="paymentRequestId" value="${paymentRequestId}"><input type="hidden" name="page" value="${page}">
${refused !== undefined && html`<p class="error" role="alert">${icon('triangle-alert')}${refused}</p>`}
<p class="deeds">${Object.entries(disputeDeeds).map(([kind, deed]) => button('kind', kind, deed, paymentRequestId))}</p>
</form>`
}

/** What it is about is said to who cannot see where it stands. */
const button = (name: string, value: string, deed: string, about: string): Html =>
  html`<button class="button secondary" name="${name}" value="${value}">${deed}<span class="unseen"> ${about}</span></button>`

const disputeRow = (dispute: OrderDispute, { terms }: Order, page: number): Html => {
  const { disputeRequestId, kind, minor, reason, answer } = dispute
  const amount = moneyHtml(money(terms.amount.currency, minor), 'en')
  return html`<li><p>${kind === 'retrieval' ? 'A question' : html`A claim of ${amount}`}: ${nameHtml(reason)}</p>
<p class="muted">${standing(dispute)} ${referenceHtml(disputeRequestId)}</p>
${answer !== undefined && answer.evidences.length > 0 && html`<ul class="told">${answer.evidences.map(evidenceRow)}</ul>`}
${kind === 'escalation' && isUnderWay(dispute) && judgeForm(disputeRequestId, page)}</li>`
}

const standing = ({ kind, answer, judged }: OrderDispute): string => {
  if (judged?.outcome === 'withdrawn') return 'It was taken back.'
  if (judged !== undefined)
    return judged.outcome === 'won' ? 'It was decided for the shop.' : 'It was decided for the payer.'
  if (answer === undefined) return 'It waits for an answer.'
  if (kind === 'retrieval') return 'It is answered.'
  return answer.gives > 0n ? 'The shop gave in.' : 'The shop stands by the payment.'
}

const evidenceRow = ({ fileName, fileType, size, sha256 }: ReceivedEvidence): Html =>
  html`<li><p>${nameHtml(fileName)}</p><p class="muted">${fileType}, ${size} bytes, SHA-256 ${referenceHtml(sha256)}</p></li>`

const judgeForm = (
  disputeRequestId: string,
  page: number,
): Html => html`<form method="post" action="/truth/disputes/judge">
<input type="hidden" name="disputeRequestId" value="${disputeRequestId}"><input type="hidden" name="page" value="${page}">
<p class="deeds">${Object.entries(judgements).map(([outcome, deed]) => button('outcome', outcome, deed, disputeRequestId))}</p>
</form>`
