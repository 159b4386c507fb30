import { actionsOf, type BreakAction, clearingDayOf, type Said } from '@silkgate/domain'
import { type PageQuery, pageOf } from '../../http/place.ts'
import { whoMay } from '../../operator/index.ts'
import type { Db } from '../../postgres/db.ts'
import { isUuid } from '../../uuid-of.ts'
import type { World } from '../../world.ts'
import { readBreaks } from '../break-list.store.ts'
import { breakView } from '../break-view.ts'
import { workOnBreak } from '../break-work.store.ts'
import { candidatesOf } from '../candidates.ts'
import { listExpected } from '../expected.store.ts'
import { type Asked, type Did, needsSecond, resolveBreak, transfersOf } from '../resolve-break.ts'
import { type BreakQuery, countBreaks, lastComparison, pageOfBreaks, takeNext } from './break-page.store.ts'

type Needs = { readonly db: Db; readonly world: World; readonly writeOffAlone: bigint }

/** What became of one of several breaks. */
export type DidOne = { readonly breakId: string; readonly did: 'done' | 'proposed' | 'refused'; readonly why?: Said }

/** What people do about breaks, as the console asks for it. */
export const breakWork = ({ db, world, writeOffAlone }: Needs) => {
  const written = (by: string, note: string) => ({ noteId: world.newId(), at: world.now(), by, note })
  const find = async (breakId: string) => (isUuid(breakId) ? (await readBreaks(db, [breakId]))[0] : undefined)
  const one = async (breakId: string) => {
    const row = await find(breakId)
    return row && breakView(row, world.now())
  }
  const act = async (breakId: string, asked: Omit<Asked, 'at' | 'newId'>, alone = writeOffAlone): Promise<Did> => {
    try {
      return await resolveBreak(db, breakId, { ...asked, at: world.now(), newId: world.newId }, alone)
    } catch (error) {
      // What it is about has changed, and nothing was done.
      if (error instanceof Error && /have changed|not in doubt/.test(error.message)) return 'changed meanwhile'
      throw error
    }
  }

  /** Whether so many at once come to more than one person may give up or keep alone, each currency for itself. */
  const areLarge = (rows: readonly { currency: string; minor: bigint }[], action: BreakAction): boolean => {
    const sums = new Map<string, bigint>()
    for (const { currency, minor } of rows)
      sums.set(currency, (sums.get(currency) ?? 0n) + (minor < 0n ? -minor : minor))
    return [...sums.values()].some((sum) => needsSecond(sum, action, writeOffAlone))
  }

  return {
    page: async (query: BreakQuery) => {
      const found = await pageOfBreaks(db, { ...query, limit: query.limit + 1 })
      const { rows, next } = pageOf(found, query.limit, (row) => ({ at: row.place_at, id: row.break_id }))
      return { rows: rows.map((row) => breakView(row, world.now())), next }
    },

    /** How many are open, by kind and currency; who may look after them; when everything was compared last. */
    stand: async () => {
      const [counts, comparedAt, people] = await Promise.all([
        countBreaks(db),
        lastComparison(db),
        whoMay(db, 'breaks.resolve'),
      ])
      return { counts, comparedAt, people }
    },

    expected: async ({ after, limit }: PageQuery) => {
      const found = await listExpected(db, { today: clearingDayOf(world.now()), after, limit: limit + 1 })
      return pageOf(found, limit, (row) => ({ at: row.day ?? '9999-12-31', id: row.id }))
    },

    /** Undefined where there is no break of that id. */
    one,

    /** One, with what may be its other side, and what each action would post. */
    detail: async (breakId: string) => {
      const row = await find(breakId)
      if (row === undefined) return undefined
      const view = breakView(row, world.now())
      if (row.resolved_at !== null) return view
      const would = actionsOf[row.kind].map((action) => ({
        action,
        transfers: transfersOf(row, action),
        needsSecond: needsSecond(row.minor, action, writeOffAlone),
      }))
      return {
        ...view,
        batchId: row.settlement_batch_id ?? row.clearing_batch_id,
        candidates: await candidatesOf(db, row),
        would,
        aloneMinor: writeOffAlone,
      }
    },

    /** Gives somebody the next one to look at; undefined where there is none. */
    takeNext: (by: string) => takeNext(db, by, written(by, `assigned to ${by}`), clearingDayOf(world.now())),

    note: (breakId: string, by: string, text: string) => workOnBreak(db, breakId, written(by, text)),
    assign: (breakId: string, by: string, owner: string) =>
      workOnBreak(db, breakId, written(by, `assigned to ${owner}`), owner),
    act,

    /**
     * Does the same about several breaks of one kind, each by itself and as it was seen: what is refused is told, and keeps no
     * other from it.
     * Together they need a second person where their sum does.
     */
    actOnAll: async (
      seen: ReadonlyMap<string, bigint>,
      asked: Omit<Asked, 'at' | 'newId' | 'seenMinor' | 'chosen' | 'differenceMinor'>,
    ): Promise<readonly DidOne[] | 'kinds differ'> => {
      const rows = await readBreaks(db, [...seen.keys()])
      if (new Set(rows.map(({ kind }) => kind)).size > 1) return 'kinds differ'
      const alone = areLarge(rows, asked.action) ? -1n : writeOffAlone
      const told: DidOne[] = []
      const known = new Set(rows.map((row) => row.break_id))
      for (const [breakId, seenMinor] of seen) {
        const did: Did = known.has(breakId)
          ? await act(breakId, { ...asked, seenMinor }, alone)
          : { refused: 'there is no such break' }
        if (typeof did === 'object') told.push({ breakId, did: 'refused', why: did.refused })
        else if (did === 'ended meanwhile') told.push({ breakId, did: 'refused', why: 'it has ended meanwhile' })
        else if (did === 'changed meanwhile') told.push({ breakId, did: 'refused', why: 'it has changed meanwhile' })
        else told.push({ breakId, did })
      }
      return told
    },
  }
}

export type BreakWork = ReturnType<typeof breakWork>
