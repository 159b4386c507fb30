import type { DueQuery } from '../due.store.ts'
import type { Db } from '../postgres/db.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import { addUpTakings, takingsDue } from './taking.store.ts'
import { addUpVolumes, monthsDue } from './volume.store.ts'

/**
 * After a month's end what merchants captured in it, where their prices depend on that; after a day's end what they took in it,
 * where that counts towards a limit of a month.
 */
export const addUpVolumesWork = ({ db, world }: { readonly db: Db; readonly world: World }): Work => ({
  takeUp: async () => (await addUpVolumes(db, world.now())) + (await addUpTakings(db, world.now())),
})

/** When the next month or day must be added up. */
export const volumesDue: DueQuery = `select least((${monthsDue}), (${takingsDue}))`
