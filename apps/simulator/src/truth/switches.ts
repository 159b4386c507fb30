import { type Html, html, icon, referenceHtml } from '@silkgate/page'
import { type Fault, type FaultName, faultNames, kindOf, strikesFiles } from '../fault/faults.ts'

export type Field = 'name' | 'paymentRequestId' | 'share' | 'times'

export type SwitchesView = {
  readonly faults: readonly (Fault & { readonly strikes: number })[]
  readonly values: Readonly<Partial<Record<Field, string>>>
  /** What was wrong with the form, and in which of its fields. */
  readonly wrong: { readonly field: Field; readonly says: string } | undefined
}

const names = Object.keys(faultNames) as FaultName[]

/** What goes wrong now, each with its switch, and a form to let more go wrong. */
export const switchesPart = (view: SwitchesView): Html => html`<div class="worlds">
<section class="card" aria-labelledby="faults"><h2 id="faults">What goes wrong</h2>
${view.faults.length === 0 ? html`<p class="muted">Nothing. Everything works as it should.</p>` : inForce(view)}
</section>
<form class="card" method="post" action="/truth/faults" novalidate aria-labelledby="more">
<h2 id="more">Let something go wrong</h2>
${nameField(view)}
${textField(view, 'paymentRequestId', 'Only this payment (optional)', 'text')}
${textField(view, 'share', 'Share of payments, 0 to 1 (optional)', 'decimal')}
${textField(view, 'times', 'How often (optional)', 'numeric')}
<p class="deeds"><button class="button">Switch on</button></p>
</form></div>`

const inForce = ({ faults }: SwitchesView): Html => html`<ul class="switches">${faults.map(faultRow)}</ul>
<form method="post" action="/truth/faults/end">
<p class="deeds"><button class="button secondary">Switch all off</button></p></form>`

const faultRow = (fault: SwitchesView['faults'][number], index: number): Html => html`<li>
<p><b>${fault.name}</b>${fault.api && html` (${fault.api})`}<br><span class="muted">${kindOf(fault.name).says}</span></p>
<p class="muted">${scopeOf(fault)}; has struck ${fault.strikes === 1 ? 'once' : `${fault.strikes} times`}</p>
<form method="post" action="/truth/faults/end"><input type="hidden" name="index" value="${index}">
<input type="hidden" name="name" value="${fault.name}">
<p class="deeds"><button class="button secondary">Switch off<span class="unseen"> ${fault.name}</span></button></p></form></li>`

const scopeOf = ({ name, paymentRequestId, share, times }: Fault): Html => {
  const all = strikesFiles(name) ? 'for all files and credits' : 'for all payments'
  const whom = paymentRequestId === undefined ? all : html`for payment ${referenceHtml(paymentRequestId)}`
  const part = share === undefined ? whom : html`for a share of ${share}`
  return html`In force ${part}${times !== undefined && `, at most ${times} times`}`
}

const wrongField = (field: Field, { wrong }: SwitchesView): Html | undefined =>
  wrong?.field === field ? html` aria-invalid="true" aria-describedby="${field}-error" autofocus` : undefined

const errorLine = (field: Field, { wrong }: SwitchesView): Html | undefined =>
  wrong?.field === field
    ? html`<span class="error" id="${field}-error">${icon('triangle-alert')}${wrong.says}</span>`
    : undefined

const nameField = (view: SwitchesView): Html => {
  const options = names.map(
    (name) => html`<option value="${name}"${name === view.values.name && html` selected`}>${name}</option>`,
  )
  return html`<p class="field"><label for="name">Fault</label>
<select id="name" name="name"${wrongField('name', view)}><option value="">Choose a fault</option>${options}</select>
${errorLine('name', view)}</p>`
}

const textField = (view: SwitchesView, field: Field, label: string, mode: 'text' | 'decimal' | 'numeric'): Html =>
  html`<p class="field"><label for="${field}">${label}</label>
<input id="${field}" name="${field}" inputmode="${mode}" autocomplete="off" value="${view.values[field]}"${wrongField(
    field,
    view,
  )}>
${errorLine(field, view)}</p>`
