import type { Db } from '../../postgres/db.ts'
import { isUuid } from '../../uuid-of.ts'
import type { World } from '../../world.ts'
import { type BreakFilter, findBreaks, listBreaks } from '../break-list.store.ts'
import { breakView } from '../break-view.ts'
import { workOnBreak } from '../break-work.store.ts'
import { type Asked, resolveBreak } from '../resolve-break.ts'

type Needs = { readonly db: Db; readonly world: World; readonly writeOffAlone: bigint }

/** What people do about breaks, as the console asks for it. */
export const breakWork = ({ db, world, writeOffAlone }: Needs) => {
  const written = (by: string, note: string) => ({ noteId: world.newId(), at: world.now(), by, note })
  return {
    list: async (filter: BreakFilter) => (await listBreaks(db, filter)).map((row) => breakView(row, world.now())),
    /** Undefined where there is no break of that id. */
    one: async (breakId: string) => {
      const [row] = isUuid(breakId) ? await findBreaks(db, breakId) : []
      return row && breakView(row, world.now())
    },
    note: (breakId: string, by: string, text: string) => workOnBreak(db, breakId, written(by, text)),
    assign: (breakId: string, by: string, owner: string) =>
      workOnBreak(db, breakId, written(by, `assigned to ${owner}`), owner),
    act: (breakId: string, asked: Omit<Asked, 'at' | 'newId'>) =>
      resolveBreak(db, breakId, { ...asked, at: world.now(), newId: world.newId }, writeOffAlone),
  }
}

export type BreakWork = ReturnType<typeof breakWork>
