import {
  type Account,
  accounts,
  checkSafeguarding,
  type MoneyOfMerchants,
  type SafeguardingCheck,
  sweepIdOf,
} from '@silkgate/domain'
import type { DueQuery } from '../due.store.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { type Balance, balances } from './balance.store.ts'

export type DailyCheck = SafeguardingCheck & { readonly day: string; readonly currency: string }

/** SQL: 18:00 on a day in Amsterdam, and the instant's day there. */
const six = (day: string) => `((${day} + time '18:00') at time zone 'Europe/Amsterdam')`
const dayOf = (at: string) => `(${at} at time zone 'Europe/Amsterdam')::date`

/**
 * The first 18:00, Europe/Amsterdam, whose check is not made: the one after the last check or, where none was made, after
 * the first posting. Null while nothing is posted.
 */
export const dailyCheckDue: DueQuery = `
  select case when ${six(dayOf('at'))} > at then ${six(dayOf('at'))} else ${six(`(${dayOf('at')} + 1)`)} end
    from (select coalesce((select max(at) from daily_checks),
                          (select min(t.at) from transfer_positions p
                             join transfers t on t.merchant_id = p.merchant_id and t.position = 1)) as at) since`

/** Our fees for captures that are not settled: fixed, and not taken yet. */
const untakenFees = async (tx: Tx): Promise<Map<string, bigint>> => {
  const rows = await tx.run<{ currency: string; fees: bigint }>({
    text: `select settlement_currency as currency, sum(fee_minor)::bigint as fees from payments
            where captured and not settled and fee_minor is not null group by settlement_currency`,
    values: [],
  })
  return new Map(rows.map(({ currency, fees }) => [currency, fees]))
}

/**
 * Withdraws the sweeps that no file has told the bank of: they move nothing, and what is right now is ordered anew. One that a
 * file is just made of is left.
 */
const withdrawUntold = (tx: Tx, at: Date): Promise<unknown> =>
  tx.run({
    text: `with withdrawn as (
             update sweeps set withdrawn_at = $1
              where sweep_id in (select sweep_id from sweeps where file_id is null and withdrawn_at is null
                                    for update skip locked) returning sweep_id)
           update breaks set resolved_at = $1, resolution = 'agreed', reason = 'the next check orders anew'
            where kind = 'sweep_unwritable' and resolved_at is null and about in (select sweep_id from withdrawn)`,
    values: [at],
  })

/** What the bank was told to sweep and no statement of merchants' money shows, but for what it refused or sent back. */
const sweepsInTransit = async (tx: Tx): Promise<Map<string, bigint>> => {
  const rows = await tx.run<{ currency: string; minor: bigint }>({
    text: `select currency, sum(minor)::bigint as minor from sweeps
            where (left_at is null or arrived_at is null) and returned_at is null and withdrawn_at is null
              and case when minor > 0 then left_at else arrived_at end is null
              and (rejected_at is null or coalesce(left_at, arrived_at) is not null) group by currency`,
    values: [],
  })
  return new Map(rows.map(({ currency, minor }) => [currency, minor]))
}

const sumOf = (found: readonly Balance[], ...wanted: readonly Balance['account'][]): bigint =>
  found.reduce((sum, { account, minor }) => (wanted.includes(account) ? sum + minor : sum), 0n)

const positive = (minor: bigint): bigint => (minor > 0n ? minor : 0n)

/** VAT is owed to the tax office, by us. */
const isOwedToMerchant = (account: Account): boolean =>
  accounts[account].kind === 'liability' && account !== 'vat_payable'

/** What the books say of a currency. What one merchant owes us is not taken from what we owe another. */
const moneyOfMerchants = (found: readonly Balance[], fees: bigint, inTransit: bigint): MoneyOfMerchants => {
  let [owed, due] = [0n, 0n]
  for (const merchantId of new Set(found.map((one) => one.merchantId))) {
    const own = found.filter((one) => one.merchantId === merchantId)
    owed += positive(-own.reduce((sum, { account, minor }) => (isOwedToMerchant(account) ? sum + minor : sum), 0n))
    due += positive(-sumOf(own, 'available', 'reserve', 'remittance_in_transit'))
  }
  return {
    ...{ owed, due, fees, inTransit },
    safeguarded: sumOf(found, 'bank_safeguarding'),
    receivable: sumOf(found, 'receivable', 'receivable_unpriced'),
    breaks: sumOf(found, 'breaks'),
  }
}

/**
 * Makes the check of the latest 18:00 until `now`, once for each currency of the books, and orders what is swept; answers
 * what it found. `now` is not before it. What is made already is left as it is.
 */
export const makeDailyCheck = (db: Db, now: Date): Promise<DailyCheck[]> =>
  db.transaction('ledger.commit_daily_check', async (tx) => {
    // One state of the books for all that is compared; whoever checks the same day meanwhile fails at the key, and looks again.
    await tx.run({ text: 'set transaction isolation level repeatable read', values: [] })
    const [when] = await tx.run<{ day: string; at: Date; is_made: boolean }>({
      text: `with days as (select ${dayOf('$1::timestamptz')} as today),
                  latest as (select case when ${six('today')} <= $1 then today else today - 1 end as day from days)
             select day::text as day, ${six('day')} as at,
                    exists (select from daily_checks d where d.day >= latest.day) as is_made from latest`,
      values: [now],
    })
    if (when === undefined || when.is_made) return []
    const { day, at } = when
    await withdrawUntold(tx, at)
    const all = await balances({ read: tx.run })
    const [fees, inTransit] = [await untakenFees(tx), await sweepsInTransit(tx)]
    const checks = [...new Set(all.map(({ currency }) => currency))].sort().map((currency): DailyCheck => {
      const own = all.filter((one) => one.currency === currency)
      const books = moneyOfMerchants(own, fees.get(currency) ?? 0n, inTransit.get(currency) ?? 0n)
      return { day, currency, ...checkSafeguarding(books) }
    })
    await tx.run({
      text: `insert into daily_checks (day, currency, at, owed, due, fees, safeguarded, in_transit, receivable, breaks, surplus,
                                       swept)
             select day, currency, $2, owed, due, fees, safeguarded, "inTransit", receivable, breaks, surplus, swept
               from json_to_recordset($1) as r (day date, currency text, owed bigint, due bigint, fees bigint, safeguarded bigint,
               "inTransit" bigint, receivable bigint, breaks bigint, surplus bigint, swept bigint)`,
      values: [JSON.stringify(checks.map(asText)), at],
    })
    const sweeps = checks.filter(({ swept }) => swept !== 0n)
    const ordered = sweeps.map((one) => ({ ...asText(one), id: sweepIdOf(day, one.currency) }))
    await tx.run({
      text: `insert into sweeps (sweep_id, day, currency, minor, ordered_at)
             select id, day, currency, swept, $2
               from json_to_recordset($1) as r (id text, day date, currency text, swept bigint)`,
      values: [JSON.stringify(ordered), at],
    })
    return checks
  })

const asText = (check: DailyCheck): Record<string, string> =>
  Object.fromEntries(Object.entries(check).map(([name, value]) => [name, value.toString()]))
