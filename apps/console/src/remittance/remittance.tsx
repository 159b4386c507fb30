import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Holds } from '../merchant/holds.tsx'
import { me } from '../session/me.ts'
import { Answered } from '../ui/answered.tsx'
import { DownloadFile } from '../ui/download.tsx'
import { amountText, dayText, timeText, zoneName } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Fact, Figure, Heading, Time } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type Detail, type Movement, movementsOf, oneRemittance } from './api.ts'
import { Approve } from './approve.tsx'
import { RemittanceBadge } from './remittance-badge.tsx'
import { accountText } from './remittance-list.tsx'

type Part = { readonly name: string; readonly minor: bigint; readonly isSum?: boolean }

/** Payments first, what came back last. */
const order = ['payment', 'fee', 'refund', 'dispute']
const inOrder = (made: Detail['made']): Detail['made'] => {
  const placeOf = (kind: string): number => [...order, kind].indexOf(kind)
  return made.toSorted((a, b) => placeOf(a.kind) - placeOf(b.kind))
}

/** Why a remittance comes to its amount, line by line: what was left, what has moved since, what is kept. */
const partsOf = ({ carriedOver, made, availableAtCutoff, reserve, keptBack, amount }: Detail): readonly Part[] => {
  const words = texts.remittance
  const all: Part[] = [
    { name: words.carriedOver, minor: BigInt(carriedOver) },
    ...inOrder(made).map(({ kind, movements, minor }) => ({ name: words.kind(kind, movements), minor: BigInt(minor) })),
    { name: texts.available, minor: BigInt(availableAtCutoff), isSum: true },
    { name: words.reserve, minor: -BigInt(reserve) },
    { name: words.keptBack, minor: -BigInt(keptBack) },
    { name: words.paidOut, minor: BigInt(amount.minor), isSum: true },
  ]
  return all.filter(({ minor, isSum }) => isSum || minor !== 0n)
}

const Parts = ({ found }: { found: Detail }) => {
  const columns: readonly Column<Part>[] = [
    { head: () => texts.remittance.part, cell: ({ name, isSum }) => (isSum ? <strong>{name}</strong> : name) },
    {
      head: () => texts.amount,
      cell: ({ minor }) => <Figure amount={{ currency: found.amount.currency, minor: minor.toString() }} />,
      isFigure: true,
    },
  ]
  return (
    <section aria-labelledby="parts">
      <h2 id="parts">{texts.remittance.whyAmount}</h2>
      <Table name={texts.remittance.whyAmount} columns={columns} rows={partsOf(found)} keyOf={({ name }) => name} />
      <p className="muted">{texts.remittance.refundsAreOut}</p>
    </section>
  )
}

type Told = { readonly at: string; readonly isDay?: boolean; readonly what: string; readonly more: string }

/** What was done and heard, in its order. */
const toldOf = (found: Detail): readonly Told[] => {
  const words = texts.remittance
  const steps: readonly (readonly [string | null | undefined, string, string | null | undefined])[] = [
    [found.createdAt, words.made, found.startedBy],
    [found.approvedAt, words.statusWords.approved, found.approvedBy],
    [found.sentAt, words.statusWords.sent, found.file?.name],
    [found.acceptedAt, words.statusWords.accepted, undefined],
    [found.confirmedAt, words.statusWords.confirmed, undefined],
    [found.rejectedAt, words.statusWords.rejected, found.reason],
    [found.returnedAt, words.statusWords.returned, found.reason],
    [found.cancelledAt, words.statusWords.cancelled, [found.cancelledBy, found.reason].filter(Boolean).join(': ')],
  ]
  const told: Told[] = [
    ...steps.flatMap(([at, what, more]) => (at ? [{ at, what, more: more ?? '' }] : [])),
    ...found.answers.map(({ at, code, reason, file }) => ({
      at,
      what: words.bankSays(code),
      more: [reason, file].filter(Boolean).join(' · '),
    })),
    ...found.bank.map(({ bookingDay, minor, account, statement }) => ({
      at: bookingDay,
      isDay: true,
      what: words.booked(amountText({ currency: found.amount.currency, minor })),
      more: account === undefined ? '' : words.onStatement(statement ?? '', account),
    })),
  ]
  // A day has no time: it ends after what happened on it.
  const orderOf = ({ at, isDay }: Told): string => (isDay ? `${at}T24` : at)
  return told.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
}

const History = ({ found }: { found: Detail }) => (
  <section aria-labelledby="told">
    <h2 id="told">{texts.remittance.history}</h2>
    <ol className="trail" aria-labelledby="told">
      {toldOf(found).map(({ at, isDay, what, more }) => (
        <li key={`${at} ${what} ${more}`}>
          {isDay ? <time dateTime={at}>{dayText(at)}</time> : <Time at={at} seconds />}
          <strong>{what}</strong>
          {more !== '' && <span className="what">{more}</span>}
        </li>
      ))}
    </ol>
  </section>
)

