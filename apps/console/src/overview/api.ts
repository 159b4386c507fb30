import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask } from '../ui/api.ts'
import { beginOf, zoneDayOf } from '../ui/format.ts'
import { queryOf } from '../ui/pages.tsx'

export type OverviewSearch = {
  readonly days?: string
  readonly currency?: string
  readonly merchant?: string
  readonly tables?: string
}

export const accounts = ['pending', 'available', 'reserve', 'remittance_in_transit', 'remitted'] as const
export type Account = (typeof accounts)[number]

/** `minor` is there where one currency is asked for. */
type Sum = { readonly captured: number; readonly minor?: string }

export type Day = Sum & { readonly day: string; readonly begin: string; readonly created: number }
export type UnderWay = { readonly currency: string } & Readonly<Record<Account, string>>
export type CaptureBin = { readonly under: number; readonly payments: number }

/** `low` to `high`: eight of ten. */
export type Usual = { readonly low: number; readonly median: number; readonly high: number }

export type Overview = {
  readonly at: string
  readonly days: number
  readonly begin: string
  readonly end: string
  readonly countedAt: string
  readonly currency?: string
  readonly currencies: readonly string[]
  readonly volume: readonly Day[]
  /** Today by the hours of the books: those before `now` are over. Usual is by the same weekday of the `weeks` before. */
  readonly hours: {
    readonly now: number
    readonly weeks: number
    readonly over: { readonly captured: number; readonly usual?: Usual }
    readonly rows: readonly {
      readonly hour: number
      readonly begin: string
      readonly created: number
      readonly captured: number
      readonly usual?: Usual
    }[]
  }
  readonly statuses: Readonly<
    Record<'created' | 'redirected' | 'captured' | 'paid' | 'refunded' | 'rejected' | 'cancelled' | 'sent', number>
  >
  readonly wallets: readonly (Sum & { readonly wallet: string })[]
  readonly countries: readonly (Sum & { readonly country: string })[]
  readonly captureTimes: { readonly bins: readonly CaptureBin[]; readonly medianS?: number; readonly p95S?: number }
  readonly attention: Readonly<
    Partial<
      Record<
        | 'openBreaks'
        | 'oldBreaks'
        | 'overdueMoney'
        | 'failingWebhooks'
        | 'openExceptions'
        | 'overdueExceptions'
        | 'unknownOutcomes'
        | 'openDisputes'
        | 'refundsToDecide'
        | 'remittancesToDecide',
        number
      >
    >
  >
  readonly underWay: readonly UnderWay[]
  readonly checks?: {
    readonly invariants?: number
    readonly broken?: readonly { readonly number: number; readonly says: string }[]
    readonly secondsAgo?: number
  }
}

export const overviewOf = ({ days, currency, merchant }: OverviewSearch) =>
  queryOptions({
    queryKey: ['/overview', days, currency, merchant],
    queryFn: () => ask<Overview>(`/overview?${queryOf({ days, currency, merchant })}`),
    // What is being counted is there in a moment.
    refetchInterval: ({ state: { data } }) => (data !== undefined && data.countedAt < data.at ? 2_000 : 30_000),
    placeholderData: keepPreviousData,
  })

/** The range as the address of a list has it: days where they begin when the reader's do, otherwise instants. */
export const rangeOf = ({ begin, end }: Pick<Overview, 'begin' | 'end'>) => {
  const [from, until] = [zoneDayOf(begin), zoneDayOf(new Date(Date.parse(end) - 1).toISOString())]
  const isSame = Date.parse(beginOf(from)) === Date.parse(begin) && Date.parse(beginOf(until, 1)) === Date.parse(end)
  return isSame ? { from, until } : { from: begin, until: end }
}
