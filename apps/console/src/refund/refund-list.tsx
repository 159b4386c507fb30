import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { me } from '../session/me.ts'
import { ChoiceFilter, DayFilter, Filters, TextFilter } from '../ui/filters.tsx'
import { zoneName } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Figure, Heading, Time } from '../ui/parts.tsx'
import type { Column } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type Refund, refundList } from './api.ts'
import { DecideRefund } from './decide-refund.tsx'
import { RefundBadge } from './refund-badge.tsx'

const columns: readonly Column<Refund>[] = [
  {
    head: () => texts.reference,
    cell: ({ paymentId, merchantReference, refundId }) => (
      <Link to="/payments/$paymentId" params={{ paymentId }} preload="intent">
        {merchantReference ?? `…${refundId.slice(-15)}`}
      </Link>
    ),
  },
  { head: () => texts.status, cell: (refund) => <RefundBadge of={refund} /> },
  { head: () => texts.amount, cell: ({ amount }) => <Figure amount={amount} />, isFigure: true },
  { head: () => texts.refunds.askedIn(zoneName()), cell: ({ createdAt }) => <Time at={createdAt} /> },
  { head: () => texts.refunds.who, cell: ({ askedBy }) => askedBy, isExtra: true },
]

const merchant: Column<Refund> = { head: () => texts.merchant, cell: ({ merchantId }) => merchantId, isExtra: true }

/** Which refunds there are, which wait for somebody, and of which nobody knows the outcome. */
export const RefundList = () => {
  const search = useSearch({ from: '/in/refunds' })
  const { data: who } = useQuery(me)
  const decide: Column<Refund> = {
    head: () => texts.refunds.decision,
    isLong: true,
    cell: (refund) =>
      refund.status === 'PENDING_APPROVAL' && who !== null && who !== undefined ? (
        <DecideRefund of={refund} email={who.email} />
      ) : null,
  }
  const isWaiting = search.status === 'PENDING_APPROVAL' && who?.may.includes('payments.refund')
  return (
    <>
      <Heading title={texts.refunds.name}>{texts.refunds.name}</Heading>
      <Filters>
        <TextFilter part="q" name={texts.refunds.searchHint} />
        <ChoiceFilter part="status" name={texts.status} any={texts.anyStatus} words={texts.refunds.states} />
        <DayFilter part="from" name={texts.refunds.from} />
        <DayFilter part="until" name={texts.until} />
      </Filters>
      <Pages
        name={texts.refunds.name}
        of={refundList(search)}
        columns={[...columns, ...(who?.merchantId === undefined ? [merchant] : []), ...(isWaiting ? [decide] : [])]}
        keyOf={({ refundId }) => refundId}
        whenEmpty={Object.keys(search).length > 0 ? texts.refunds.noMatch : texts.refunds.none}
      />
    </>
  )
}
