import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { me } from '../session/me.ts'
import { Deed } from '../ui/deed.tsx'
import { Field } from '../ui/field.tsx'
import { Time } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type Hold, type HoldAbout, placeHold, releaseHold } from './api.ts'

const Held = ({ hold: { about, objectId } }: { hold: Hold }) => (
  <>
    {texts.merchants.holdAbout[about]}{' '}
    {about === 'payment' && (
      <Link to="/payments/$paymentId" params={{ paymentId: objectId }} className="mono breaks-anywhere">
        {objectId}
      </Link>
    )}
    {about === 'remittance' && (
      <Link to="/remittance/$remittanceId" params={{ remittanceId: objectId }} className="mono breaks-anywhere">
        {objectId}
      </Link>
    )}
  </>
)

const Release = ({ hold: { merchantId, holdId, placedBy } }: { hold: Hold }) => {
  const { data: who } = useQuery(me)
  const words = texts.merchants
  if (!who?.may.includes('holds.change')) return null
  return (
    <Deed
      name={`${words.release}…`}
      confirm={words.release}
      refusedBecause={placedBy === who.email ? words.youPlacedIt : undefined}
      run={({ reason = '' }) => releaseHold(merchantId, holdId, reason)}
    >
      <p>{words.releaseSays}</p>
      <Field name="reason" label={texts.why} required maxLength={2000} />
    </Deed>
  )
}

const columns: readonly Column<Hold>[] = [
  { head: () => texts.merchants.held, cell: (hold) => <Held hold={hold} /> },
  { head: () => texts.why, cell: ({ reason }) => reason },
  {
    head: () => texts.merchants.placed,
    cell: ({ placedAt, placedBy }) => (
      <>
        <Time at={placedAt} />, {placedBy}
      </>
    ),
  },
  {
    head: () => texts.merchants.released,
    cell: (hold) =>
      hold.releasedAt === null ? (
        <>
          <strong>{texts.merchants.stillHeld}</strong> <Release hold={hold} />
        </>
      ) : (
        <>
          <Time at={hold.releasedAt} />, {hold.releasedBy}: {hold.releaseReason}
        </>
      ),
  },
]

type Needs = {
  readonly merchantId: string
  readonly about: HoldAbout
  readonly objectId: string
  readonly holds: readonly Hold[]
  /** Why it cannot be held now, where it cannot. */
  readonly refusedBecause?: string | undefined
}

/** What of this is held or was, the latest first; and how to hold it. A hold is ended by somebody else than who has placed it. */
export const Holds = ({ merchantId, about, objectId, holds, refusedBecause }: Needs) => {
  const { data: who } = useQuery(me)
  const words = texts.merchants
  const isHeld = holds.some((hold) => hold.about === about && hold.releasedAt === null)
  return (
    <section aria-labelledby="holds">
      <h2 id="holds">{words.holds}</h2>
      {holds.length === 0 ? (
        <p className="muted">{words.noHolds}</p>
      ) : (
        <Table name={words.holds} columns={columns} rows={holds.toReversed()} keyOf={({ holdId }) => holdId} />
      )}
      {who?.may.includes('holds.change') && (
        <p>
          <Deed
            name={`${words.place[about]}…`}
            confirm={words.place[about]}
            refusedBecause={isHeld ? words.isHeld : refusedBecause}
            run={({ reason = '' }) => placeHold(merchantId, { about, objectId, reason })}
          >
            <p>{words.placeSays[about]}</p>
            <Field name="reason" label={texts.why} required maxLength={2000} />
          </Deed>
        </p>
      )}
    </section>
  )
}
