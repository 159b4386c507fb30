import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { me } from '../session/me.ts'
import { zoneName } from '../ui/format.ts'
import { Badge, Failure, Figure, Heading, Loading, Time } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { type ListedPayment, type PaymentSearch, paymentList } from './api.ts'

const currencies = ['EUR', 'HKD', 'USD', 'GBP', 'JPY', 'KWD', 'SGD', 'CHF', 'KRW', 'CNY']

const Filters = ({ search }: { search: PaymentSearch }) => {
  const navigate = useNavigate({ from: '/payments' })
  const change = (part: Partial<PaymentSearch>) => {
    const next = Object.fromEntries(Object.entries({ ...search, ...part }).filter(([, value]) => value))
    void navigate({ search: next, replace: true })
  }
  const isFiltered = Object.values(search).some((value) => value !== undefined && value !== '')
  return (
    <div className="row">
      <label>
        {texts.status}
        <select value={search.status ?? ''} onChange={(event) => change({ status: event.target.value })}>
          <option value="">{texts.anyStatus}</option>
          {Object.entries(texts.statusWords).map(([status, word]) => (
            <option key={status} value={status}>
              {word}
            </option>
          ))}
        </select>
      </label>
      <label>
        {texts.currency}
        <select value={search.currency ?? ''} onChange={(event) => change({ currency: event.target.value })}>
          <option value="">{texts.anyCurrency}</option>
          {currencies.map((currency) => (
            <option key={currency}>{currency}</option>
          ))}
        </select>
      </label>
      <label>
        {texts.from}
        <input type="date" value={search.from ?? ''} onChange={(event) => change({ from: event.target.value })} />
      </label>
      <label>
        {texts.until}
        <input type="date" value={search.until ?? ''} onChange={(event) => change({ until: event.target.value })} />
      </label>
      {isFiltered && (
        <button type="button" onClick={() => void navigate({ search: {}, replace: true })}>
          {search.q ? `${texts.clearFilters}: ${search.q}` : texts.clearFilters}
        </button>
      )}
    </div>
  )
}

const Row = ({ payment, showsMerchant }: { payment: ListedPayment; showsMerchant: boolean }) => (
  <tr>
    <td>
      <Link to="/payments/$paymentId" params={{ paymentId: payment.paymentId }} preload="intent">
        {payment.merchantReference ?? `…${payment.paymentId.slice(-15)}`}
      </Link>
    </td>
    <td>
      <Badge status={payment.status} />
    </td>
    <td className="figure">
      <Figure amount={payment.amount} />
    </td>
    <td>
      <Time at={payment.createdAt} />
    </td>
    <td className="narrow-off">{payment.wallet ?? '–'}</td>
    {showsMerchant && <td className="narrow-off">{payment.merchant ?? payment.merchantId}</td>}
  </tr>
)

/** Which payments match. */
export const PaymentList = () => {
  const search = useSearch({ from: '/in/payments' })
  const { data: who } = useQuery(me)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(paymentList(search))
  const payments = data?.pages.flatMap((page) => page.payments) ?? []
  const showsMerchant = who?.merchantId === undefined
  return (
    <>
      <Heading title={texts.payments}>{texts.payments}</Heading>
      <Filters search={search} />
      {error !== null && <Failure error={error} again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && payments.length === 0 && (
        <p>
          {Object.keys(search).length === 0 ? texts.noPayments : texts.noMatch}{' '}
          {Object.keys(search).length === 0 && <a href="/docs/start/first-payment">{texts.docs}</a>}
        </p>
      )}
      {payments.length > 0 && (
        <table className="payments" aria-label={texts.payments}>
          <thead>
            <tr>
              <th scope="col">{texts.reference}</th>
              <th scope="col">{texts.status}</th>
              <th scope="col" className="figure">
                {texts.amount}
              </th>
              <th scope="col">{texts.created(zoneName())}</th>
              <th scope="col">{texts.wallet}</th>
              {showsMerchant && <th scope="col">{texts.merchant}</th>}
            </tr>
          </thead>
          <tbody>
            {payments.map((payment) => (
              <Row key={payment.paymentId} payment={payment} showsMerchant={showsMerchant} />
            ))}
          </tbody>
        </table>
      )}
      {hasNextPage && (
        <p>
          <button type="button" aria-disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {texts.loadMore}
          </button>
        </p>
      )}
    </>
  )
}
