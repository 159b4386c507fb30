import { type BreakKind, matchedWith } from '@silkgate/domain'
import { Link } from '@tanstack/react-router'
import { amountText, dayText } from '../ui/format.ts'
import { Figure } from '../ui/parts.tsx'
import { type Column, chosenBy, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import type { Candidate } from './api.ts'

/** What was chosen to match a break with, by its id. */
export type Chosen = ReadonlyMap<string, Candidate>

const sumOf = (chosen: Chosen): bigint => [...chosen.values()].reduce((sum, { minor }) => sum + BigInt(minor), 0n)

/** What a break is of, what was chosen comes to, and what came beyond what was expected; undefined while nothing is chosen. */
export const comparison = (kind: BreakKind, chosen: Chosen) => {
  const [first] = chosen.values()
  if (first === undefined) return undefined
  const { currency } = first
  const own = BigInt(first.minor) - BigInt(first.differenceMinor)
  const sum = sumOf(chosen)
  const difference = matchedWith[kind] === 'entries' ? sum - own : own - sum
  const amount = (minor: bigint) => ({ currency, minor: minor.toString() })
  return { own: amount(own), sum: amount(sum), difference: amount(difference) }
}

const candidate: Column<Candidate> = {
  head: () => texts.workbench.candidate,
  cell: ({ is, id, within, text }) => (
    <>
      {is === 'payment' && (
        <Link to="/payments/$paymentId" params={{ paymentId: id }}>
          {id}
        </Link>
      )}
      {is === 'refund' && `${texts.workbench.refund} ${id}`}
      {is === 'dispute' && (
        <Link to="/disputes/$disputeId" params={{ disputeId: id }}>
          {id}
        </Link>
      )}
      {is === 'batch' && (
        <Link to="/settlement/batches/$batchId" params={{ batchId: id }}>
          {id}
        </Link>
      )}
      {is === 'entry' && (
        <Link to="/settlement/statements/$statementId" params={{ statementId: within ?? '' }} search={{ entry: id }}>
          {texts.settlement.entry}
        </Link>
      )}
      <div className="muted breaks-anywhere">
        {is === 'refund' || is === 'dispute' ? (
          <Link to="/payments/$paymentId" params={{ paymentId: text }}>
            {text}
          </Link>
        ) : (
          text
        )}
      </div>
    </>
  ),
}

const columns: readonly Column<Candidate>[] = [
  { head: () => texts.amount, cell: (one) => <Figure amount={one} />, isFigure: true },
  {
    head: () => texts.why,
    isLong: true,
    cell: ({ differenceMinor, currency, daysApart }) =>
      texts.workbench.near(
        differenceMinor === '0' ? undefined : amountText({ currency, minor: differenceMinor }),
        daysApart,
      ),
  },
  { head: () => texts.workbench.day, cell: ({ day }) => dayText(day), isExtra: true },
]

/** The break and what was chosen beside it, and the difference between them. */
const SideBySide = ({ kind, chosen }: { kind: BreakKind; chosen: Chosen }) => {
  const found = comparison(kind, chosen)
  const words = texts.workbench
  return (
    <div role="status">
      {found !== undefined && (
        <dl className="sides">
          <div>
            <dt>{words.thisBreak}</dt>
            <dd>
              <Figure amount={found.own} />
            </dd>
          </div>
          <div>
            <dt>{words.chosen(chosen.size)}</dt>
            <dd>
              <Figure amount={found.sum} />
            </dd>
          </div>
          <div className={found.difference.minor === '0' ? undefined : 'differs'}>
            <dt>{texts.difference}</dt>
            <dd>{found.difference.minor === '0' ? words.agrees : <Figure amount={found.difference} />}</dd>
          </div>
        </dl>
      )}
    </div>
  )
}

type Needs = {
  readonly kind: BreakKind
  readonly candidates: readonly Candidate[]
  readonly chosen: Chosen
  /** Undefined for whoever may not match. */
  readonly choose: ((chosen: Chosen) => void) | undefined
}

/** The nearest things that may be the other side of a break, of which one or several are chosen to match it with. */
export const Candidates = ({ kind, candidates, chosen, choose }: Needs) => {
  const words = texts.workbench
  const isOne = matchedWith[kind] === 'transaction'
  const flip = (one: Candidate) => {
    const next = new Map(isOne ? [] : chosen)
    if (!next.delete(one.id)) next.set(one.id, one)
    choose?.(next)
  }
  const choice = (one: Candidate) => (
    <input
      type={isOne ? 'radio' : 'checkbox'}
      name="candidate"
      aria-label={words.selectOne([one.is === 'entry' ? one.text : one.id, amountText(one)].join(', '))}
      checked={chosen.has(one.id)}
      onChange={() => flip(one)}
    />
  )
  return (
    <section aria-labelledby="candidates">
      <h2 id="candidates">{words.candidates}</h2>
      {candidates.length === 0 ? (
        <p className="muted">{words.noCandidates}</p>
      ) : (
        <>
          {choose !== undefined && <p className="muted">{isOne ? words.chooseOne : words.chooseSome}</p>}
          <Table
            name={words.candidates}
            columns={[choose === undefined ? candidate : chosenBy(candidate, choice), ...columns]}
            rows={candidates}
            keyOf={({ is, id }) => `${is} ${id}`}
          />
          <SideBySide kind={kind} chosen={chosen} />
        </>
      )}
    </section>
  )
}