const movementColumns: readonly Column<Movement>[] = [
  {
    head: () => texts.payments,
    cell: ({ paymentId, remittanceId, transactionId }) => {
      if (paymentId !== undefined)
        return (
          <Link to="/payments/$paymentId" params={{ paymentId }} preload="intent">
            …{paymentId.slice(-15)}
          </Link>
        )
      if (remittanceId === undefined || !remittanceId.startsWith('R')) return transactionId ?? remittanceId ?? '–'
      return (
        <Link to="/remittance/$remittanceId" params={{ remittanceId }}>
          {remittanceId}
        </Link>
      )
    },
  },
  { head: () => texts.remittance.part, cell: ({ kind }) => texts.remittance.kind(kind, 1) },
  { head: () => texts.amount, cell: ({ amount }) => <Figure amount={amount} />, isFigure: true },
  { head: () => texts.remittance.movedAt(zoneName()), cell: ({ at }) => <Time at={at} />, isExtra: true },
]

const Facts = ({ found, mayFetch }: { found: Detail; mayFetch: boolean }) => {
  const words = texts.remittance
  return (
    <dl className="facts" aria-label={texts.facts}>
      <Fact name={texts.merchant}>{found.merchant ?? found.merchantId}</Fact>
      <Fact name={words.account}>
        {found.account.holder}
        <br />
        <span className="mono">{accountText(found.account)}</span>
        {found.isNewAccount && (
          <>
            <br />
            <strong>{words.newAccount}</strong>{' '}
            {found.before === null ? words.neverPaid : words.accountBefore(accountText(found.before))}
            {found.usableFrom !== null && ` ${words.usableFrom(timeText(found.usableFrom))}`}
          </>
        )}
      </Fact>
      <Fact name={words.run}>
        {found.runId !== undefined && (
          <Link to="/remittance/runs/$runId" params={{ runId: found.runId }}>
            {timeText(found.createdAt)}
          </Link>
        )}
      </Fact>
      <Fact name={words.carriedInto}>
        {found.carriedInto !== undefined && (
          <Link to="/remittance/$remittanceId" params={{ remittanceId: found.carriedInto }}>
            {found.carriedInto}
          </Link>
        )}
      </Fact>
      <Fact name={words.file}>
        {found.file !== undefined && (
          <>
            {found.file.name}
            <br />
            <span className="mono">SHA-256 {found.file.sha256}</span>
            {found.file.problem !== null && found.file.sentAt === null && <p className="error">{found.file.problem}</p>}
            {mayFetch && (
              <p>
                <DownloadFile path={`/remittances/${found.id}/file`} name={found.file.name}>
                  {words.download}
                </DownloadFile>
              </p>
            )}
          </>
        )}
      </Fact>
    </dl>
  )
}

/** One remittance: how far it has come, why it comes to its amount, what the bank said, what it is made of. */
export const Remittance = () => {
  const { remittanceId } = useParams({ from: '/in/remittance/$remittanceId' })
  const asked = useQuery(oneRemittance(remittanceId))
  const { data: who } = useQuery(me)
  const words = texts.remittance
  return (
    <>
      <Heading title={words.called(remittanceId)}>{words.called(remittanceId)}</Heading>
      <Answered of={asked} absent="INVALID_REMITTANCE_ID">
        {(found) => {
          const { holds, merchantHolds = [] } = found
          const inForce = [...merchantHolds, ...(holds ?? []).filter(({ releasedAt }) => releasedAt === null)]
          return (
            <div className="detail">
              <div>
                <p className="row">
                  <span className="amount">
                    <Figure amount={found.amount} />
                  </span>
                  <RemittanceBadge status={found.status} isHeld={found.waitsFor !== undefined} />
                </p>
                <p className="lead" role="status">
                  {words.says[found.status]} {found.reason !== undefined && words.because(found.reason)}
                </p>
                {found.waitsFor !== undefined && <p>{words.waitsFor[found.waitsFor]}</p>}
                {inForce.map(({ holdId, placedBy, reason }) => (
                  <p key={holdId}>{words.heldBy(placedBy, reason)}</p>
                ))}
                {found.approval !== undefined && (
                  <Approve of={`/remittances/${remittanceId}`} approval={found.approval} />
                )}
                <Parts found={found} />
                <History found={found} />
                {holds !== undefined && (
                  <Holds
                    merchantId={found.merchantId}
                    about="remittance"
                    objectId={remittanceId}
                    holds={holds}
                    refusedBecause={found.file === undefined ? undefined : words.isOrdered}
                  />
                )}
              </div>
              <Facts found={found} mayFetch={who?.may.includes('remittance.approve') === true} />
            </div>
          )
        }}
      </Answered>
      {asked.data !== undefined && (
        <section aria-labelledby="made">
          <h2 id="made">{words.madeOf}</h2>
          <Pages
            name={words.madeOf}
            of={movementsOf(remittanceId)}
            columns={movementColumns}
            keyOf={({ kind, paymentId, transactionId, remittanceId: about, at, amount }) =>
              [kind, paymentId, transactionId, about, at, amount.minor].join(' ')
            }
            whenEmpty={words.madeOfNothing}
          />
        </section>
      )}
    </>
  )
}
