import { type ErrorCode, type ExceptionKind, exceptionKinds } from '@silkgate/domain'
import { pageOf, stampAt } from '../../http/place.ts'
import type { Db } from '../../postgres/db.ts'
import { isUuid } from '../../uuid-of.ts'
import type { World } from '../../world.ts'
import {
  type ExceptionFilter,
  type ExceptionRow,
  findException,
  listExceptions,
  workOnException,
} from '../exception.store.ts'

type Needs = { readonly db: Db; readonly world: World }

/** What an exception is about, by what it names in the place of a payment. */
const aboutOf = (kind: ExceptionKind): 'payment' | 'order' | 'registration' | 'merchant' => {
  if (kind === 'registration_undecided') return 'registration'
  if (kind === 'kyb_review_due' || kind === 'invoice_failed') return 'merchant'
  return kind === 'unknown_order' ? 'order' : 'payment'
}

const seen = (row: ExceptionRow, now: Date) => ({
  exceptionId: row.exception_id,
  merchantId: row.merchant_id.toString(),
  subject: row.payment_id,
  about: aboutOf(row.kind),
  refundId: row.refund_id === '' ? undefined : row.refund_id,
  kind: row.kind,
  says: exceptionKinds[row.kind]?.says,
  detail: row.detail,
  owner: row.owner ?? undefined,
  openedAt: row.opened_at,
  deadlineAt: row.deadline_at,
  isOverdue: row.deadline_at < (row.resolved_at ?? now),
  resolvedAt: row.resolved_at ?? undefined,
  resolvedBy: row.resolved_at === null ? undefined : (row.resolved_by ?? 'silkgate'),
  resolution: row.resolution ?? undefined,
  notes: row.notes,
})

/** What is done about an exception, with the note that it leaves. */
export type Step = { readonly note: string; readonly owner?: string; readonly isResolved?: boolean }

/** What people do about exceptions, as the console asks for it; `silkgate exception` does the same. */
export const exceptionWork = ({ db, world }: Needs) => {
  const find = (id: string) => (isUuid(id) ? findException(db, id) : Promise.resolve(undefined))
  return {
    list: async (filter: ExceptionFilter) => {
      const rows = await listExceptions(db, { ...filter, limit: filter.limit + 1 })
      const page = pageOf(rows, filter.limit, (row) => ({
        at: stampAt((filter.isOpen ? row.deadline_at : row.resolved_at) ?? row.opened_at),
        id: row.exception_id,
      }))
      return { ...page, rows: page.rows.map((row) => seen(row, world.now())) }
    },

    /** Undefined where there is none of that id. */
    one: async (id: string) => {
      const row = await find(id)
      return row && seen(row, world.now())
    },

    /** Answers why it could not be done, or undefined. */
    step: async (id: string, by: string, step: Step): Promise<ErrorCode | undefined> => {
      const row = await find(id)
      if (row === undefined) return 'INVALID_EXCEPTION_ID'
      const work = { ...step, by, at: world.now(), noteId: world.newId() }
      return (await workOnException(db, row, work)) ? undefined : 'EXCEPTION_ENDED'
    },
  }
}

export type ExceptionWork = ReturnType<typeof exceptionWork>
