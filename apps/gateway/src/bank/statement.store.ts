import { type Currency, figure, gapsBefore, money, postings, type StatedEntry, type StatedPage } from '@silkgate/domain'
import { type Break, closeBreaks, openBreaks } from '../break/index.ts'
import { postTransfers } from '../ledger/index.ts'
import type { Tx } from '../postgres/db.ts'
import { insertOf, tableOf } from '../postgres/rows.ts'

const entries = tableOf(
  'bank_entries',
  `entry_id uuid, statement_id uuid, account_id text, position integer, booking_day date, value_day date, currency text,
   minor bigint, charges_minor bigint, is_reversal boolean, reference text, bank_reference text, remittance text,
   counterparty text, details jsonb`,
)

/** A row of `bank_entries`. Credits are positive, debits negative. */
export type EntryRow = {
  readonly entry_id: string
  readonly statement_id: string
  readonly account_id: string
  readonly position: number
  readonly booking_day: string
  readonly value_day: string
  readonly currency: Currency
  readonly minor: string
  readonly charges_minor: string
  readonly is_reversal: boolean
  readonly reference: string
  readonly bank_reference: string
  readonly remittance: string
  readonly counterparty: string
  readonly details: unknown
}

/** An account as it is known: merchants' money or ours. */
type KnownAccount = {
  readonly purpose: string
  readonly currency: string
  /** In Amsterdam. */
  readonly closedOn: string | null
}

/** An account of ours; undefined where it is none. */
export const findAccount = async (tx: Tx, accountId: string): Promise<KnownAccount | undefined> => {
  const [row] = await tx.run<KnownAccount>({
    text: `select purpose, currency, (closed_at at time zone 'Europe/Amsterdam')::date::text as "closedOn"
             from bank_accounts where account_id = $1`,
    values: [accountId],
  })
  return row
}

export const insertEntries = async (tx: Tx, rows: readonly EntryRow[]): Promise<void> => {
  if (rows.length === 0) return
  const values: unknown[] = []
  await tx.run({ text: insertOf(entries, rows, values), values })
}

/** What came to merchants' account, or left it, is on our books at once; what it is, is found out after. */
export const postEntries = async (tx: Tx, rows: readonly EntryRow[], at: Date): Promise<void> => {
  for (const { entry_id: about, currency, minor } of rows) {
    await postTransfers(tx, postings.unattributed(money(currency, BigInt(minor))), { about, at })
  }
}

export type StatementRow = {
  readonly statement_id: string
  readonly account_id: string
  readonly file_id: string
  readonly format: string
  readonly number: string
  readonly sequence: string | null
  readonly from_day: string | null
  readonly to_day: string
  readonly currency: string
  readonly opening_minor: string
  readonly closing_minor: string
  readonly taken_at: Date
}

const statements = tableOf(
  'bank_statements',
  `statement_id uuid, account_id text, file_id uuid, format text, number text, sequence bigint, from_day date, to_day date,
   currency text, opening_minor bigint, closing_minor bigint, taken_at timestamptz`,
)

export const insertStatement = async (tx: Tx, row: StatementRow): Promise<void> => {
  const values: unknown[] = []
  await tx.run({ text: insertOf(statements, [row], values), values })
}

/** What is booked of a statement: its pages that were taken, in whatever cut, each with its entries. */
export const pagesOf = async (
  tx: Tx,
  { account_id, number, to_day }: Pick<StatementRow, 'account_id' | 'number' | 'to_day'>,
  daysApart: number,
): Promise<StatedPage[]> => {
  const pages = await tx.run<Omit<StatedPage, 'entries'> & { id: string }>({
    text: `select statement_id as id, to_day::text as day, opening_minor as "openingMinor", closing_minor as "closingMinor",
                  coalesce(nullif(substr(number, length($2) + 2), ''), '1')::int as page
             from bank_statements
            where account_id = $1 and to_day between $3::date - $4::int and $3::date + $4::int
              and (number = $2 or starts_with(number, $2 || '/') and substr(number, length($2) + 2) ~ '^\\d{1,9}$')
            order by to_day, length(number), number collate "C"`,
    values: [account_id, number, to_day, daysApart],
  })
  if (pages.length === 0) return []
  const entries = await tx.run<StatedEntry & { id: string }>({
    text: `select statement_id as id, minor, value_day::text as "valueDay", bank_reference as "bankReference" from bank_entries
            where statement_id = any ($1::uuid[]) order by statement_id, position`,
    values: [pages.map(({ id }) => id)],
  })
  const ofPages = Map.groupBy(entries, ({ id }) => id)
  return pages.map((page) => ({ ...page, entries: ofPages.get(page.id) ?? [] }))
}

/** A page of a statement as breaks are about it. */
type PageOfAccount = {
  readonly about: string
  readonly currency: string
  readonly day: string
  readonly openingMinor: bigint
  readonly closingMinor: bigint
}

/** The pages of an account's statements of a day, of the day before it that has some, and of the one after, in their order. */
const pagesAround = (tx: Tx, accountId: string, day: string): Promise<PageOfAccount[]> =>
  tx.run<PageOfAccount>({
    text: `select concat_ws('/', account_id, number, to_day) as about, currency, to_day::text as day,
                  opening_minor as "openingMinor", closing_minor as "closingMinor"
             from bank_statements s
            where account_id = $1
              and to_day >= coalesce((select max(to_day) from bank_statements where account_id = $1 and to_day < $2::date), $2)
              and to_day <= coalesce((select min(to_day) from bank_statements where account_id = $1 and to_day > $2::date), $2)
            order by to_day, sequence nulls first, length(number), number collate "C"`,
    values: [accountId, day],
  })

/** Opens a break where a statement is missing before a day's or before the next, and closes those whose statement came. */
export const openGaps = async (tx: Tx, accountId: string, day: string, at: Date): Promise<void> => {
  const pages = await pagesAround(tx, accountId, day)
  const gaps = gapsBefore(pages).filter(({ page }) => page.day >= day)
  const kind = 'statement_missing'
  const missing = gaps.map(({ page: { about, currency, openingMinor }, ended }): Break => {
    const figures = { ours: figure(`${ended} ${currency}`), theirs: figure(`${openingMinor} ${currency}`) }
    return { kind, about, currency, minor: openingMinor - ended, field: 'opening balance', ...figures }
  })
  await openBreaks(tx, missing, at)
  const whole = pages.filter((page) => page.day >= day && !gaps.some((gap) => gap.page === page))
  const ended = whole.map(({ about }) => ({ kind, about }) as const)
  await closeBreaks(tx, ended, 'the statement before it has come', at)
}

export type QuarantinedRow = {
  readonly line: number
  readonly column: string
  readonly reason: string
  readonly raw: string
}

export const quarantine = (tx: Tx, fileId: string, { line, column, reason, raw }: QuarantinedRow, at: Date) =>
  tx.run({
    text: `insert into quarantined_rows (file_id, file_row, file_column, reason, raw, at) values ($1, $2, $3, $4, $5, $6)
           on conflict do nothing`,
    values: [fileId, line, column, reason, raw, at],
  })
