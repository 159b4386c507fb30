import { addDays, captureQuantile, type Day, type MerchantId, operator, ownSide, wallets } from '@silkgate/domain'
import { balances } from '../ledger/index.ts'
import {
  countedAt,
  readCaptureTimes,
  readCurrencies,
  readDays,
  readStatuses,
  readWallets,
} from '../payment-day/index.ts'
import type { Db } from '../postgres/db.ts'
import type { World } from '../world.ts'
import { attention } from './attention.ts'
import type { Checks } from './checks.ts'
import { onItsWay, readRemitted } from './overview.store.ts'
import { hoursOf } from './overview-hours.ts'

type Needs = { readonly db: Db; readonly world: World; readonly checks: Checks }

export type OverviewQuery = {
  /** Undefined: of every merchant. */
  readonly merchantId: MerchantId | undefined
  /** Whether one of the merchant's people asks. */
  readonly isOfMerchant: boolean
  /** So many days of the books, today included. */
  readonly days: number
  readonly currency: string | undefined
}

const amsterdam = { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'medium' } as const
const inAmsterdam = new Intl.DateTimeFormat('sv-SE', amsterdam)

/** The day of the books, and the instant at which one of its hours begins: the first of two, or the next where there is none. */
const bookDayOf = (at: Date): Day => inAmsterdam.format(at).slice(0, 10)
const beginOf = (day: Day, hour = 0): Date => {
  const wanted = `${day} ${String(hour).padStart(2, '0')}:00:00`
  // Clocks in Amsterdam are ahead by two hours or by one.
  const early = Date.parse(`${wanted.replace(' ', 'T')}Z`) - 7_200_000
  return new Date(inAmsterdam.format(early) >= wanted ? early : early + 3_600_000)
}

const hourOf = (at: Date): number => Number(inAmsterdam.format(at).slice(11, 13))

const countryOf = (brand: string): string | undefined =>
  Object.values(wallets).find((wallet) => wallet.brand === brand)?.country

/** Sums of rows that share a key, largest first. */
const summed = <Row extends { captured: number; minor: bigint }>(rows: readonly Row[], keyOf: (row: Row) => string) => {
  const sums = new Map<string, { captured: number; minor: bigint }>()
  for (const row of rows) {
    const sum = sums.get(keyOf(row)) ?? { captured: 0, minor: 0n }
    sums.set(keyOf(row), { captured: sum.captured + row.captured, minor: sum.minor + row.minor })
  }
  return [...sums].toSorted(([, a], [, b]) => b.captured - a.captured).map(([key, sum]) => ({ key, ...sum }))
}

const stoodUp = (stand: Awaited<ReturnType<typeof balances>>, remitted: ReadonlyMap<string, bigint>) => {
  const sums = new Map<string, Record<string, bigint>>()
  for (const { merchantId: owner, account, currency, minor } of stand) {
    const isShown = owner !== operator && (onItsWay as readonly string[]).includes(account)
    if (!isShown) continue
    const sum = sums.get(currency) ?? {}
    sum[account] = (sum[account] ?? 0n) + ownSide(account, minor)
    sums.set(currency, sum)
  }
  for (const currency of remitted.keys()) if (!sums.has(currency)) sums.set(currency, {})
  return [...sums]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sum]) => ({
      currency,
      ...(Object.fromEntries(onItsWay.map((account) => [account, sum[account] ?? 0n])) as Record<string, bigint>),
      remitted: remitted.get(currency) ?? 0n,
    }))
}

/** How much is under way, what became of the last days' payments, and what needs somebody. */
export const overview = (needs: Needs) => {
  const { db, world, checks } = needs
  return async ({ merchantId, isOfMerchant, days, currency }: OverviewQuery) => {
    const at = world.now()
    const until = bookDayOf(at)
    const from = addDays(until, 1 - days)
    const query = { merchantId, from, until, currency }
    const [counted, currencies, statuses, volume, byWallet, times, waiting, stand, remitted, invariants, hours] =
      await Promise.all([
        ...([countedAt(db), readCurrencies(db, query), readStatuses(db, query), readDays(db, query)] as const),
        ...([readWallets(db, query), readCaptureTimes(db, query), attention(needs)(merchantId, isOfMerchant)] as const),
        ...([balances(db, { merchantId }), readRemitted(db, merchantId, beginOf(from))] as const),
        ...([checks.invariants(), hoursOf(db, query, { today: until, hour: hourOf(at) })] as const),
      ])
    // What comes to several currencies together is no amount.
    const shown = ({ minor }: { minor: bigint }) => (currency === undefined ? {} : { minor })
    const ofDay = new Map(volume.map((one) => [one.day, one]))
    const everyDay = Array.from({ length: days }, (_, index) => addDays(from, index))
    return {
      ...{ at, days, from, until, currency, currencies },
      begin: beginOf(from),
      end: beginOf(addDays(until, 1)),
      /** Until when everything is counted. */
      countedAt: counted ?? at,
      volume: everyDay.map((day) => {
        const one = ofDay.get(day) ?? { created: 0, captured: 0, minor: 0n }
        return { day, begin: beginOf(day), created: one.created, captured: one.captured, ...shown(one) }
      }),
      /** Today hour by hour, beside what is usual for its weekday. */
      hours: { ...hours, rows: hours.rows.map((row) => ({ ...row, begin: beginOf(until, row.hour) })) },
      statuses,
      wallets: byWallet.map((one) => ({ wallet: one.wallet, captured: one.captured, ...shown(one) })),
      countries: summed(byWallet, ({ wallet }) => countryOf(wallet) ?? '').map(({ key, captured, minor }) => ({
        ...{ country: key, captured },
        ...shown({ minor }),
      })),
      captureTimes: { bins: times, medianS: captureQuantile(times, 0.5), p95S: captureQuantile(times, 0.95) },
      attention: waiting,
      underWay: stoodUp(stand, remitted),
      // What is stored of all merchants is the operator's to know.
      ...(isOfMerchant ? {} : { checks: { ...invariants.found, secondsAgo: invariants.secondsAgo } }),
    }
  }
}

export type Overview = ReturnType<typeof overview>
