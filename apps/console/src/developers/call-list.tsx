import { Link, useSearch } from '@tanstack/react-router'
import { CircleCheck, CircleX } from 'lucide-react'
import { ChoiceFilter, DayFilter, TextFilter } from '../ui/filters.tsx'
import { zoneName } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { StateBadge, Time } from '../ui/parts.tsx'
import type { Column } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type Call, callsOf } from './call-api.ts'
import { OfMerchant } from './of-merchant.tsx'

/** The status of an answer, and its error where it is one. */
export const CallState = ({ of: { status, error } }: { of: Pick<Call, 'status' | 'error'> }) => (
  <StateBadge
    look={status < 400 ? { icon: CircleCheck, role: 'good' } : { icon: CircleX, role: 'bad' }}
    word={[status, error].filter(Boolean).join(' ')}
  />
)

/** A path with the ids of payments cut in the middle. */
const shortened = (path: string): string => path.replace(/\d{30}/, (id) => `${id.slice(0, 10)}…${id.slice(-10)}`)

const columns: readonly Column<Call>[] = [
  {
    head: () => texts.developers.calls.request,
    isLong: true,
    cell: ({ merchantId, callId, method, path }) => (
      <Link
        to="/developers/calls/$merchantId/$callId"
        params={{ merchantId, callId }}
        preload="intent"
        className="mono wrap"
        title={path}
      >
        {method} {shortened(path)}
      </Link>
    ),
  },
  { head: () => texts.status, cell: (call) => <CallState of={call} /> },
  {
    head: () => texts.developers.calls.duration,
    cell: ({ durationMs }) => `${durationMs} ms`,
    isFigure: true,
  },
  { head: () => texts.developers.at(zoneName()), cell: ({ at }) => <Time at={at} seconds /> },
  {
    head: () => texts.developers.calls.key,
    cell: ({ apiKeyId }) =>
      apiKeyId === null ? (
        <span className="muted">{texts.developers.calls.nobody}</span>
      ) : (
        <span className="mono">{apiKeyId}</span>
      ),
    isExtra: true,
  },
  {
    head: () => texts.developers.calls.idempotenceKey,
    cell: ({ idempotenceKey }) => (idempotenceKey === null ? '–' : <span className="mono wrap">{idempotenceKey}</span>),
    isExtra: true,
  },
]

const methods = { GET: 'GET', POST: 'POST', PUT: 'PUT', DELETE: 'DELETE' }

/** What a merchant's programs have called, and how each call ended. */
export const CallList = () => {
  const search = useSearch({ from: '/in/developers/calls' })
  const { calls } = texts.developers
  const { merchant: _merchant, ...asked } = search
  const filters = (
    <>
      <TextFilter part="q" name={calls.sought} />
      <TextFilter part="path" name={calls.path} />
      <ChoiceFilter part="method" name={calls.method} any={calls.anyMethod} words={methods} />
      <ChoiceFilter part="status" name={texts.status} any={calls.anyOutcome} words={calls.outcomes} />
      <TextFilter part="error" name={calls.error} />
      <TextFilter part="key" name={calls.key} />
      <DayFilter part="from" name={calls.from} />
      <DayFilter part="until" name={texts.until} />
    </>
  )
  return (
    <OfMerchant name={calls.name} says={calls.says} merchant={search.merchant} filters={filters}>
      {(merchantId) => (
        <Pages
          name={calls.name}
          of={callsOf(merchantId, search)}
          columns={columns}
          keyOf={({ callId }) => callId}
          whenEmpty={
            Object.keys(asked).length > 0 ? (
              calls.noMatch
            ) : (
              <>
                {calls.none} <a href="/docs/guides/connect-a-shop">{calls.firstRequest}</a>
              </>
            )
          }
        />
      )}
    </OfMerchant>
  )
}
