import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Db } from '../postgres/db.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import type { RawFiles } from './raw-files.ts'
import { receiveFile } from './receive-file.ts'
import { type FileSource, fileSources } from './received-file.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly rawFiles: RawFiles
  /** Without it, no folder is looked at. */
  readonly inboxDir: string | undefined
  /** Called when something new has come. */
  readonly received: () => void
}

/** How a file of the inbox looked at one look. */
type Seen = { readonly path: string; readonly name: string; readonly looks: string }

const lookAt = async (folder: string): Promise<Seen[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const files = entries.filter((entry) => entry.isFile() && !/^\.|\.(part|tmp)$/i.test(entry.name))
  const seen: Seen[] = []
  for (const { name } of files) {
    const path = join(folder, name)
    const { ino, size, mtimeMs } = await stat(path)
    seen.push({ path, name, looks: `${ino} ${size} ${mtimeMs}` })
  }
  return seen.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * Receives what is put into the inbox, `alipayplus/` and `bank/` under INBOX_DIR: each file that looks the same at two
 * looks, so that it is whole, is received and moved to `done/` beside it.
 */
export const watchInbox = ({ db, world, log, rawFiles, inboxDir, received }: Needs): Work => {
  let before = new Map<string, string>()

  const receive = async (source: FileSource, folder: string, { path, name }: Seen): Promise<void> => {
    const { file } = await receiveFile({ db, world, rawFiles }, { source, how: 'folder', path })
    const done = join(folder, 'done')
    await mkdir(done, { recursive: true })
    const isTaken = await stat(join(done, name)).catch(() => undefined)
    await rename(path, join(done, isTaken === undefined ? name : `${name}.${file.sha256.slice(0, 8)}`))
    received()
  }

  const takeUp = async (): Promise<number> => {
    if (inboxDir === undefined) return 0
    const now = new Map<string, string>()
    for (const source of fileSources) {
      const folder = join(inboxDir, source)
      for (const seen of await lookAt(folder)) {
        if (before.get(seen.path) !== seen.looks) now.set(seen.path, seen.looks)
        else {
          // Another gateway may have been faster.
          await receive(source, folder, seen).catch((error: unknown) =>
            log.warn({ err: error, path: seen.path }, 'a file of the inbox was not received; trying again'),
          )
        }
      }
    }
    before = now
    return 0
  }

  return { takeUp }
}
