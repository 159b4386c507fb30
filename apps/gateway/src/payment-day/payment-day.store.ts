import type { CaptureBin, MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'

export type DaysQuery = {
  /** Undefined: all merchants together. */
  readonly merchantId: MerchantId | undefined
  /** Days of the books, both included. */
  readonly from: string
  readonly until: string
  readonly currency: string | undefined
}

const whose = ({ merchantId, from, until }: DaysQuery): unknown[] => [merchantId ?? '0', from, until]
const ofDays = 'merchant_id = $1 and day between $2 and $3'
const ofCurrency = '($4::text is null or currency = $4)'

/** How many payments of some days have each status, and how many were sent on to a wallet's page. */
export type Statuses = Readonly<
  Record<'created' | 'redirected' | 'captured' | 'paid' | 'refunded' | 'rejected' | 'cancelled' | 'sent', number>
>

const names = ['created', 'redirected', 'captured', 'paid', 'refunded', 'rejected', 'cancelled', 'sent'] as const

export const readStatuses = async (db: Db, query: DaysQuery): Promise<Statuses> => {
  const sums = names.map((name) => `coalesce(sum(${name}), 0)::int as ${name}`).join(', ')
  const [row] = await db.read<Statuses>({
    text: `select ${sums} from payment_days where ${ofDays} and ${ofCurrency}`,
    values: [...whose(query), query.currency ?? null],
  })
  return row ?? (Object.fromEntries(names.map((name) => [name, 0])) as Statuses)
}

const created = 'sum(created + redirected + captured + paid + refunded + rejected + cancelled)::int as created'
const captured = 'sum(captured + paid + refunded)::int as captured, sum(captured_minor)::bigint as minor'

/** `minor`: what was captured comes to; of several currencies it is no amount. */
export type DayOfPayments = {
  readonly day: string
  readonly created: number
  readonly captured: number
  readonly minor: bigint
}

/** Each day on which there were payments. */
export const readDays = (db: Db, query: DaysQuery): Promise<DayOfPayments[]> =>
  db.read<DayOfPayments>({
    text: `select day::text as day, ${created}, ${captured} from payment_days where ${ofDays} and ${ofCurrency}
            group by payment_days.day order by payment_days.day`,
    values: [...whose(query), query.currency ?? null],
  })

export type HourOfPayments = {
  readonly day: string
  /** From 0 to 23, in Amsterdam. */
  readonly hour: number
  readonly created: number
  readonly captured: number
}

/** Each hour of some days in which payments were created, and how many of these were captured. */
export const readHours = (
  db: Db,
  days: readonly string[],
  { merchantId, currency }: Pick<DaysQuery, 'merchantId' | 'currency'>,
): Promise<HourOfPayments[]> =>
  db.read<HourOfPayments>({
    text: `select day::text as day, hour, sum(created)::int as created, sum(captured)::int as captured from payment_hours
            where merchant_id = $1 and day = any ($2::date[]) and ($3::text is null or currency = $3) group by 1, hour`,
    values: [merchantId ?? '0', days, currency ?? null],
  })

/** The first day on which there were payments; undefined before. */
export const readFirstDay = async (
  db: Db,
  { merchantId }: Pick<DaysQuery, 'merchantId'>,
): Promise<string | undefined> => {
  const text = 'select min(day)::text as day from payment_days where merchant_id = $1'
  const [row] = await db.read<{ day: string | null }>({ text, values: [merchantId ?? '0'] })
  return row?.day ?? undefined
}

export type WalletOfPayments = { readonly wallet: string; readonly captured: number; readonly minor: bigint }

/** Captured payments by wallet, most first. */
export const readWallets = (db: Db, query: DaysQuery): Promise<WalletOfPayments[]> =>
  db.read<WalletOfPayments>({
    text: `select wallet, ${captured} from payment_days where ${ofDays} and ${ofCurrency}
            group by wallet having sum(payment_days.captured + paid + refunded) > 0
            order by sum(payment_days.captured + paid + refunded) desc, wallet`,
    values: [...whose(query), query.currency ?? null],
  })

/** The currencies of the payments of some days. */
export const readCurrencies = async (db: Db, query: DaysQuery): Promise<string[]> => {
  const text = `select distinct currency from payment_days where ${ofDays} order by currency`
  return (await db.read<{ currency: string }>({ text, values: whose(query) })).map(({ currency }) => currency)
}

/** How long captures took. */
export const readCaptureTimes = (db: Db, query: DaysQuery): Promise<CaptureBin[]> =>
  db.read<CaptureBin>({
    text: `select under_s as under, sum(payments)::int as payments from capture_times where ${ofDays} and ${ofCurrency}
            group by under_s order by under_s`,
    values: [...whose(query), query.currency ?? null],
  })

/** When everything that has happened was counted last; undefined where nothing has happened since. */
export const countedAt = async (db: Db): Promise<Date | undefined> => {
  const [row] = await db.read<{ at: Date | null; is_current: boolean }>({
    name: 'payments_counted_at',
    text: `select (select at from payments_counted where merchant_id = 0) as at,
                  not exists (select from webhook_events where position is null)
                  and not exists (select from merchants m left join payments_counted c using (merchant_id)
                                    left join event_positions p using (merchant_id)
                                   where c.position is null or p.last > c.position) as is_current`,
    values: [],
  })
  return row === undefined || row.is_current ? undefined : (row.at ?? new Date(0))
}
