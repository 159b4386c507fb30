import type { ReactNode } from 'react'
import { Drawn, type Place, tall, wide } from './drawn.tsx'

type Step = Place & {
  /** Undefined where there is none yet. */
  readonly now: number | undefined
  readonly usual: { readonly low: number; readonly median: number; readonly high: number } | undefined
}

type Needs = {
  readonly name: string
  readonly steps: readonly Step[]
  readonly first: ReactNode
  readonly last: ReactNode
  readonly top: (most: number) => ReactNode
}

/** What is counted step by step, as a line over the band of what is usual; `name` says what the picture says. */
export const LineOverBand = ({ name, steps, first, last, top }: Needs) => {
  const most = Math.ceil(Math.max(1, ...steps.map(({ now = 0, usual }) => Math.max(now, usual?.high ?? 0))))
  const width = wide / steps.length
  const y = (value: number) => tall - (value / most) * (tall - 2)
  /** Level within a step, upright between two. */
  const path = (of: (step: Step) => number | undefined): string =>
    steps
      .flatMap((step, at) => {
        const value = of(step)
        if (value === undefined) return []
        const before = steps[at - 1]
        const goesOn = before !== undefined && of(before) !== undefined
        return [`${goesOn ? 'V' : `M${at * width} `}${y(value)} H${(at + 1) * width}`]
      })
      .join(' ')
  return (
    <Drawn name={name} places={steps} first={first} last={last} top={top(most)}>
      {steps.map(({ key, usual }, at) =>
        usual === undefined ? null : (
          <rect
            key={key}
            className="band"
            x={at * width}
            width={width}
            y={y(usual.high)}
            height={Math.max(1, y(usual.low) - y(usual.high))}
          />
        ),
      )}
      <path className="usual" d={path(({ usual }) => usual?.median)} />
      <path className="now" d={path(({ now }) => now)} />
    </Drawn>
  )
}

/** What the lines and the band stand for. */
export const LinesLegend = ({ now, usual, band }: { now: string; usual: string; band: string }) => (
  <ul className="legend" aria-hidden="true">
    {(
      [
        ['now', now],
        ['usual', usual],
        ['band', band],
      ] as const
    ).map(([look, word]) => (
      <li key={look}>
        <svg className="swatch line" viewBox="0 0 24 12" aria-hidden="true" focusable="false">
          {look === 'band' ? <rect className="band" width="24" height="12" /> : <path className={look} d="M0 6 H24" />}
        </svg>
        {word}
      </li>
    ))}
  </ul>
)
