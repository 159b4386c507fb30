import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Answered } from '../ui/answered.tsx'
import { BarFills } from '../ui/bars.tsx'
import { useFilter } from '../ui/filters.tsx'
import { timeText } from '../ui/format.ts'
import { Heading } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { type Overview as Answer, overviewOf } from './api.ts'
import { Attention, Checks } from './attention.tsx'
import { Hours } from './hours.tsx'
import { CaptureTime, Countries, Funnel, States, Volume, Wallets } from './payments.tsx'
import { UnderWay } from './under-way.tsx'

const daysUnsaid = '7'

/** Which days, and which currency. */
const Range = ({ currencies }: { currencies: readonly string[] }) => {
  const { search, change } = useFilter()
  const days = search.days ?? daysUnsaid
  const offered = [...new Set([...currencies, ...(search.currency ? [search.currency] : [])])].toSorted()
  return (
    <div className="row">
      <fieldset className="switch">
        <legend>{texts.over.range}</legend>
        {Object.entries(texts.over.ranges)
          .toSorted(([a], [b]) => Number(a) - Number(b))
          .map(([value, name]) => (
            <button
              key={value}
              type="button"
              aria-pressed={value === days}
              onClick={() => change({ days: value === daysUnsaid ? undefined : value })}
            >
              {name}
            </button>
          ))}
      </fieldset>
      <label>
        {texts.currency}
        <select value={search.currency ?? ''} onChange={({ target }) => change({ currency: target.value })}>
          <option value="">{texts.anyCurrency}</option>
          {offered.map((currency) => (
            <option key={currency} value={currency}>
              {currency}
            </option>
          ))}
        </select>
      </label>
      <button type="button" onClick={() => change({ tables: search.tables ? undefined : 'open' })}>
        {search.tables ? texts.over.hideTables : texts.over.showTables}
      </button>
    </div>
  )
}

const Shown = ({ of }: { of: Answer }) => {
  const isEmpty = of.volume.every(({ created }) => created === 0) && of.underWay.length === 0
  return (
    <>
      <BarFills />
      <Attention {...of} />
      <UnderWay {...of} />
      <Hours of={of} />
      <Volume of={of} />
      {isEmpty && (
        <p className="lead">
          {texts.noPayments} <a href="/docs/start/first-payment">{texts.firstPayment}</a>
        </p>
      )}
      <div className="panels">
        <Funnel of={of} />
        <States of={of} />
        <Wallets of={of} />
        <Countries of={of} />
        <CaptureTime of={of} />
      </div>
      <div>
        <p className="muted">
          {texts.over.daysAre} {of.countedAt < of.at && texts.over.countedAt(timeText(of.countedAt, true))}
        </p>
        <Checks {...of} />
      </div>
    </>
  )
}

/** Whether everything is all right, and how much is under way. */
export const Overview = () => {
  const asked = useQuery(overviewOf(useSearch({ from: '/in/' })))
  return (
    <>
      <Heading title={texts.overview}>{texts.overview}</Heading>
      <Range currencies={asked.data?.currencies ?? []} />
      <Answered of={asked}>{(of) => <Shown of={of} />}</Answered>
    </>
  )
}
