import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Overview, rangeOf } from './api.ts'

type Range = Pick<Overview, 'begin' | 'end'>

/** The filter of the list of the payments that were created in a range; of the currency that is looked at. */
export const listedIn = ({ currency }: Pick<Overview, 'currency'>, range: Range): Readonly<Record<string, string>> => ({
  ...(currency === undefined ? {} : { currency }),
  ...rangeOf(range),
})

/** A figure's name, leading to the list of those that it counts. */
export const Listed = ({
  of,
  children,
  range = of,
  ...filter
}: {
  of: Overview
  children: ReactNode
  status?: string
  wallet?: string
  range?: Range
}) => (
  <Link to="/payments" search={{ ...filter, ...listedIn(of, range) }}>
    {children}
  </Link>
)
