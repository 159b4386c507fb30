import { Bar, type BarLook, Legend } from '../ui/bars.tsx'
import { figureOf } from '../ui/format.ts'
import { texts } from '../ui/texts.ts'
import { type Account, accounts, type Overview } from './api.ts'
import { Figures, Panel } from './panel.tsx'

const looks: Readonly<Record<Account, BarLook>> = {
  pending: 'secured',
  available: 'waiting',
  reserve: 'neutral',
  remittance_in_transit: 'back',
  remitted: 'good',
}

/** Where merchants' money stands on its way, for each currency apart. */
export const UnderWay = ({ underWay }: Pick<Overview, 'underWay'>) => {
  const partsOf = (row: Overview['underWay'][number]) =>
    accounts.map((account) => ({ length: Number(row[account]), look: looks[account] }))
  if (underWay.length === 0) return <Panel name={texts.over.underWay} says={texts.over.noMoney} />
  return (
    <Panel name={texts.over.underWay} says={texts.over.underWaySays}>
      <Legend of={accounts.map((account) => [looks[account], texts.over.accounts[account]])} />
      <Figures
        name={texts.over.underWay}
        heads={[texts.currency, ...accounts.map((account) => texts.over.accounts[account] ?? account)]}
        rows={underWay.map((row) => {
          const parts = partsOf(row)
          const whole = parts.reduce((sum, { length }) => sum + Math.max(0, length), 0)
          return {
            key: row.currency,
            about: { shown: row.currency },
            bar: <Bar parts={parts} whole={whole} />,
            cells: accounts.map((account) => ({
              shown: figureOf({ currency: row.currency, minor: row[account] }),
              plain: plainFigure(row.currency, row[account]),
            })),
          }
        })}
      />
    </Panel>
  )
}

/** A figure as programs read it. */
const plainFigure = (currency: string, minor: string): string =>
  figureOf({ currency, minor }).replaceAll(',', '').replace('−', '-')
