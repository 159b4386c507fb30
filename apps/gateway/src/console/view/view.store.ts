import type { Db } from '../../postgres/db.ts'

/** A list as somebody wants to see it again: which, and its filter as its address has it. */
export type View = { readonly viewId: string; readonly path: string; readonly name: string; readonly search: string }

export const readViews = (db: Db, userId: string): Promise<View[]> =>
  db.read<View>({
    text: `select view_id as "viewId", path, name, search from console_views where user_id = $1 order by path, name`,
    values: [userId],
  })

/** Keeps a view; one of the same name of the same list is replaced. */
export const upsertView = (db: Db, userId: string, { viewId, path, name, search }: View): Promise<unknown> =>
  db.write('chore.keep_view', {
    text: `insert into console_views (user_id, view_id, path, name, search) values ($1, $2, $3, $4, $5)
           on conflict (user_id, path, name) do update set search = excluded.search`,
    values: [userId, viewId, path, name, search],
  })

/** Answers false where there is none of that id. */
export const deleteView = async (db: Db, userId: string, viewId: string): Promise<boolean> => {
  const text = 'delete from console_views where user_id = $1 and view_id = $2 returning view_id'
  return (await db.write('chore.keep_view', { text, values: [userId, viewId] })).length > 0
}
