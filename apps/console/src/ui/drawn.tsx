import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** The size that pictures are drawn in; they are as wide as their panel. */
export const [wide, tall] = [720, 120]

/** A part of a picture from its foot to its top: what it says, and the payments that it counts. */
export type Place = {
  readonly key: string
  readonly title: string
  readonly payments?: Readonly<Record<string, string>> | undefined
}

type Needs = {
  readonly name: string
  readonly places: readonly Place[]
  readonly first: ReactNode
  readonly last: ReactNode
  readonly top: ReactNode
  readonly children: ReactNode
}

/**
 * A picture between its scale and its two ends; `name` says what it says. A mouse reads each place and follows it to its payments;
 * whoever has none finds the same in the table.
 */
export const Drawn = ({ name, places, first, last, top, children }: Needs) => (
  <div className="columns">
    <span className="muted">{top}</span>
    <div className="drawn">
      <svg role="img" aria-label={name} viewBox={`0 0 ${wide} ${tall + 1}`} preserveAspectRatio="none">
        <path className="base" d={`M0 ${tall + 0.5} H${wide}`} />
        {children}
      </svg>
      <div className="places" aria-hidden="true">
        {places.map(({ key, title, payments }) =>
          payments === undefined ? (
            <span key={key} title={title} />
          ) : (
            <Link key={key} to="/payments" search={payments} title={title} tabIndex={-1} />
          ),
        )}
      </div>
    </div>
    <span className="ends muted">
      <span>{first}</span>
      <span>{last}</span>
    </span>
  </div>
)
