import type { ReactNode } from 'react'
import { Drawn, type Place, tall, wide } from './drawn.tsx'

/** A part of a bar: its length, and the role whose colour and pattern it has. */
export type BarPart = { readonly length: number; readonly look: BarLook }
export type BarLook = 'secured' | 'waiting' | 'neutral' | 'back' | 'good'

const looks: readonly BarLook[] = ['secured', 'waiting', 'neutral', 'back', 'good']

/** How each look is filled, so that they differ without colour too. */
const fillOf = (look: BarLook): string => `url(#fill-${look})`

/** The patterns that bars are filled with; once on a page that shows some. */
export const BarFills = () => (
  <svg className="fills" aria-hidden="true" focusable="false">
    <defs>
      {looks.map((look, at) => (
        <pattern key={look} id={`fill-${look}`} className={look} width="6" height="6" patternUnits="userSpaceOnUse">
          <rect className="ground" width="6" height="6" />
          {at === 1 && <path className="mark" d="M-1 1 L1 -1 M0 6 L6 0 M5 7 L7 5" />}
          {at === 2 && <path className="mark" d="M0 3 H6" />}
          {at === 3 && <path className="mark" d="M3 0 V6" />}
          {at === 4 && <circle className="dot" cx="3" cy="3" r="1" />}
        </pattern>
      ))}
    </defs>
  </svg>
)

const Swatch = ({ look }: { look: BarLook }) => (
  <svg className="swatch" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
    <rect width="12" height="12" fill={fillOf(look)} />
  </svg>
)

/** What each look stands for; the table beside it says the same in its heads. */
export const Legend = ({ of }: { of: readonly (readonly [BarLook, string | undefined])[] }) => (
  <ul className="legend" aria-hidden="true">
    {of.map(([look, word]) => (
      <li key={look}>
        <Swatch look={look} />
        {word}
      </li>
    ))}
  </ul>
)

const long = 240

/** Parts one behind the other, of a bar that is full at `whole`. The figures stand beside it. */
export const Bar = ({ parts, whole }: { parts: readonly BarPart[]; whole: number }) => {
  const scale = whole > 0 ? long / whole : 0
  const begins = parts.map((_, at) => parts.slice(0, at).reduce((sum, { length }) => sum + Math.max(0, length), 0))
  return (
    <svg className="bar" viewBox={`0 0 ${long} 14`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      {parts.map(({ length, look }, at) =>
        length > 0 ? (
          <rect
            key={look}
            x={(begins[at] ?? 0) * scale}
            // What is there can be seen, however little it is.
            width={Math.max(2, length * scale - 1)}
            height="14"
            fill={fillOf(look)}
          />
        ) : null,
      )}
    </svg>
  )
}

type Needs = {
  readonly name: string
  readonly columns: readonly (Place & { readonly behind?: number; readonly height: number })[]
  readonly before?: BarLook
  readonly look: BarLook
  readonly first: ReactNode
  readonly last: ReactNode
  readonly top: ReactNode
}

/** Columns of which each may have a second one before it; `name` says what the picture says. */
export const Columns = ({ name, columns, before, look, first, last, top }: Needs) => {
  const most = Math.max(1, ...columns.map(({ behind = 0, height }) => Math.max(behind, height)))
  const step = wide / columns.length
  const width = Math.min(step * 0.8, 48)
  const of = (value: number) => (value > 0 ? Math.max(1, (value / most) * tall) : 0)
  const rect = (at: number, value: number, fill: BarLook) => (
    <rect
      x={at * step + (step - width) / 2}
      y={tall - of(value)}
      width={width}
      height={of(value)}
      fill={fillOf(fill)}
    />
  )
  return (
    <Drawn name={name} places={columns} first={first} last={last} top={top}>
      {columns.map(({ key, behind, height }, at) => (
        <g key={key}>
          {behind !== undefined && before !== undefined && rect(at, behind, before)}
          {rect(at, height, look)}
        </g>
      ))}
    </Drawn>
  )
}
