import type { Db } from '../../postgres/db.ts'
import { isUuid } from '../../uuid-of.ts'
import { deleteView, readViews, upsertView, type View } from './view.store.ts'

type Needs = { readonly db: Db; readonly newId: () => string }

/** The lists that somebody keeps as views; nobody else sees them. */
export const ownViews = ({ db, newId }: Needs) => ({
  all: (userId: string) => readViews(db, userId),
  keep: async (userId: string, view: Omit<View, 'viewId'>) => {
    await upsertView(db, userId, { ...view, viewId: newId() })
    return readViews(db, userId)
  },
  /** Answers false where there is none of that id. */
  remove: async (userId: string, viewId: string) => isUuid(viewId) && deleteView(db, userId, viewId),
})

export type OwnViews = ReturnType<typeof ownViews>
