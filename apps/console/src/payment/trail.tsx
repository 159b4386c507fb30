import type { Permission } from '@silkgate/domain'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { textSaid, wordSaid } from '../said/said.ts'
import { me } from '../session/me.ts'
import { amountText } from '../ui/format.ts'
import { Time } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { entriesOf, type PaymentDetail, type TrailEntry } from './api.ts'

/** What a row of a trail says beside its time: its parts by name, amounts as amounts. */
const wordsOf = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'object') return textSaid(String(value))
  if ('minor' in value && 'currency' in value) {
    const { currency, minor } = value as { currency: string; minor: string }
    return minor === null ? '–' : amountText({ currency, minor: String(minor) })
  }
  return Object.entries(value)
    .map(([name, part]) => `${wordSaid(name)} ${wordsOf(part)}`)
    .join(', ')
}

/** What is said of each stage at a glance; everything else is folded. */
const atAGlance: Readonly<Record<string, readonly string[]>> = {
  calls: ['api', 'outcome'],
  events: ['name'],
  webhooks: ['type', 'state'],
  reportLines: ['type', 'outcome', 'settlement'],
  clearing: ['clearingBatchId', 'net'],
  settlement: ['settlementBatchId', 'amount'],
  bank: ['account', 'entry'],
  transfers: ['booking', 'amount', 'reason'],
  breaks: ['kind', 'amount'],
  exceptions: ['kind'],
  remittances: ['remittanceId', 'status', 'amount'],
  remittanceBank: ['account', 'entry'],
}

/** Where a part is a code that has words elsewhere too. */
const codes: Readonly<Record<string, () => Readonly<Record<string, string>>>> = {
  'breaks kind': () => texts.breakKinds,
  'exceptions kind': () => texts.exceptions.kinds,
  'remittances status': () => texts.remittance.statusWords,
  'webhooks state': () => texts.said.words,
}

type Way = {
  readonly path: string
  readonly param: string
  readonly id: string
  readonly needs: Permission
  /** The part of the step that says what of it is meant, and what that is called in the address. */
  readonly within?: readonly [id: string, part: string]
}

/** The very entry of a bank's statement. */
const bankEntry: Way = {
  path: '/settlement/statements/$statementId',
  param: 'statementId',
  id: 'statementId',
  needs: 'settlement.read',
  within: ['entryId', 'entry'],
}

/** The view of what a step of some stages is about; `id` names the part of the step that says which. */
const ways: Readonly<Record<string, Way>> = {
  clearing: {
    path: '/settlement/batches/$batchId',
    param: 'batchId',
    id: 'clearingBatchId',
    needs: 'settlement.read',
  },
  settlement: {
    path: '/settlement/batches/$batchId',
    param: 'batchId',
    id: 'settlementBatchId',
    needs: 'settlement.read',
  },
  bank: bankEntry,
  remittanceBank: bankEntry,
  remittances: {
    path: '/remittance/$remittanceId',
    param: 'remittanceId',
    id: 'remittanceId',
    needs: 'remittance.read',
  },
  breaks: { path: '/reconciliation/$breakId', param: 'breakId', id: 'breakId', needs: 'breaks.read' },
}

/** A way to the view of what a step is about, where the reader may see it. */
const ToView = ({ stage, row }: TrailEntry) => {
  const { routesByPath } = useRouter()
  const { data: who } = useQuery(me)
  const way = ways[stage]
  const id = way && row[way.id]
  if (way === undefined || id === undefined || !(way.path in routesByPath) || !who?.may.includes(way.needs)) return null
  const search = way.within && { [way.within[1]]: String(row[way.within[0]]) }
  return (
    <>
      {' '}
      <Link to={way.path as string} params={{ [way.param]: String(id) } as never} search={search as never}>
        {texts.onePayment.look}
      </Link>
    </>
  )
}

const Step = ({ entry: { stage, row } }: { entry: TrailEntry }) => {
  const { at, debit, credit, ...facts } = row
  // As accountants write it.
  const rest: TrailEntry['row'] =
    debit === undefined ? facts : { booking: `${wordsOf(debit)} / ${wordsOf(credit)}`, ...facts }
  const glance = atAGlance[stage] ?? []
  const told = glance
    .map((name) => codes[`${stage} ${name}`]?.()[String(rest[name])] ?? wordsOf(rest[name]))
    .filter((words) => words !== '')
  const more = Object.entries(rest).filter(([name]) => !glance.includes(name))
  return (
    <li>
      {at === undefined ? <span /> : <Time at={at} seconds />}
      <span>
        <strong>{texts.stages[stage] ?? stage}</strong> {told.join(' · ')}
        <ToView stage={stage} row={row} />
      </span>
      {more.length > 0 && (
        <details className="what">
          <summary>{texts.more}</summary>
          <dl>
            {more.map(([name, value]) => (
              <div key={name}>
                <dt>{wordSaid(name)}</dt>
                <dd>{wordsOf(value)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  )
}

/** Every step of the way of a payment's money, in the order in which they happened. */
export const TrailOf = ({ trail }: Pick<PaymentDetail, 'trail'>) => (
  <section aria-labelledby="way">
    <h2 id="way">{texts.theWay}</h2>
    <ol className="trail" aria-labelledby="way">
      {entriesOf(trail).map((entry) => (
        <Step key={JSON.stringify(entry)} entry={entry} />
      ))}
    </ol>
  </section>
)
