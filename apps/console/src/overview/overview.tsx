import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ask } from '../ui/api.ts'
import { figureOf } from '../ui/format.ts'
import { Failure, Heading, Loading } from '../ui/parts.tsx'
import { shareText } from '../ui/share-text.ts'
import { texts } from '../ui/texts.ts'

const onItsWay = ['pending', 'available', 'reserve', 'remittance_in_transit'] as const

type Answer = {
  readonly days: number
  readonly funnel: Readonly<Record<'created' | 'redirected' | 'captured' | 'paid' | 'unsuccessful', number>>
  readonly attention: Readonly<
    Record<'openBreaks' | 'openExceptions' | 'overdueExceptions' | 'unknownOutcomes', number>
  >
  readonly underWay: readonly ({ currency: string } & Readonly<Record<(typeof onItsWay)[number], string>>)[]
}

const overview = queryOptions({
  queryKey: ['overview'],
  queryFn: () => ask<Answer>('/overview'),
  refetchInterval: 30_000,
})

const Attention = ({ attention }: Pick<Answer, 'attention'>) => {
  const { openBreaks = 0, openExceptions = 0, overdueExceptions = 0, unknownOutcomes } = attention
  const items = [
    [openBreaks, texts.openBreaks(openBreaks), '/reconciliation'],
    [openExceptions, texts.openExceptions(openExceptions)],
    [overdueExceptions, texts.overdue(overdueExceptions)],
    [unknownOutcomes, texts.unknownOutcomes(unknownOutcomes)],
  ] as readonly (readonly [number, string, '/reconciliation'?])[]
  const open = items.filter(([count]) => count > 0)
  return (
    <section aria-labelledby="attention">
      <h2 id="attention">{texts.needsAttention}</h2>
      {open.length === 0 ? (
        <p className="muted">{texts.allQuiet}</p>
      ) : (
        <ul>
          {open.map(([, words, to]) => (
            <li key={words}>{to === undefined ? words : <Link to={to}>{words}</Link>}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

const UnderWay = ({ underWay }: Pick<Answer, 'underWay'>) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard.
  <section className="scroll" tabIndex={0} aria-labelledby="under-way">
    <h2 id="under-way">{texts.underWay}</h2>
    {underWay.length === 0 ? (
      <p className="muted">{texts.noMoney}</p>
    ) : (
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.currency}</th>
            {onItsWay.map((account) => (
              <th key={account} scope="col" className="figure">
                {texts[account]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {underWay.map((row) => (
            <tr key={row.currency}>
              <th scope="row">{row.currency}</th>
              {onItsWay.map((account) => (
                <td key={account} className="figure">
                  {figureOf({ currency: row.currency, minor: row[account] })}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)

const Funnel = ({ funnel, days }: Pick<Answer, 'funnel' | 'days'>) => {
  const steps = [
    [texts.stepCreated, funnel.created],
    [texts.stepRedirected, funnel.redirected],
    [texts.stepCaptured, funnel.captured],
    [texts.stepPaid, funnel.paid],
    [texts.stepUnsuccessful, funnel.unsuccessful],
  ] as const
  return (
    <section aria-labelledby="funnel">
      <h2 id="funnel">{texts.funnel(days)}</h2>
      <p>{texts.funnelSays(funnel.captured, funnel.created)}</p>
      {funnel.created > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.step}</th>
              <th scope="col" className="figure">
                {texts.payCount}
              </th>
              <th scope="col" className="figure">
                {texts.shareOfFirst}
              </th>
            </tr>
          </thead>
          <tbody>
            {steps.map(([name, count]) => (
              <tr key={name}>
                <td>{name}</td>
                <td className="figure">{count.toLocaleString()}</td>
                <td className="figure">{shareText(count / funnel.created)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** Whether everything is all right, and how much is under way. */
export const Overview = () => {
  const { data, error, refetch } = useQuery(overview)
  return (
    <>
      <Heading title={texts.overview}>{texts.overview}</Heading>
      {error !== null && <Failure error={error} again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && (
        <>
          <Attention {...data} />
          <UnderWay {...data} />
          <Funnel {...data} />
          <p>
            <Link to="/payments">{texts.payments}</Link>
          </p>
        </>
      )}
    </>
  )
}
