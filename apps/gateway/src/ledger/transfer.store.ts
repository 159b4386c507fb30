import type { Row } from '../postgres/db.ts'
import { relationOf, tableOf } from '../postgres/rows.ts'

const transfers = tableOf(
  'transfers',
  `merchant_id bigint, transfer_id uuid, payment_id text, about text, debit text, credit text, currency text, minor bigint,
   reason text, at timestamptz`,
)

/** SQL: the day that a posting of the instant `at` counts on; where that day's month is closed, the first open day. */
export const accountingDateOf = (at: string): string =>
  `greatest((${at} at time zone 'Europe/Amsterdam')::date, (select (max(month) + interval '1 month')::date from closed_months))`

/** `insert into transfers … select … from …`, to which a join or a condition may be added. */
export const insertTransfers = (rows: readonly Row[], values: unknown[]): string =>
  `insert into transfers (${transfers.names}, accounting_date) select ${transfers.namesOfR}, ${accountingDateOf('r.at')}
     from ${relationOf(transfers, rows, values)}`
