import type { Db } from '../postgres/db.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import { addUpVolumes } from './volume.store.ts'

/** After a month's end: what merchants captured in it, where their prices depend on that. */
export const addUpVolumesWork = ({ db, world }: { readonly db: Db; readonly world: World }): Work => ({
  takeUp: () => addUpVolumes(db, world.now()),
})
