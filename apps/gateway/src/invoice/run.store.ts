import { addBusinessDays, type Currency, type Day, type MerchantId, monthOf } from '@silkgate/domain'
import { hourInAmsterdam } from '../amsterdam.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { planByIndexes } from '../postgres/plan-by-indexes.ts'
import { coveredFees } from './fees.store.ts'
import { holdTerms } from './vat-terms.store.ts'

/** The invoices of a month, and when they are issued. */
export type InvoiceRun = { readonly month: Day; readonly at: Date }

/** 09:00 in Amsterdam on the first business day after a month: before that day's remittances. */
const runOf = (month: Day): InvoiceRun => ({
  month,
  at: hourInAmsterdam(addBusinessDays(monthOf(month).next, 0), 9),
})

/** What is to be done next: the run that follows the last one, and the first month of a merchant that is not billed yet. */
export type InvoicesDue = { readonly run: InvoiceRun | undefined; readonly waiting: Date | undefined }

type NextRow = { last: Day | null; first: Day | null; is_known: boolean; waiting: Date | null }

/** The first run is for the month of the first posting; there is none while nothing is posted, or nobody bills. */
export const invoicesDue = async (db: Db): Promise<InvoicesDue> => {
  const [row] = await db.read<NextRow>({
    name: 'next_invoice_run',
    text: `select (select max(month)::text from invoice_runs) as last,
                  (select (min(t.at) at time zone 'Europe/Amsterdam')::date::text from transfer_positions p
                     join transfers t on t.merchant_id = p.merchant_id and t.position = 1) as first,
                  exists (select from invoice_suppliers) as is_known,
                  (select min(due_at) from invoice_cuts where due_at is not null) as waiting`,
    values: [],
  })
  const waiting = row?.waiting ?? undefined
  if (row === undefined || row.first === null || !row.is_known) return { run: undefined, waiting }
  return { run: runOf(row.last === null ? monthOf(row.first).from : monthOf(row.last).next), waiting }
}

/** The first instant at which an invoice is to be issued. */
export const nextInvoices = async (db: Db): Promise<Date | undefined> => {
  const { run, waiting } = await invoicesDue(db)
  return waiting !== undefined && (run === undefined || waiting < run.at) ? waiting : run?.at
}

/**
 * Fixes in one commit, for all merchants, which fees a month's invoices cover, and who is to be billed. Answers false while
 * payments are just becoming PAID in that month or fees of it wait for their positions: then it is tried again.
 */
export const startInvoiceRun = (db: Db, { month, at }: InvoiceRun): Promise<boolean> =>
  db.transaction('invoice.commit_run', async (tx) => {
    await holdTerms(tx)
    const { next } = monthOf(month)
    const [busy] = await tx.run({
      text: `select where exists (select from settlement_batches where settled_at < $3 and finished_at is null)
                       or exists (select from transfers where position is null and reason in ('fee', 'fee returned')
                                     and accounting_date >= $1 and accounting_date < $2)`,
      values: [month, next, hourInAmsterdam(next, 0)],
    })
    if (busy !== undefined) return false
    const values = [month, at]
    const text = 'insert into invoice_runs (month, at) values ($1, $2) on conflict do nothing returning month'
    const begun = await tx.run({ text, values })
    // Somebody else has just begun with it.
    if (begun.length === 0) return true
    await tx.run({
      text: `insert into invoice_cuts (merchant_id, month, to_position)
             select merchant_id, $1, last from transfer_positions where merchant_id <> 0 on conflict do nothing`,
      values: [month],
    })
    await planByIndexes(tx)
    await tx.run({
      text: `update invoice_cuts set due_at = $2
              where month = $1 and merchant_id in (select c.merchant_id from ${coveredFees} where c.month = $1)`,
      values,
    })
    return true
  })

/** A merchant's month that is to be billed. */
export type DueCut = {
  readonly merchantId: MerchantId
  readonly month: Day
  readonly dueAt: Date
  /** Whether a person was told that it could not be. */
  readonly isTold: boolean
}

/** What an exception about a month that could not be billed names. */
export const subjectOf = (month: Day): string => `invoices of ${month.slice(0, 7)}`

/** What is to be billed by an instant, the first month first; without one, all that waits. */
export const dueCuts = async (db: Db, by: Date | undefined): Promise<DueCut[]> => {
  const rows = await db.read<{ merchant_id: bigint; month: Day; due_at: Date; is_told: boolean }>({
    text: `select merchant_id, month::text, due_at,
                  exists (select from exceptions e where e.merchant_id = c.merchant_id and e.kind = 'invoice_failed'
                             and e.payment_id = 'invoices of ' || to_char(c.month, 'YYYY-MM')
                             and e.resolved_at is null) as is_told
             from invoice_cuts c where due_at <= coalesce($1::timestamptz, 'infinity') order by c.month, merchant_id`,
    values: [by ?? null],
  })
  return rows.map(({ merchant_id: id, month, due_at: dueAt, is_told: isTold }) => ({
    ...{ merchantId: id.toString(), month, dueAt, isTold },
  }))
}

type Cut = Pick<DueCut, 'merchantId' | 'month'>

/** Holds what is to be billed until the commit; false where somebody else does it, or has done it. */
export const holdCut = async (tx: Tx, { merchantId, month }: Cut): Promise<boolean> => {
  const held = await tx.run({
    text: `select from invoice_cuts where merchant_id = $1 and month = $2 and due_at is not null for update skip locked`,
    values: [merchantId, month],
  })
  return held.length > 0
}

/** In which currencies a merchant's fees of a month have no invoice yet, in the order of their numbers. */
export const unbilled = async (tx: Tx, { merchantId, month }: Cut): Promise<readonly Currency[]> => {
  await planByIndexes(tx)
  const rows = await tx.run<{ currency: Currency }>({
    text: `select distinct t.currency from ${coveredFees}
            where c.merchant_id = $1 and c.month = $2
              and not exists (select from invoices i where i.merchant_id = $1 and i.month = $2 and i.currency = t.currency)
            order by 1`,
    values: [merchantId, month],
  })
  return rows.map(({ currency }) => currency)
}

/** A merchant's month is billed: nothing is due any more. */
export const endCut = (tx: Tx, { merchantId, month }: Cut): Promise<unknown> =>
  tx.run({
    text: 'update invoice_cuts set due_at = null where merchant_id = $1 and month = $2',
    values: [merchantId, month],
  })

/** It could not be billed: when that is tried again. */
export const putOffCut = (db: Db, { merchantId, month }: Cut, dueAt: Date): Promise<unknown> =>
  db.write('chore.put_off_invoice', {
    text: `update invoice_cuts set due_at = $3 where merchant_id = $1 and month = $2 and due_at < $3`,
    values: [merchantId, month, dueAt],
  })
