import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { saveCsv } from '../ui/save-csv.ts'
import { texts } from '../ui/texts.ts'

/** A question, its answer in a sentence, and what shows it. */
export const Panel = ({ name, says, children }: { name: string; says: ReactNode; children?: ReactNode }) => (
  <div className="panel">
    <h2>{name}</h2>
    {says !== null && <p>{says}</p>}
    {children}
  </div>
)

export type Cell = {
  readonly shown: ReactNode
  /** As a file has it, where that is another text. */
  readonly plain?: string
}

type Needs = {
  readonly name: string
  readonly heads: readonly string[]
  /** Each row: what it is about, a picture of it where there is one, then its figures. */
  readonly rows: readonly {
    readonly key: string
    readonly about: Cell
    readonly bar?: ReactNode
    readonly cells: readonly Cell[]
  }[]
}

const plainOf = ({ shown, plain }: Cell): string => plain ?? String(shown)

/** Figures row by row, each beside its bar, and as a file. */
export const Figures = ({ name, heads, rows }: Needs) => {
  const [first = '', ...others] = heads
  const hasBars = rows.some(({ bar }) => bar !== undefined)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard.
    <section className="scroll figures" tabIndex={0} aria-label={name}>
      <table className="bars">
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {hasBars && (
              <th scope="col" className="picture">
                <span className="unseen">{texts.over.bar}</span>
              </th>
            )}
            {others.map((head) => (
              <th key={head} scope="col" className="figure">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, about, bar, cells }) => (
            <tr key={key}>
              <th scope="row">{about.shown}</th>
              {hasBars && <td className="picture">{bar}</td>}
              {cells.map(({ shown }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places.
                <td key={at} className="figure">
                  {shown}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <button
        type="button"
        className="link"
        onClick={() =>
          saveCsv(`${name}.csv`, [heads, ...rows.map(({ about, cells }) => [about, ...cells].map(plainOf))])
        }
      >
        {texts.over.csv}
        <span className="unseen"> {name}</span>
      </button>
    </section>
  )
}

/** The table of a picture, folded until it is wanted; an address can have all of them open. */
export const Folded = ({ children }: { children: ReactNode }) => {
  const { tables } = useSearch({ from: '/in/' })
  return (
    <details key={tables} open={tables !== undefined}>
      <summary>{texts.over.table}</summary>
      {children}
    </details>
  )
}
