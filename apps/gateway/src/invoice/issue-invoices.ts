import { addDays, type Day, figure, type MerchantId } from '@silkgate/domain'
import type { Logger } from 'pino'
import { dayInAmsterdam, hourInAmsterdam } from '../amsterdam.ts'
import { endException, openException } from '../exception/index.ts'
import type { Db } from '../postgres/db.ts'
import { issueInvoicesOf } from './issue-invoice.ts'
import {
  type DueCut,
  dueCuts,
  type InvoiceRun,
  invoicesDue,
  putOffCut,
  startInvoiceRun,
  subjectOf,
} from './run.store.ts'

type Needs = {
  readonly db: Db
  readonly now: () => Date
  readonly log?: Pick<Logger, 'error'>
  readonly isStopping?: () => boolean
  /** What could not be billed before is tried at once, not only when it is due again. */
  readonly isAtOnce?: boolean
}

/** A merchant's month that could not be billed. */
export type NotBilled = { readonly merchantId: MerchantId; readonly month: Day; readonly detail: string }

export type Issued = {
  /** The month whose invoices were begun with; undefined where none is due, or payments are just becoming PAID. */
  readonly month: Day | undefined
  readonly issued: number
  readonly failed: readonly NotBilled[]
}

/** What bears the day on which it is made up for, if that is not the day on which it was due. */
const stampOf = (due: Date, now: Date): Date => (dayInAmsterdam(due) === dayInAmsterdam(now) ? due : now)

/** The next morning: before that day's remittances. */
const triedAgainAt = (now: Date): Date => hourInAmsterdam(addDays(dayInAmsterdam(now), 1), 9)

const kind = 'invoice_failed'

const bill = async ({ db, now }: Needs, { merchantId, month, dueAt, isTold }: DueCut): Promise<number> => {
  const at = stampOf(dueAt, now())
  const issued = await issueInvoicesOf(db, { merchantId, month }, at)
  if (isTold && issued !== undefined) await endException(db, { merchantId, subject: subjectOf(month), kind, at })
  return issued ?? 0
}

/** A person is told, and it is tried again: nobody else's invoices wait for it, nor this merchant's next ones. */
const putOff = async ({ db, now, log }: Needs, cut: DueCut, error: unknown): Promise<NotBilled> => {
  const { merchantId, month, dueAt } = cut
  const detail = error instanceof Error ? error.message : String(error)
  log?.error({ err: error, merchantId, month }, 'invoices could not be issued; it is tried again tomorrow')
  await openException(db, {
    merchantId,
    paymentId: subjectOf(month),
    kind,
    detail: figure(detail),
    at: stampOf(dueAt, now()),
  })
  await putOffCut(db, cut, triedAgainAt(now()))
  return { merchantId, month, detail }
}

const begin = async (db: Db, run: InvoiceRun | undefined, now: Date): Promise<Day | undefined> => {
  if (run === undefined || run.at > now) return undefined
  return (await startInvoiceRun(db, { month: run.month, at: stampOf(run.at, now) })) ? run.month : undefined
}

/**
 * Begins with the invoices of the next month that is due, and issues what is to be issued of it and of months before; gone on
 * with after whatever died.
 */
export const issueInvoices = async (needs: Needs): Promise<Issued> => {
  const { db, now, isStopping, isAtOnce = false } = needs
  const month = await begin(db, (await invoicesDue(db)).run, now())
  const failed: NotBilled[] = []
  let issued = 0
  for (const cut of await dueCuts(db, isAtOnce ? undefined : now())) {
    if (isStopping?.()) break
    try {
      issued += await bill(needs, cut)
    } catch (error) {
      failed.push(await putOff(needs, cut, error))
    }
  }
  return { month, issued, failed }
}
