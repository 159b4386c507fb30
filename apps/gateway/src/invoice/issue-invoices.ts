import type { Day } from '@silkgate/domain'
import type { Logger } from 'pino'
import { dayInAmsterdam } from '../amsterdam.ts'
import type { Db } from '../postgres/db.ts'
import { issueInvoice } from './issue-invoice.ts'
import { finishInvoiceRun, nextInvoiceRun, startInvoiceRun, unbilled } from './run.store.ts'

type Needs = {
  readonly db: Db
  readonly now: () => Date
  /** Without it, what fails is thrown. */
  readonly log?: Pick<Logger, 'error'>
  readonly isStopping?: () => boolean
}

/** What a look at what is due has done: for which month, how many invoices, and whether that is all of the month. */
export type Issued = { readonly month: Day; readonly issued: number; readonly isWhole: boolean }

/**
 * Issues the invoices of the next month that is due; gone on with after whatever died. Undefined where none is due, or payments
 * are just becoming PAID. Those of months that a gateway which was away has missed bear the day on which they are made up for.
 */
export const issueInvoices = async ({ db, now, log, isStopping }: Needs): Promise<Issued | undefined> => {
  const next = await nextInvoiceRun(db)
  if (next === undefined || next.at > now()) return undefined
  const isLate = dayInAmsterdam(next.at) !== dayInAmsterdam(now())
  const run = { month: next.month, at: isLate && !next.isOpen ? now() : next.at }
  if (!next.isOpen && !(await startInvoiceRun(db, run))) return undefined
  let issued = 0
  let isWhole = true
  for (const pair of await unbilled(db, run.month)) {
    if (isStopping?.()) return { month: run.month, issued, isWhole: false }
    try {
      if (await issueInvoice(db, { ...pair, month: run.month }, run.at)) issued += 1
    } catch (error) {
      if (log === undefined) throw error
      log.error({ err: error, ...pair, month: run.month }, 'an invoice could not be issued; it is tried again')
      isWhole = false
    }
  }
  if (isWhole) await finishInvoiceRun(db, run)
  return { month: run.month, issued, isWhole }
}
