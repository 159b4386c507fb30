import {
  apply,
  type EventName,
  money,
  newPayment,
  type Payment,
  type PaymentEvent,
  positionOf,
  statuses,
  statusOf,
} from '@silkgate/domain'
import { spoken } from './markdown.ts'

const at = new Date('2026-11-24T09:00:00Z')
const amount = money('EUR', 1000n)
const network = { settlementAmount: amount }
const contracts = [{ validFrom: new Date(0), feeBasisPoints: 0n, feeFixed: money('EUR', 0n) }]

const first = newPayment({
  merchantId: '1234',
  paymentId: '000000123400000000010000100001',
  amount,
  settlementCurrency: 'EUR',
  createdAt: at,
})

/** One event of each name. */
const samples: { readonly [Name in EventName]: PaymentEvent & { readonly name: Name } } = {
  order_placed: { name: 'order_placed', at, source: 'pay', redirectUrl: 'https://wallet.example/1' },
  success_announced: { name: 'success_announced', at, source: 'notification', amount, network },
  success_confirmed: { name: 'success_confirmed', at, source: 'inquiry', amount, network },
  refused: { name: 'refused', at, source: 'pay', code: 120, because: 'declined' },
  closed: { name: 'closed', at, source: 'inquiry' },
  order_not_found: { name: 'order_not_found', at, source: 'inquiry' },
  outcome_unknown: { name: 'outcome_unknown', at, source: 'inquiry', because: 'timeout' },
  cancel_window_passed: { name: 'cancel_window_passed', at, source: 'cancel' },
  given_up: { name: 'given_up', at, source: 'inquiry' },
  settled: { name: 'settled', at, source: 'reconciliation', clearingBatchId: 'C20261124STDEUR' },
}

/** What happens to the money of a captured payment later; it is not heard as an event of this table. */
const laterFacts: Readonly<Record<string, Partial<Payment>>> = {
  'all refunded': { refundedMinor: amount.minor },
}

type Step = { readonly says: string; readonly to: Payment }

const stepsFrom = (payment: Payment): Step[] => [
  ...Object.values(samples).map((event) => ({ says: spoken(event.name), to: apply(payment, event, contracts) })),
  ...(payment.captured
    ? Object.entries(laterFacts).map(([says, facts]) => ({ says, to: { ...payment, ...facts } }))
    : []),
]

/** A payment on its way out is drawn by where it stands, every other by the status that the merchant sees. */
const nodeOf = (payment: Payment): string => {
  const position = positionOf(payment)
  return position === 'closing' || position === 'past_cancel_window' ? position : statusOf(payment)
}

type Arrows = Map<string, Map<string, Set<string>>>

/** Walks from a new payment through everything that can be heard until nothing new is found. */
const explore = (): Arrows => {
  const arrows: Arrows = new Map([[nodeOf(first), new Map()]])
  const found = [first]
  for (const payment of found) {
    for (const { says, to } of stepsFrom(payment)) {
      const node = nodeOf(to)
      if (!arrows.has(node)) {
        arrows.set(node, new Map())
        found.push(to)
      }
      if (node === nodeOf(payment)) continue
      const leads = arrows.get(nodeOf(payment))
      leads?.set(node, (leads.get(node) ?? new Set()).add(says))
    }
  }
  const missing = Object.keys(statuses).filter((status) => !arrows.has(status))
  if (missing.length > 0)
    throw new Error(`The diagram does not reach ${missing.join(', ')}: add its event or fact here.`)
  return arrows
}

/** The life of a payment as a mermaid diagram, found by playing it with the domain's own functions. */
export const lifeOfPayment = (): string => {
  const lines = ['stateDiagram-v2', `  [*] --> ${nodeOf(first)}`]
  for (const [from, leads] of explore()) {
    for (const [to, says] of leads) lines.push(`  ${from} --> ${to}: ${[...says].join(', ')}`)
    if (leads.size === 0) lines.push(`  ${from} --> [*]`)
  }
  return ['```mermaid', ...lines, '```'].join('\n')
}
