import { Ban, Circle, CircleArrowRight, CircleCheck, CircleDot, CircleX, type LucideIcon, Undo2 } from 'lucide-react'
import { Fragment, type ReactNode, useEffect, useState } from 'react'
import { Refused } from './api.ts'
import { type Amount, figureOf, timeText } from './format.ts'
import { texts } from './texts.ts'

/** How a state looks: its icon, and the role that gives its colours. */
export type Look = {
  readonly icon: LucideIcon
  readonly role: 'neutral' | 'waiting' | 'secured' | 'good' | 'bad' | 'back' | 'unknown'
}

const looks: Readonly<Record<string, Look>> = {
  CREATED: { icon: Circle, role: 'neutral' },
  REDIRECTED: { icon: CircleArrowRight, role: 'waiting' },
  CAPTURED: { icon: CircleDot, role: 'secured' },
  PAID: { icon: CircleCheck, role: 'good' },
  REJECTED: { icon: CircleX, role: 'bad' },
  CANCELLED: { icon: Ban, role: 'neutral' },
  REFUNDED: { icon: Undo2, role: 'back' },
}

/** A state as icon, word and tint. */
export const StateBadge = ({ look: { icon: Icon, role }, word }: { look: Look; word: string }) => (
  <span className={`badge ${role}`}>
    <Icon size={16} aria-hidden />
    {word}
  </span>
)

/** The state of a payment. */
export const Badge = ({ status }: { status: string }) => (
  <StateBadge look={looks[status] ?? { icon: Circle, role: 'neutral' }} word={texts.statusWords[status] ?? status} />
)

export const Figure = ({ amount }: { amount: Amount }) => (
  <>
    {figureOf(amount)}
    <span className="code">{amount.currency}</span>
  </>
)

export const Time = ({ at, seconds = false }: { at: string; seconds?: boolean }) => (
  <time dateTime={at} title={at}>
    {timeText(at, seconds)}
  </time>
)

/** Somebody's address; where it needs two lines it goes on after the @ or a dot. */
export const Person = ({ email }: { email: string }) =>
  email.split(/(?<=[@.])/).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: its parts keep their places.
    <Fragment key={at}>
      {part}
      <wbr />
    </Fragment>
  ))

/** The heading of a view; it names the page and takes the focus when the view is entered. */
export const Heading = ({ children, title }: { children: ReactNode; title: string }) => {
  useEffect(() => {
    document.title = `${title} · silkgate`
  }, [title])
  return <h1>{children}</h1>
}

/** What could not be shown, why, and what to do. */
export const Failure = ({ error, again }: { error: Error; again: () => void }) => (
  <div className="error" role="alert">
    <p>{error instanceof Refused ? error.message : texts.noConnection}</p>
    {error instanceof Refused && <p className="mono">{texts.requestId(error.errorId)}</p>}
    <p>
      <button type="button" onClick={again}>
        {texts.tryAgain}
      </button>
    </p>
  </div>
)

const patienceMs = 3_000

export const Loading = () => {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <p className="muted" role="status">
      {isLong ? texts.stillLoading : texts.loading}
    </p>
  )
}

/** One fact of a list of facts; without a value it is left out. */
export const Fact = ({ name, children }: { name: string; children: ReactNode }) =>
  children === undefined || children === null || children === '' || children === false ? null : (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
