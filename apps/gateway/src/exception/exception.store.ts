import type { ExceptionKind, MerchantId } from '@silkgate/domain'
import type { Behind } from '../http/list-query.ts'
import type { Db } from '../postgres/db.ts'
import { insertOf, tableOf } from '../postgres/rows.ts'

const exceptions = tableOf(
  'exceptions',
  `merchant_id bigint, payment_id text, refund_id text, kind text, detail text, opened_at timestamptz,
   deadline_at timestamptz`,
)

/** Opens an exception; one of its kind that is open already stays as it is. */
export const insertException = async (db: Db, row: Record<string, unknown>): Promise<void> => {
  const values: unknown[] = []
  const text = `${insertOf(exceptions, [row], values)} on conflict do nothing`
  await db.write('chore.open_exception', { text, values })
}

/** Ends an exception that is about something else than a payment of ours; nothing where none is open. */
export const endException = async (
  db: Db,
  { merchantId, subject, kind, at }: { merchantId: MerchantId; subject: string; kind: ExceptionKind; at: Date },
): Promise<void> => {
  const text = `update exceptions set resolved_at = $4
                 where merchant_id = $1 and payment_id = $2 and kind = $3 and resolved_at is null`
  await db.write('chore.close_exception', { text, values: [merchantId, subject, kind, at] })
}

export type Note = { readonly at: string; readonly by: string; readonly note: string }

/** A row of `exceptions` with its notes, the oldest first. */
export type ExceptionRow = {
  readonly exception_id: string
  readonly merchant_id: bigint
  readonly payment_id: string
  readonly refund_id: string
  readonly kind: ExceptionKind
  readonly detail: string
  readonly opened_at: Date
  readonly deadline_at: Date
  readonly owner: string | null
  readonly resolved_at: Date | null
  readonly resolved_by: string | null
  readonly resolution: string | null
  readonly notes: readonly Note[]
}

const sameException = `n.merchant_id = e.merchant_id and n.payment_id = e.payment_id and n.refund_id = e.refund_id
   and n.kind = e.kind and n.opened_at = e.opened_at`

const withNotes = `select e.*, coalesce((
    select json_agg(json_build_object('at', n.at, 'by', n.written_by, 'note', n.note) order by n.at, n.note_id)
      from exception_notes n where ${sameException}), '[]') as notes
  from exceptions e`

/** Every open exception, those that are overdue and then the most urgent first. */
export const openExceptions = (db: Db): Promise<ExceptionRow[]> =>
  db.read<ExceptionRow>({
    text: `${withNotes} where resolved_at is null order by deadline_at, merchant_id, payment_id, refund_id, kind`,
    values: [],
  })

/** What has ended, the latest first. */
export const resolvedExceptions = (db: Db, limit: number): Promise<ExceptionRow[]> =>
  db.read<ExceptionRow>({
    text: `${withNotes} where resolved_at is not null order by resolved_at desc, payment_id, kind limit $1`,
    values: [limit],
  })

export type ExceptionFilter = {
  readonly isOpen: boolean
  /** Empty: of any kind. */
  readonly kinds: readonly ExceptionKind[]
  readonly after: Behind | undefined
  readonly limit: number
}

/** Exceptions page by page: open ones by their deadlines, those that have ended the latest first. */
export const listExceptions = (db: Db, { isOpen, kinds, after, limit }: ExceptionFilter): Promise<ExceptionRow[]> => {
  const [column, order, beyond] = isOpen ? ['deadline_at', '', '>'] : ['resolved_at', 'desc', '<']
  return db.read<ExceptionRow>({
    text: `${withNotes} where resolved_at is ${isOpen ? '' : 'not'} null and (cardinality($1::text[]) = 0 or kind = any ($1))
              and ($2::timestamptz is null or (${column}, exception_id) ${beyond} ($2, $3::uuid))
            order by ${column} ${order}, exception_id ${order} limit $4`,
    values: [kinds, after?.at ?? null, after?.id ?? null, limit],
  })
}

/** The exception that an address names. */
export const findException = async (db: Db, exceptionId: string): Promise<ExceptionRow | undefined> =>
  (await db.read<ExceptionRow>({ text: `${withNotes} where exception_id = $1`, values: [exceptionId] }))[0]

/** One exception that was there, open or not, by its payment or refund and the instant it was opened at. */
export const readException = async (db: Db, of: Pick<ExceptionRow, KeyOfException>): Promise<ExceptionRow> => {
  const [row] = await db.read<ExceptionRow>({
    text: `${withNotes} where merchant_id = $1 and payment_id = $2 and refund_id = $3 and kind = $4 and opened_at = $5`,
    values: keyOf(of),
  })
  if (row === undefined) throw new Error('Broken invariant: an exception is never taken away')
  return row
}

type KeyOfException = 'merchant_id' | 'payment_id' | 'refund_id' | 'kind' | 'opened_at'

const keyOf = (row: Pick<ExceptionRow, KeyOfException>): unknown[] => [
  row.merchant_id,
  row.payment_id,
  row.refund_id,
  row.kind,
  row.opened_at,
]

/** What somebody does about an exception: each of it leaves a note. */
export type Work = {
  readonly at: Date
  readonly by: string
  readonly noteId: string
  readonly note: string
  /** Who looks after it from now on. */
  readonly owner?: string
  /** Whether it has come to its end; the note says why. */
  readonly isResolved?: boolean
}

/** Saves what somebody does about an open exception; answers false when it is open no more. */
export const workOnException = async (db: Db, row: ExceptionRow, work: Work): Promise<boolean> => {
  const { at, by, noteId, note, owner = null, isResolved = false } = work
  const worked = await db.write('chore.work_on_exception', {
    text: `with worked as (
             update exceptions
                set owner = coalesce($6, owner),
                    resolved_at = case when $7 then $8::timestamptz end,
                    resolved_by = case when $7 then $9 end,
                    resolution = case when $7 then $10 end
              where merchant_id = $1 and payment_id = $2 and refund_id = $3 and kind = $4 and opened_at = $5
                and resolved_at is null
              returning merchant_id, payment_id, refund_id, kind, opened_at)
           insert into exception_notes (merchant_id, payment_id, refund_id, kind, opened_at, note_id, at, written_by, note)
           select w.*, $11::uuid, $8::timestamptz, $9, $10 from worked w returning note_id`,
    values: [...keyOf(row), owner, isResolved, at, by, note, noteId],
  })
  return worked.length === 1
}
