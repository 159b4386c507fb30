import type { BreakAction, BreakKind, Currency } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'

export type Proposal = {
  readonly action: BreakAction
  readonly by: string
  readonly at: string
  readonly reason: string
  /** Of what amount, in the smallest unit. */
  readonly minor: string
  /** What it would be matched with, and how far that is from it. */
  readonly chosen?: readonly string[]
  readonly differenceMinor?: string
}

/** A row of `breaks` with its notes, the oldest first. */
export type BreakRow = {
  readonly break_id: string
  readonly kind: BreakKind
  readonly merchant_id: bigint
  readonly payment_id: string | null
  readonly about: string
  readonly clearing_batch_id: string | null
  readonly settlement_batch_id: string | null
  readonly entry_id: string | null
  readonly currency: Currency
  readonly minor: bigint
  readonly field: string
  readonly ours: string
  readonly theirs: string
  readonly opened_at: Date
  readonly owner: string | null
  readonly proposed: Proposal | null
  readonly claimed_at: Date | null
  readonly claim_reference: string | null
  readonly waits_until: string | null
  readonly resolved_at: Date | null
  readonly resolution: string | null
  readonly reason: string | null
  readonly resolved_by: string | null
  readonly approved_by: string | null
  readonly notes: readonly { readonly at: string; readonly by: string; readonly note: string }[]
}

export type BreakFilter = {
  readonly isOpen: boolean
  readonly kind?: string | undefined
  readonly paymentId?: string | undefined
  readonly batchId?: string | undefined
  readonly limit: number
}

const withNotes = `
  select b.*, b.waits_until::text as waits_until, coalesce((
    select json_agg(json_build_object('at', n.at, 'by', n.written_by, 'note', n.note) order by n.at, n.note_id)
      from break_notes n where n.break_id = b.break_id), '[]') as notes
    from breaks b`

/** Breaks that are open, the oldest and then the largest first; or those that have ended, the latest first. */
export const listBreaks = (db: Db, { isOpen, kind, paymentId, batchId, limit }: BreakFilter): Promise<BreakRow[]> =>
  db.read<BreakRow>({
    text: `${withNotes}
            where (b.resolved_at is null) = $1 and ($2::text is null or b.kind = $2) and ($3::text is null or b.payment_id = $3)
              and ($4::text is null or $4 in (b.clearing_batch_id, b.settlement_batch_id))
            order by case when $1 then b.opened_at end, b.resolved_at desc, abs(b.minor) desc, b.about collate "C", b.kind
            limit $5`,
    values: [isOpen, kind ?? null, paymentId ?? null, batchId ?? null, limit],
  })

/** Breaks by their whole ids. */
export const readBreaks = (db: Db, breakIds: readonly string[]): Promise<BreakRow[]> =>
  db.read<BreakRow>({ text: `${withNotes} where b.break_id = any ($1::uuid[])`, values: [breakIds] })

/** The breaks whose ids begin so. */
export const findBreaks = (db: Db, idBegins: string): Promise<BreakRow[]> =>
  db.read<BreakRow>({ text: `${withNotes} where starts_with(b.break_id::text, $1) limit 2`, values: [idBegins] })
