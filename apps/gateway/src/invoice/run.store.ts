import { addBusinessDays, type Currency, type Day, type MerchantId, monthOf } from '@silkgate/domain'
import { hourInAmsterdam } from '../amsterdam.ts'
import type { Db } from '../postgres/db.ts'
import { cutBefore, isCovered } from './fees.store.ts'

/** The invoices of a month, and when they are issued. */
export type InvoiceRun = { readonly month: Day; readonly at: Date }

type NextRow = { open: Day | null; open_at: Date | null; last: Day | null; first: Day | null; is_known: boolean }

/** 09:00 in Amsterdam on the first business day after a month: before that day's remittances. */
const runOf = (month: Day): InvoiceRun => ({
  month,
  at: hourInAmsterdam(addBusinessDays(monthOf(month).next, 0), 9),
})

/**
 * The run that is under way, else the one that is due next: for the month after the last one or, where there was none, of the
 * first posting. Undefined while nothing is posted, or nobody bills.
 */
export const nextInvoiceRun = async (db: Db): Promise<(InvoiceRun & { readonly isOpen: boolean }) | undefined> => {
  const [row] = await db.read<NextRow>({
    name: 'next_invoice_run',
    text: `select open.month::text as open, open.at as open_at, (select max(month)::text from invoice_runs) as last,
                  (select (min(t.at) at time zone 'Europe/Amsterdam')::date::text from transfer_positions p
                     join transfers t on t.merchant_id = p.merchant_id and t.position = 1) as first,
                  exists (select from invoice_suppliers) as is_known
             from (select 1) one left join lateral (
               select month, at from invoice_runs where finished_at is null order by month limit 1) open on true`,
    values: [],
  })
  if (row?.open && row.open_at) return { month: row.open, at: row.open_at, isOpen: true }
  if (row === undefined || row.first === null || !row.is_known) return undefined
  const month = row.last === null ? monthOf(row.first).from : monthOf(row.last).next
  return { ...runOf(month), isOpen: false }
}

/**
 * Fixes in one commit, for all merchants, which fees a month's invoices cover. Answers false while payments are just becoming
 * PAID or fees wait for their positions: then it is tried again.
 */
export const startInvoiceRun = (db: Db, { month, at }: InvoiceRun): Promise<boolean> =>
  db.transaction('invoice.commit_run', async (tx) => {
    const [busy] = await tx.run({
      text: `select where exists (select from settlement_batches where settled_at is not null and finished_at is null)
                       or exists (select from transfers where position is null and reason in ('fee', 'fee returned'))`,
      values: [],
    })
    if (busy !== undefined) return false
    await tx.run({
      text: 'insert into invoice_runs (month, at) values ($1, $2) on conflict do nothing',
      values: [month, at],
    })
    await tx.run({
      text: `insert into invoice_cuts (merchant_id, month, to_position)
             select merchant_id, $1, last from transfer_positions where merchant_id <> 0 on conflict do nothing`,
      values: [month],
    })
    return true
  })

/** Whose fees of a month have no invoice yet, in the order of their numbers. */
export const unbilled = async (
  db: Db,
  month: Day,
): Promise<{ readonly merchantId: MerchantId; readonly currency: Currency }[]> => {
  const rows = await db.read<{ merchant_id: bigint; currency: Currency }>({
    text: `select distinct t.merchant_id, t.currency
             from invoice_cuts c ${cutBefore} join transfers t on t.merchant_id = c.merchant_id
            where c.month = $1 and ${isCovered}
              and not exists (select from invoices i where i.merchant_id = t.merchant_id and i.currency = t.currency
                                 and i.month = c.month)
            order by 1, 2`,
    values: [month],
  })
  return rows.map((row) => ({ merchantId: row.merchant_id.toString(), currency: row.currency }))
}

export const finishInvoiceRun = (db: Db, { month, at }: InvoiceRun): Promise<unknown> =>
  db.write('invoice.commit_run', {
    text: 'update invoice_runs set finished_at = $2 where month = $1 and finished_at is null',
    values: [month, at],
  })
