import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FileSource, ReceivedFile } from './received-file.ts'

/** What a content is known by. */
export type Kept = { readonly sha256: string; readonly bytes: number }

/** The bytes of received files, on disk under DATA_DIR, each content once. */
export type RawFiles = {
  /** Reads a content from its beginning. */
  readonly open: (file: Pick<ReceivedFile, 'source' | 'sha256' | 'bytes'>) => Readable
  /** Where a file is put together before it is kept, by a name without slashes. */
  readonly workplace: (name: string) => Promise<string>
  /** Moves a file from its workplace to where its content belongs. It is on disk for good when this answers. */
  readonly keep: (source: FileSource, workplace: string) => Promise<Kept>
  /** Takes away what broken transfers have left and nobody goes on with; answers how many files that were. */
  readonly sweep: (wallMs: number) => Promise<number>
  /** Copies a file of somebody else's and keeps the copy. `copied` hears how many bytes are done. */
  readonly keepCopy: (source: FileSource, path: string, name: string, copied?: (bytes: number) => void) => Promise<Kept>
}

/**
 * What is read at once. Larger steps are hardly faster, and what is made of their rows lives longer; a small file does not get
 * a large buffer.
 */
const step = 1 << 17

const readInSteps = (path: string, bytes: number): Readable =>
  createReadStream(path, { highWaterMark: Math.max(1, Math.min(bytes, step)) })

/** A transfer that broke is gone on with at the next looks; what nobody has touched for so long never is. */
const forgottenMs = 14 * 24 * 3_600_000

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}

const makeFolder = (path: string) => mkdir(path, { recursive: true, mode: 0o700 })

const readContent = async (path: string): Promise<Kept> => {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of readInSteps(path, (await stat(path)).size)) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { sha256: hash.digest('hex'), bytes }
}

/** Opens the store of received files under a data folder. */
export const openRawFiles = (dataDir: string): RawFiles => {
  const root = join(dataDir, 'files')
  const pathOf = (source: FileSource, sha256: string) => join(root, source, sha256.slice(0, 2), sha256)

  const incoming = join(root, 'incoming')

  const workplace = async (name: string) => {
    await makeFolder(incoming)
    return join(incoming, name)
  }

  const place = async (source: FileSource, from: string, content: Kept): Promise<Kept> => {
    const to = pathOf(source, content.sha256)
    await makeFolder(dirname(to))
    await sync(from)
    await rename(from, to)
    for (const folder of [dirname(to), join(root, source), root]) await sync(folder)
    return content
  }

  return {
    open: ({ source, sha256, bytes }) => readInSteps(pathOf(source, sha256), bytes),
    workplace,
    keep: async (source, from) => place(source, from, await readContent(from)),
    sweep: async (wallMs) => {
      await makeFolder(incoming)
      let swept = 0
      for (const name of await readdir(incoming)) {
        const path = join(incoming, name)
        const { mtimeMs } = await stat(path)
        if (mtimeMs > wallMs - forgottenMs) continue
        await rm(path, { force: true })
        swept++
      }
      return swept
    },
    keepCopy: async (source, path, name, copied = () => {}) => {
      const copy = await workplace(name)
      const hash = createHash('sha256')
      let bytes = 0
      const counted = async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          yield chunk
          hash.update(chunk)
          bytes += chunk.length
          copied(bytes)
        }
      }
      try {
        await pipeline(
          createReadStream(path, { highWaterMark: 1 << 20 }),
          counted,
          createWriteStream(copy, { mode: 0o600 }),
        )
        return await place(source, copy, { sha256: hash.digest('hex'), bytes })
      } catch (error) {
        await rm(copy, { force: true })
        throw error
      }
    },
  }
}
