import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { me } from '../session/me.ts'
import { download } from '../ui/api.ts'
import { ChoiceFilter, DayFilter, Filters, TextFilter, useFilter } from '../ui/filters.tsx'
import { zoneName } from '../ui/format.ts'
import { Pages, queryOf } from '../ui/pages.tsx'
import { Badge, Figure, Heading, Time } from '../ui/parts.tsx'
import { SeveralFilter } from '../ui/several.tsx'
import type { Column } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { Views } from '../ui/views.tsx'
import { columnsOfFile, type ListedPayment, type PaymentSearch, paymentList, wantedOf } from './api.ts'
import { Totals } from './totals.tsx'

const currencies = ['EUR', 'HKD', 'USD', 'GBP', 'JPY', 'KWD', 'SGD', 'CHF', 'KRW', 'CNY']

const Created = () => {
  const { search, change } = useFilter()
  const isOldest = search.sort === 'oldest'
  const Arrow = isOldest ? ArrowUp : ArrowDown
  return (
    <button type="button" className="head" onClick={() => change({ sort: isOldest ? undefined : 'oldest' })}>
      {texts.created(zoneName())}
      <Arrow size={16} aria-hidden />
    </button>
  )
}

/** Every column that can be shown; the first one always is. */
const columnsBy = (sort: string | undefined): Readonly<Record<string, Column<ListedPayment>>> => ({
  reference: {
    head: () => texts.reference,
    cell: ({ paymentId, merchantReference }) => (
      <Link to="/payments/$paymentId" params={{ paymentId }} preload="intent">
        {merchantReference ?? `…${paymentId.slice(-15)}`}
      </Link>
    ),
  },
  state: { head: () => texts.status, cell: ({ status }) => <Badge status={status} /> },
  amount: { head: () => texts.amount, cell: ({ amount }) => <Figure amount={amount} />, isFigure: true },
  created: {
    head: () => <Created />,
    cell: ({ createdAt }) => <Time at={createdAt} />,
    sorted: sort === 'oldest' ? 'ascending' : 'descending',
  },
  wallet: { head: () => texts.wallet, cell: ({ wallet }) => wallet ?? '–', isExtra: true },
  merchant: { head: () => texts.merchant, cell: ({ merchant, merchantId }) => merchant ?? merchantId, isExtra: true },
  order: { head: () => texts.orderNumber, cell: ({ merchantOrderId }) => merchantOrderId ?? '–', isExtra: true },
  id: {
    head: () => texts.paymentId,
    cell: ({ paymentId }) => <span className="mono">{paymentId}</span>,
    isExtra: true,
  },
})

const shownUnsaid = ['reference', 'state', 'amount', 'created', 'wallet', 'merchant']

const startOfMonth = (): string => {
  const now = new Date()
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-01`
}

const shipped = () => [
  { name: texts.listed.all, search: {} },
  { name: texts.listed.unknown, search: { unknown: 'true' } },
  { name: texts.listed.notSettled, search: { status: 'CAPTURED' } },
  { name: texts.listed.refundedThisMonth, search: { status: 'REFUNDED', from: startOfMonth() } },
]

const Export = ({ search, columns }: { search: PaymentSearch; columns: readonly string[] }) => {
  const query = queryOf({ ...wantedOf(search), columns: columnsOfFile(columns).join() })
  const file = useMutation({ mutationFn: () => download(`/payments/export?${query}`, 'payments.csv') })
  return (
    <>
      <button type="button" data-export aria-disabled={file.isPending} onClick={() => file.isPending || file.mutate()}>
        {file.isPending ? texts.working : texts.listed.export}
      </button>
      {file.error !== null && <span role="alert">{file.error.message}</span>}
    </>
  )
}

const rare = ['least', 'most', 'wallet', 'from', 'until'] as const

/** What is often looked for, and folded beside it what is not, unless it is looked for now. */
const PaymentFilters = () => {
  const { search } = useFilter()
  return (
    <Filters>
      <TextFilter part="q" name={texts.searchHint} />
      <SeveralFilter part="status" name={texts.status} any={texts.anyStatus} words={texts.statusWords} />
      <ChoiceFilter
        part="currency"
        name={texts.currency}
        any={texts.anyCurrency}
        words={Object.fromEntries(currencies.map((currency) => [currency, currency]))}
      />
      <details className="rare" open={rare.some((part) => search[part] !== undefined)}>
        <summary>{texts.listed.more}</summary>
        <div className="row">
          <TextFilter part="least" name={texts.listed.least} />
          <TextFilter part="most" name={texts.listed.most} />
          <TextFilter part="wallet" name={texts.wallet} />
          <DayFilter part="from" name={texts.from} />
          <DayFilter part="until" name={texts.until} />
        </div>
      </details>
    </Filters>
  )
}

/** Which payments match, and what they come to. */
export const PaymentList = () => {
  const search = useSearch({ from: '/in/payments' })
  const { data: who } = useQuery(me)
  const isOfAll = who?.merchantId === undefined
  const known = columnsBy(search.sort)
  const choice = Object.fromEntries(
    Object.entries(known)
      .filter(([name]) => name !== 'reference' && (isOfAll || name !== 'merchant'))
      .map(([name, { head }]) => [name, name === 'created' ? texts.created(zoneName()) : String(head())]),
  )
  const unsaid = shownUnsaid.filter((name) => name in choice)
  const shown = ['reference', ...(search.cols?.split(',') ?? unsaid).filter((name) => name in choice)]
  const { cols: _cols, sort: _sort, ...filter } = search
  const isFiltered = Object.keys(filter).length > 0
  return (
    <>
      <Heading title={texts.payments}>{texts.payments}</Heading>
      <Views path="/payments" shipped={shipped()} />
      <PaymentFilters />
      <div className="row">
        <Totals search={search} />
        <SeveralFilter part="cols" name={texts.listed.columns} any={texts.reference} words={choice} unsaid={unsaid} />
        {who?.may.includes('reports.read') && <Export search={search} columns={shown} />}
      </div>
      <Pages
        name={texts.payments}
        of={paymentList(search)}
        columns={shown.flatMap((name) => known[name] ?? [])}
        keyOf={({ paymentId }) => paymentId}
        whenEmpty={
          isFiltered ? (
            texts.noMatch
          ) : (
            <>
              {texts.noPayments} <a href="/docs/start/first-payment">{texts.firstPayment}</a>
            </>
          )
        }
      />
    </>
  )
}
