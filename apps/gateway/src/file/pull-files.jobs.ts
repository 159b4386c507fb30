import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import type { Logger } from 'pino'
import { between, type Reach } from '../crash-points.ts'
import { readDue } from '../due.store.ts'
import { leaseMs } from '../lease.ts'
import type { Db } from '../postgres/db.ts'
import type { Stop } from '../stop.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import { fetchFile } from './fetch-file.ts'
import { type FileAccess, sourcesOf } from './file-access.ts'
import { claimPull, keepPull, type Pull, pullDue, savePull, unseenFiles } from './pull.store.ts'
import { nextLook } from './pull-schedule.ts'
import type { RawFiles } from './raw-files.ts'
import { insertReceivedFile } from './received-file.store.ts'
import type { FileSource } from './received-file.ts'
import type { RemoteFile } from './remote-file.ts'
import { connectSftp, type Remote, type SftpAddress } from './sftp.ts'
import { listPlace } from './sftp-place.ts'

/** How often a look goes on with a file that does not come to its end. */
const mostBreaks = 2

type Needs = Omit<FileAccess, 'inboxDir'> & {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly stop: Stop
  readonly reach: Reach
  readonly rawFiles: RawFiles
  /** When something is expected of a source, beside what lies there every day, after an instant; undefined for nothing. */
  readonly expectedAfter: (source: FileSource, at: Date) => Promise<Date | undefined>
  /** Called when something new has come. */
  readonly received: () => void
}

/** Names the half of a file that has come, so that a file that changes begins anew. */
const partNameOf = (source: FileSource, { path, bytes, modifiedAt }: RemoteFile): string => {
  const text = JSON.stringify([source, path, bytes, modifiedAt])
  return `${createHash('sha256').update(text).digest('hex').slice(0, 32)}.part`
}

/**
 * Looks at the SFTP servers that are due and receives what is new there. A transfer that breaks is gone on with at once,
 * and where that brings nothing either, at the next look. Two gateways that look at once do no harm: a content is
 * received once.
 */
export const pullFiles = (needs: Needs): Required<Work> => {
  const { db, world, log, stop, reach, sftp, rawFiles } = needs
  let underWay = 0

  const receiveRemote = async (source: FileSource, remote: Remote, file: RemoteFile): Promise<void> => {
    const workplace = await rawFiles.workplace(partNameOf(source, file))
    await between(reach, 'file.call_fetch', () => fetchFile(workplace, file.bytes, (from) => remote.read(file, from)))
    const { path, modifiedAt } = file
    const content = await rawFiles.keep(source, workplace)
    const arrival = { ...content, source, how: 'sftp', path, name: posix.basename(path), modifiedAt } as const
    await insertReceivedFile(db, { ...arrival, fileId: world.newId(), at: world.now() })
    needs.received()
  }

  /** Receives what is new over one connection, file by file, and calls `brought` after each. */
  const receive = async ({ source, completeTo }: Pull, { root }: SftpAddress, remote: Remote, brought: () => void) => {
    const place = { source, root, participantId: needs.acquirerId }
    const there = await between(reach, 'file.call_list', () => listPlace(remote, place, completeTo))
    for (const file of await unseenFiles(db, source, there)) {
      if (stop.isStopping()) return
      await receiveRemote(source, remote, file)
      brought()
    }
  }

  /** Looks once, over as many connections as it takes while each but the last few brings something. */
  const look = async (pull: Pull, address: SftpAddress): Promise<Pick<Pull, 'broughtAt' | 'problem'>> => {
    let { broughtAt } = pull
    let breaks = 0
    const brought = () => {
      broughtAt = world.now()
      breaks = 0
    }
    for (;;) {
      try {
        const keys = await needs.privateSftpKeysOf(pull.source)
        const remote = await between(reach, 'file.call_connect', () => connectSftp(address, keys))
        try {
          await receive(pull, address, remote, brought)
          return { broughtAt, problem: undefined }
        } catch (error) {
          if (++breaks > mostBreaks) throw error
          log.warn({ err: error, source: pull.source }, 'an SFTP transfer broke; going on with it')
        } finally {
          remote.close()
        }
      } catch (error) {
        log.warn({ err: error, source: pull.source }, 'an SFTP server could not be looked at; trying again later')
        return { broughtAt, problem: error instanceof Error ? error.message : String(error) }
      }
    }
  }

  const takeUpOf = async (source: FileSource, address: SftpAddress): Promise<number> => {
    const lease = () => new Date(world.wallMs() + leaseMs)
    const dueAt = await readDue(db, pullDue([source]))
    if (dueAt === undefined || dueAt > world.now()) return 0
    const claim = { at: world.now(), wall: new Date(world.wallMs()), leasedUntil: lease() }
    const pull = await claimPull(db, source, claim)
    if (pull === undefined) return 0
    const keeping = setInterval(() => {
      keepPull(db, source, lease()).catch((error: unknown) => log.warn({ err: error }, 'a lease was not kept'))
    }, leaseMs / 3)
    try {
      const heard = await stop.during(look(pull, address))
      if (heard === undefined || stop.isStopping()) return 0
      const lastAt = world.now()
      const hasFailed = heard.problem !== undefined
      const next = nextLook(source, lastAt, { tries: pull.tries, hasFailed, broughtAt: heard.broughtAt })
      const expected = await needs.expectedAfter(source, lastAt)
      const dueAt = expected !== undefined && expected < next.dueAt ? expected : next.dueAt
      await savePull(db, {
        ...pull,
        ...heard,
        ...next,
        dueAt,
        lastAt,
        completeTo: hasFailed ? pull.completeTo : lastAt,
      })
      return 1
    } finally {
      clearInterval(keeping)
    }
  }

  const takeUp = async (): Promise<number> => {
    let taken = 0
    for (const source of sourcesOf(sftp)) {
      const address = sftp[source]
      if (address === undefined || stop.isStopping()) continue
      underWay = 1
      taken += await takeUpOf(source, address).finally(() => {
        underWay = 0
      })
    }
    return taken
  }

  return { takeUp, underWay: () => underWay }
}
