import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { me } from '../session/me.ts'
import { ChoiceFilter, DayFilter, Filters, TextFilter } from '../ui/filters.tsx'
import { zoneName } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Badge, Figure, Heading, Time } from '../ui/parts.tsx'
import type { Column } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type ListedPayment, paymentList } from './api.ts'

const currencies = ['EUR', 'HKD', 'USD', 'GBP', 'JPY', 'KWD', 'SGD', 'CHF', 'KRW', 'CNY']

const columns: readonly Column<ListedPayment>[] = [
  {
    head: () => texts.reference,
    cell: ({ paymentId, merchantReference }) => (
      <Link to="/payments/$paymentId" params={{ paymentId }} preload="intent">
        {merchantReference ?? `…${paymentId.slice(-15)}`}
      </Link>
    ),
  },
  { head: () => texts.status, cell: ({ status }) => <Badge status={status} /> },
  { head: () => texts.amount, cell: ({ amount }) => <Figure amount={amount} />, isFigure: true },
  { head: () => texts.created(zoneName()), cell: ({ createdAt }) => <Time at={createdAt} /> },
  { head: () => texts.wallet, cell: ({ wallet }) => wallet ?? '–', isExtra: true },
]

const merchant: Column<ListedPayment> = {
  head: () => texts.merchant,
  cell: ({ merchant, merchantId }) => merchant ?? merchantId,
  isExtra: true,
}

/** Which payments match. */
export const PaymentList = () => {
  const search = useSearch({ from: '/in/payments' })
  const { data: who } = useQuery(me)
  return (
    <>
      <Heading title={texts.payments}>{texts.payments}</Heading>
      <Filters>
        <TextFilter part="q" name={texts.searchHint} />
        <ChoiceFilter part="status" name={texts.status} any={texts.anyStatus} words={texts.statusWords} />
        <ChoiceFilter
          part="currency"
          name={texts.currency}
          any={texts.anyCurrency}
          words={Object.fromEntries(currencies.map((currency) => [currency, currency]))}
        />
        <DayFilter part="from" name={texts.from} />
        <DayFilter part="until" name={texts.until} />
      </Filters>
      <Pages
        name={texts.payments}
        of={paymentList(search)}
        columns={who?.merchantId === undefined ? [...columns, merchant] : columns}
        keyOf={({ paymentId }) => paymentId}
        whenEmpty={
          Object.keys(search).length > 0 ? (
            texts.noMatch
          ) : (
            <>
              {texts.noPayments} <a href="/docs/start/first-payment">{texts.docs}</a>
            </>
          )
        }
      />
    </>
  )
}
