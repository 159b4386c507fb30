import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, Refused } from '../ui/api.ts'
import { amountText } from '../ui/format.ts'
import { queryOf } from '../ui/pages.tsx'
import { texts } from '../ui/texts.ts'
import { type PaymentSearch, wantedOf } from './api.ts'

type Found = {
  readonly rows: readonly { readonly currency: string; readonly count: number; readonly minor: string }[]
  /** Counting stopped there. */
  readonly moreThan?: number
}

/** What all that match come to, for each currency apart. Where they are very many, they are counted when somebody asks. */
export const Totals = ({ search }: { search: PaymentSearch }) => {
  const [isOfAll, countAll] = useState(false)
  const query = queryOf({ ...wantedOf(search), ...(isOfAll ? { all: 'true' } : {}) })
  const { data, error } = useQuery({
    queryKey: ['/payments/totals', query],
    queryFn: () => ask<Found>(`/payments/totals?${query}`),
  })
  if (error !== null) return <p role="alert">{error instanceof Refused ? error.message : texts.noConnection}</p>
  if (data === undefined) return <p className="muted">{texts.listed.counting}</p>
  if (data.moreThan !== undefined) {
    return (
      <p className="row">
        {texts.listed.moreThan(data.moreThan)}
        <button type="button" onClick={() => countAll(true)}>
          {texts.listed.countAll}
        </button>
      </p>
    )
  }
  const count = data.rows.reduce((sum, row) => sum + row.count, 0)
  return <p role="status">{[texts.listed.count(count), ...data.rows.map((row) => amountText(row))].join(' · ')}</p>
}
