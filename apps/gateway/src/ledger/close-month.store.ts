import { createHash } from 'node:crypto'
import type { Account } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import { bothSides } from './balance.store.ts'

/** A line of a month's trial balance: debits less credits before it and at its end, and what moved in between. */
export type MonthLine = {
  readonly currency: string
  readonly account: Account
  readonly opening: string
  readonly debits: string
  readonly credits: string
  readonly closing: string
}

export type ClosedMonth = {
  readonly month: string
  readonly closed_at: Date
  readonly closed_by: string
  readonly trial_balance: readonly MonthLine[] | null
  readonly hash: string | null
}

const columns = 'month::text, closed_at, closed_by, trial_balance, hash'

/** Months that are closed, the first first. */
export const closedMonths = (db: { read: Db['read'] | Tx['run'] }): Promise<ClosedMonth[]> =>
  db.read<ClosedMonth>({ text: `select ${columns} from closed_months order by month`, values: [] })

/** The first day on which a posting is counted, of those before `month` that are not closed; undefined where there is none. */
const firstOpenDayBefore = async (tx: Tx, month: string): Promise<string | undefined> => {
  const [row] = await tx.run<{ day: string | null }>({
    text: `select min(accounting_date)::text as day from transfers
            where accounting_date < $1::date
              and accounting_date >= coalesce((select max(month) + interval '1 month' from closed_months), '-infinity')`,
    values: [month],
  })
  return row?.day ?? undefined
}

/** A month that cannot be closed: says why. */
export class NotClosable extends Error {}

/**
 * Closes a month, `2026-11-01`, for ever, and draws its trial balance. Whoever is posting is waited for, and whoever comes
 * meanwhile waits for a moment; so no posting that has not seen the month closed is committed after it. What is drawn can
 * take its time then. A month that is closed and has no balance yet, since that was cut off, gets it.
 */
export const closeMonth = async (db: Db, month: string, by: string, at: Date): Promise<ClosedMonth> => {
  await db.transaction('chore.close_month', async (tx) => {
    const run = (text: string, ...values: unknown[]) => tx.run({ text, values })
    await run("set local lock_timeout = '10s'")
    await run('lock table transfers in share row exclusive mode')
    const [closed] = await run('select from closed_months where month >= $1::date limit 1', month)
    if (closed !== undefined) return
    const [over] = await run(
      `select where $2::timestamptz >= ($1::date + interval '1 month') at time zone 'Europe/Amsterdam'`,
      ...[month, at],
    )
    if (over === undefined) throw new NotClosable(`${month.slice(0, 7)} is not over yet.`)
    const open = await firstOpenDayBefore(tx, month)
    if (open !== undefined) throw new NotClosable(`Close ${open.slice(0, 7)} first: there are postings in it.`)
    await run('insert into closed_months (month, closed_at, closed_by) values ($1, $2, $3)', month, at, by)
  })
  const months = await closedMonths(db)
  const found = months.find((one) => one.month === month)
  if (found === undefined) throw new NotClosable(`${month.slice(0, 7)} lies before a month that is closed.`)
  if (found.hash !== null) return found
  const before = months.filter((one) => one.month < month).at(-1)
  if (before?.hash === null) throw new NotClosable(`Close ${before.month.slice(0, 7)} again first: that was cut off.`)
  const lines = await drawTrialBalance(db, month, before?.trial_balance ?? [])
  const hash = hashOf(before?.hash ?? '', month, lines)
  await db.write('chore.close_month', {
    text: 'update closed_months set trial_balance = $2, hash = $3 where month = $1 and hash is null',
    values: [month, JSON.stringify(lines), hash],
  })
  return { ...found, trial_balance: lines, hash }
}

/** The SHA-256 of a month's canonical text, which begins with the hash of the month before. */
export const hashOf = (before: string, month: string, lines: readonly MonthLine[]): string => {
  const text = lines.map((line) =>
    [line.currency, line.account, line.opening, line.debits, line.credits, line.closing].join('|'),
  )
  return createHash('sha256')
    .update([before, month, ...text, ''].join('\n'))
    .digest('hex')
}

/** What a month's accounts held before it, which is what the closed month before it ended with, what moved, and what is left. */
export const drawTrialBalance = (
  db: { read: Db['read'] | Tx['run'] },
  month: string,
  before: readonly MonthLine[],
): Promise<MonthLine[]> =>
  db.read<MonthLine>({
    text: `
    with parts as (
      select currency, account, closing::numeric as opening, 0::numeric as debits, 0::numeric as credits
        from json_to_recordset($2) as r (currency text, account text, closing text)
      union all
      select t.currency, s.account, 0, sum(greatest(s.minor, 0)), sum(greatest(-s.minor, 0)) from transfers t ${bothSides}
       where t.accounting_date >= $1::date and t.accounting_date < $1::date + interval '1 month' group by 1, 2)
    select currency, account, sum(opening)::text as opening, sum(debits)::text as debits, sum(credits)::text as credits,
           sum(opening + debits - credits)::text as closing
      from parts group by currency, account order by currency collate "C", account collate "C"`,
    values: [month, JSON.stringify(before)],
  })
