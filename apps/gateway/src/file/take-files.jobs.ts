import type { Readable } from 'node:stream'
import type { Logger } from 'pino'
import { readDue } from '../due.store.ts'
import { leaseMs } from '../lease.ts'
import type { Db } from '../postgres/db.ts'
import type { Stop } from '../stop.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import { claimReceivedFile, endReceivedFile, fileDue, keepClaim, putOffReceivedFile } from './received-file.store.ts'
import type { FileSource, FileTakers, ReceivedFile, Taken } from './received-file.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly stop: Stop
  readonly takers: FileTakers
  /** Reads what was received. */
  readonly openFile: (file: ReceivedFile) => Readable
  /** Called when a file was taken: what it brought may be worked on. */
  readonly taken: () => void
}

/** The sources whose files somebody takes. */
export const takenSources = (takers: FileTakers): FileSource[] => Object.keys(takers) as FileSource[]

/**
 * Takes received files, one at a time and in the order of arrival. A file whose taker throws is put off, so that it does
 * not hold up those behind it; one whose process died is taken again when the lease ends.
 */
export const takeFiles = ({ db, world, log, stop, takers, openFile, taken: hears }: Needs): Required<Work> => {
  const sources = takenSources(takers)
  let underWay = 0
  const lease = () => new Date(world.wallMs() + leaseMs)

  const take = async (file: ReceivedFile): Promise<Taken | undefined> => {
    const keeping = setInterval(() => {
      keepClaim(db, file.fileId, lease()).catch((error: unknown) => log.warn({ err: error }, 'a lease was not kept'))
    }, leaseMs / 3)
    try {
      return await takers[file.source]?.(file, () => openFile(file))
    } catch (error) {
      log.error({ err: error, fileId: file.fileId, name: file.name }, 'a received file could not be taken; put off')
      return undefined
    } finally {
      clearInterval(keeping)
    }
  }

  const takeUp = async (): Promise<number> => {
    if (sources.length === 0 || stop.isStopping()) return 0
    const dueAt = await readDue(db, fileDue(sources))
    if (dueAt === undefined || dueAt > world.now()) return 0
    const claim = { at: world.now(), wall: new Date(world.wallMs()), leasedUntil: lease() }
    const file = await claimReceivedFile(db, sources, claim)
    if (file === undefined) return 0
    underWay = 1
    try {
      const taken = await stop.during(take(file))
      if (stop.isStopping() && taken === undefined) return 0
      if (taken === undefined) await putOffReceivedFile(db, file.fileId, world.now())
      else await endReceivedFile(db, file.fileId, taken, world.now())
      hears()
    } finally {
      underWay = 0
    }
    return 1
  }

  return { takeUp, underWay: () => underWay }
}
