import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { me } from '../session/me.ts'
import { ChoiceFilter, Filters } from '../ui/filters.tsx'
import { zoneName } from '../ui/format.ts'
import { Pages } from '../ui/pages.tsx'
import { Figure, Heading, Time } from '../ui/parts.tsx'
import type { Column } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { type Account, type Listed, type RemittanceSearch, remittanceList } from './api.ts'
import { RemittanceBadge } from './remittance-badge.tsx'
import { RemittanceTabs } from './tabs.tsx'

export const accountText = ({ account }: Account): string => ('iban' in account ? account.iban : account.number)

const currencies = ['EUR', 'HKD', 'USD', 'GBP', 'JPY', 'KWD', 'SGD', 'CHF', 'KRW', 'CNY']

const columns: readonly Column<Listed>[] = [
  {
    head: () => texts.remittance.one,
    isLong: true,
    cell: ({ remittanceId }) => (
      <Link to="/remittance/$remittanceId" params={{ remittanceId }} preload="intent">
        {remittanceId}
      </Link>
    ),
  },
  { head: () => texts.status, cell: (row) => <RemittanceBadge status={row.status} isHeld={row.isHeld ?? false} /> },
  { head: () => texts.amount, cell: ({ amount }) => <Figure amount={amount} />, isFigure: true },
  { head: () => texts.remittance.madeAt(zoneName()), cell: ({ createdAt }) => <Time at={createdAt} /> },
  {
    head: () => texts.remittance.account,
    cell: (row) => (
      <>
        <span className="mono">{accountText(row.account)}</span>{' '}
        {row.isNewAccount && <strong>{texts.remittance.newAccount}</strong>}
      </>
    ),
    isExtra: true,
  },
]

const merchant: Column<Listed> = {
  head: () => texts.merchant,
  cell: ({ merchant, merchantId }) => merchant ?? merchantId,
  isExtra: true,
}

/** Remittances that match, as a table. */
export const Remittances = ({ search, whenEmpty }: { search: RemittanceSearch; whenEmpty: string }) => {
  const { data: who } = useQuery(me)
  return (
    <Pages
      name={texts.remittances}
      of={remittanceList(search)}
      columns={who?.merchantId === undefined ? [...columns, merchant] : columns}
      keyOf={({ remittanceId }) => remittanceId}
      whenEmpty={whenEmpty}
    />
  )
}

/** Which remittances match, of all runs. */
export const RemittanceList = () => {
  const search = useSearch({ from: '/in/remittance/all' })
  return (
    <>
      <Heading title={texts.remittances}>{texts.remittances}</Heading>
      <RemittanceTabs />
      <Filters>
        <ChoiceFilter part="status" name={texts.status} any={texts.anyStatus} words={texts.remittance.statusWords} />
        <ChoiceFilter
          part="currency"
          name={texts.currency}
          any={texts.anyCurrency}
          words={Object.fromEntries(currencies.map((currency) => [currency, currency]))}
        />
      </Filters>
      <Remittances
        search={search}
        whenEmpty={Object.keys(search).length === 0 ? texts.remittance.noneYet : texts.remittance.noneMatch}
      />
    </>
  )
}
