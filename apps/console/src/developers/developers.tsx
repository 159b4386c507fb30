import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { CircleCheck, CircleDashed, CirclePause, CircleX } from 'lucide-react'
import { DeliveryBadge } from '../payment/webhooks.tsx'
import { me } from '../session/me.ts'
import { Answered } from '../ui/answered.tsx'
import { ChoiceFilter, Filters, TextFilter } from '../ui/filters.tsx'
import { timeText, zoneName } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Heading, StateBadge, Time } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type Endpoint, endpointsOf, eventsOf, type ListedEvent } from './api.ts'
import { EndpointDeeds } from './endpoint-deeds.tsx'
import { DeveloperTabs } from './tabs.tsx'

const EndpointState = ({ of: { pausedAt, failingSince, verifiedAt } }: { of: Endpoint }) => {
  const { paused, failing, verified, unverified } = texts.developers.stands
  if (pausedAt !== null) return <StateBadge look={{ icon: CirclePause, role: 'neutral' }} word={paused} />
  if (failingSince !== null)
    return <StateBadge look={{ icon: CircleX, role: 'bad' }} word={failing(timeText(failingSince))} />
  return verifiedAt === null ? (
    <StateBadge look={{ icon: CircleDashed, role: 'waiting' }} word={unverified} />
  ) : (
    <StateBadge look={{ icon: CircleCheck, role: 'good' }} word={verified} />
  )
}

const endpointColumns: readonly Column<Endpoint>[] = [
  { head: () => texts.developers.address, cell: ({ url }) => <span className="mono">{url}</span>, isLong: true },
  { head: () => texts.status, cell: (endpoint) => <EndpointState of={endpoint} /> },
  { head: () => texts.developers.waiting, cell: ({ waiting }) => waiting, isFigure: true, isNamed: true },
  {
    head: () => texts.developers.lastAnswer,
    cell: ({ lastAnswer, nextTryAt }) =>
      [lastAnswer?.slice(0, 120), nextTryAt && texts.developers.next(timeText(nextTryAt))]
        .filter(Boolean)
        .join(' · ') || '–',
    isExtra: true,
  },
  {
    head: () => texts.developers.wants,
    cell: ({ events }) => events?.join(', ') ?? texts.developers.wantsAll,
    isExtra: true,
  },
]

const deeds: Column<Endpoint> = {
  head: () => texts.developers.deeds,
  isLong: true,
  cell: (endpoint) => <EndpointDeeds of={endpoint} />,
}

const merchant: Column<Endpoint> = {
  head: () => texts.merchant,
  cell: ({ merchantId }) => (
    <Link to="/developers" search={{ merchant: merchantId }}>
      {merchantId}
    </Link>
  ),
}

const eventColumns: readonly Column<ListedEvent>[] = [
  {
    head: () => texts.developers.event,
    isLong: true,
    cell: ({ merchantId, eventId, type }) => (
      <Link to="/developers/events/$merchantId/$eventId" params={{ merchantId, eventId }} preload="intent">
        {type}
      </Link>
    ),
  },
  {
    head: () => texts.developers.delivery,
    isLong: true,
    cell: ({ deliveries }) =>
      deliveries.length === 0
        ? texts.onePayment.noEndpoint
        : deliveries.map(({ endpointId, attempts, lastAnswer, ...delivery }) => (
            <div key={endpointId}>
              <DeliveryBadge of={delivery} />{' '}
              <span className="muted">
                {[texts.onePayment.attempts(attempts), lastAnswer?.slice(0, 80)].filter(Boolean).join(' · ')}
              </span>
            </div>
          )),
  },
  {
    head: () => texts.thePayment,
    cell: ({ paymentId }) =>
      paymentId === null ? (
        '–'
      ) : (
        <Link to="/payments/$paymentId" params={{ paymentId }} className="mono">
          {paymentId}
        </Link>
      ),
    isExtra: true,
  },
  { head: () => texts.developers.at(zoneName()), cell: ({ at }) => <Time at={at} seconds />, isExtra: true },
]

/** Where merchants are told what happens, and what became of each event. */
export const Developers = () => {
  const search = useSearch({ from: '/in/developers' })
  const { data: who } = useQuery(me)
  const seesAll = who?.merchantId === undefined
  const endpoints = useQuery(endpointsOf(search.merchant))
  const { developers } = texts
  return (
    <>
      <Heading title={developers.name}>{developers.name}</Heading>
      <DeveloperTabs merchant={search.merchant} />
      <p className="lead">{developers.says}</p>
      <Filters>
        <TextFilter part="type" name={developers.type} />
        <ChoiceFilter
          part="waiting"
          name={developers.delivery}
          any={developers.anyDelivery}
          words={{ true: developers.onlyWaiting }}
        />
      </Filters>
      <h2>{developers.endpoints}</h2>
      <Answered of={endpoints}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="muted">{developers.noEndpoints}</p>
          ) : (
            <>
              {rows.length === 200 && <p className="muted">{developers.atMost(rows.length)}</p>}
              <Table
                name={developers.endpoints}
                columns={[
                  ...(seesAll && search.merchant === undefined ? [merchant] : []),
                  ...endpointColumns,
                  ...(who?.may.includes('keys.change') ? [deeds] : []),
                ]}
                rows={rows}
                keyOf={({ merchantId, endpointId }) => `${merchantId} ${endpointId}`}
              />
            </>
          )
        }
      </Answered>
      <h2>{developers.events}</h2>
      {seesAll && search.merchant === undefined ? (
        <p className="muted">{developers.whose}</p>
      ) : (
        <Pages
          name={developers.events}
          of={eventsOf(search)}
          columns={eventColumns}
          keyOf={({ eventId }) => eventId}
          whenEmpty={search.type || search.waiting ? developers.noMatch : developers.none}
        />
      )}
    </>
  )
}
