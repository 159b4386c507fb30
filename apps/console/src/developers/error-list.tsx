import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { Answered } from '../ui/answered.tsx'
import { zoneName } from '../ui/format.ts'
import { Time } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import { docsOf, type ErrorCount, errorsOf } from './call-api.ts'
import { OfMerchant } from './of-merchant.tsx'

const columnsFor = (merchant: string | undefined): readonly Column<ErrorCount>[] => [
  {
    head: () => texts.developers.calls.error,
    cell: ({ error, code, message }) => (
      <>
        <a href={docsOf(error)} className="mono wrap">
          {error}
        </a>{' '}
        <span className="muted">{code}</span>
        <br />
        <span lang="en">{message}</span>
      </>
    ),
  },
  { head: () => texts.developers.errors.ofDay, cell: ({ ofDay }) => ofDay.toLocaleString('en'), isFigure: true },
  {
    head: () => texts.developers.errors.ofWeek,
    cell: ({ ofWeek }) => ofWeek.toLocaleString('en'),
    isFigure: true,
    isExtra: true,
  },
  { head: () => texts.developers.errors.last(zoneName()), cell: ({ lastAt }) => <Time at={lastAt} />, isExtra: true },
  {
    head: () => texts.developers.calls.name,
    cell: ({ error }) => (
      <Link to="/developers/calls" search={{ ...(merchant && { merchant }), error }}>
        {texts.developers.errors.show(error)}
      </Link>
    ),
  },
]

const ErrorsOf = ({ merchantId, merchant }: { merchantId: string; merchant: string | undefined }) => (
  <Answered of={useQuery(errorsOf(merchantId))}>
    {({ rows }) =>
      rows.length === 0 ? (
        <p className="lead">{texts.developers.errors.none}</p>
      ) : (
        <Table
          name={texts.developers.errors.name}
          columns={columnsFor(merchant)}
          rows={rows}
          keyOf={({ error }) => error}
        />
      )
    }
  </Answered>
)

/** Which errors a merchant's programs were answered with, how often, and what each means. */
export const ErrorList = () => {
  const { merchant } = useSearch({ from: '/in/developers/errors' })
  const { errors } = texts.developers
  return (
    <OfMerchant name={errors.name} says={errors.says} merchant={merchant}>
      {(merchantId) => <ErrorsOf merchantId={merchantId} merchant={merchant} />}
    </OfMerchant>
  )
}
