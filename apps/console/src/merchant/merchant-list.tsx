import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { me } from '../session/me.ts'
import { ChoiceFilter, Filters, TextFilter } from '../ui/filters.tsx'
import { Pages } from '../ui/pages.tsx'
import { Heading } from '../ui/parts.tsx'
import type { Column } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type ListedMerchant, merchantList } from './api.ts'
import { HoldBadge, Kyb, MerchantBadge } from './merchant-badge.tsx'

const columns: readonly Column<ListedMerchant>[] = [
  {
    head: () => texts.merchant,
    cell: ({ merchantId, name }) => (
      <>
        <Link to="/merchants/$merchantId" params={{ merchantId }} preload="intent">
          {name}
        </Link>{' '}
        <span className="mono muted">{merchantId}</span>
      </>
    ),
  },
  {
    head: () => texts.status,
    cell: ({ status, isHeld }) => (
      <>
        <MerchantBadge status={status} /> {isHeld && <HoldBadge />}
      </>
    ),
  },
  {
    head: () => texts.merchants.kyb,
    cell: ({ kyb, reviewOn }) => <Kyb status={kyb ?? undefined} reviewOn={reviewOn} />,
  },
  { head: () => texts.merchants.country, cell: ({ country }) => country },
  { head: () => texts.merchants.settlesIn, cell: ({ currencies }) => currencies.join(', ') },
]

/** Merchants, and how they stand. */
export const MerchantList = () => {
  const search = useSearch({ from: '/in/merchants' })
  const { data: who } = useQuery(me)
  const words = texts.merchants
  return (
    <>
      <Heading title={words.title}>{words.title}</Heading>
      {who?.may.includes('merchants.change') && (
        <p>
          <Link to="/merchants/new">{words.add}</Link>
        </p>
      )}
      <Filters>
        <TextFilter part="q" name={words.search} />
        <ChoiceFilter part="status" name={texts.status} any={texts.anyStatus} words={words.statusWords} />
      </Filters>
      <Pages
        name={words.title}
        of={merchantList(search)}
        columns={columns}
        keyOf={({ merchantId }) => merchantId}
        whenEmpty={Object.keys(search).length === 0 ? words.none : words.noMatch}
      />
    </>
  )
}
