import type { BreakKind } from '@silkgate/domain'
import type { PageQuery } from '../../http/place.ts'
import { behindPlace, inOrder, stampOf } from '../../postgres/by-place.ts'
import type { Db, Tx } from '../../postgres/db.ts'
import type { BreakRow } from '../break-list.store.ts'
import { addNote, type Note } from '../break-work.store.ts'

export type BreakQuery = PageQuery & {
  /** Those that have ended, the latest first; otherwise those that are open, the oldest first. */
  readonly isEnded: boolean
  readonly kind: BreakKind | undefined
  readonly currency: string | undefined
  readonly paymentId: string | undefined
  /** `none`, or somebody's e-mail address. */
  readonly owner: string | undefined
  /** Opened before. */
  readonly openedBefore: Date | undefined
}

export type PlacedBreak = BreakRow & { readonly place_at: string }

/** Breaks that match, page by page, without their notes. */
export const pageOfBreaks = (db: Db, query: BreakQuery): Promise<PlacedBreak[]> => {
  const { isEnded, kind, currency, paymentId, owner, openedBefore, after, limit } = query
  const at = isEnded ? 'b.resolved_at' : 'b.opened_at'
  const ordered = { at, id: 'b.break_id::text', order: isEnded ? 'newest' : 'oldest' } as const
  const values: unknown[] = [limit]
  const equal = (column: string, given: string | undefined): string[] =>
    given === undefined ? [] : [`b.${column} = $${values.push(given)}`]
  const wanted = [
    `b.resolved_at is ${isEnded ? 'not ' : ''}null`,
    ...equal('kind', kind),
    ...equal('currency', currency),
    ...equal('payment_id', paymentId),
    ...(owner === 'none' ? ['b.owner is null'] : equal('owner', owner)),
    ...(openedBefore === undefined ? [] : [`b.opened_at < $${values.push(openedBefore)}`]),
    ...behindPlace(ordered, { from: undefined, to: undefined, after }, values),
  ].join(' and ')
  return db.read<PlacedBreak>({
    text: `select b.*, b.waits_until::text as waits_until, '[]'::json as notes, ${stampOf(at)} as place_at
             from breaks b where ${wanted} ${inOrder(ordered)} limit $1`,
    values,
  })
}

/** How many breaks are open, by kind and currency: what they come to, how old the oldest is, how many nobody has. */
export const countBreaks = (
  db: Db,
): Promise<
  {
    kind: BreakKind
    currency: string
    breaks: number
    minor: bigint
    oldestAt: Date
    unowned: number
    proposed: number
  }[]
> =>
  db.read({
    text: `select kind, currency, count(*)::int as breaks, sum(minor)::bigint as minor, min(opened_at) as "oldestAt",
                  count(*) filter (where owner is null)::int as unowned,
                  count(*) filter (where proposed is not null)::int as proposed
             from breaks where resolved_at is null group by kind, currency order by kind, currency`,
    values: [],
  })

/** When everything was compared last, and over how many payments that are not at their end. */
export const lastComparison = async (db: Db): Promise<Date | undefined> => {
  const [row] = await db.read<{ at: Date | null }>({
    text: 'select max(ran_at) as at from reconciliation_runs',
    values: [],
  })
  return row?.at ?? undefined
}

/**
 * Gives somebody the oldest break that nobody has and that waits for nothing, and of those of one instant the largest. Two who
 * ask at once get two. Undefined where there is none.
 */
export const takeNext = (db: Db, by: string, note: Note, today: string): Promise<string | undefined> =>
  db.transaction('chore.resolve_break', async (tx: Tx) => {
    const [row] = await tx.run<{ break_id: string }>({
      text: `update breaks set owner = $1
              where break_id = (select break_id from breaks
                                 where resolved_at is null and owner is null and claimed_at is null and proposed is null
                                   and (waits_until is null or waits_until <= $2::date)
                                 order by opened_at, abs(minor) desc, break_id limit 1 for update skip locked)
             returning break_id`,
      values: [by, today],
    })
    if (row === undefined) return undefined
    await addNote(tx, row.break_id, note)
    return row.break_id
  })
