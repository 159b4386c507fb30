import { createHash } from 'node:crypto'
import { constants, createReadStream, createWriteStream } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type MerchantId, readReportName } from '@silkgate/domain'

/** What was written. */
export type Written = { readonly byteSize: bigint; readonly sha256: string }

/** The bytes of reports, on disk under DATA_DIR, a folder for each merchant. */
export type ReportFiles = {
  /** Reads a report from its beginning; the stream fails with ENOENT where there is none. Throws for a name that is none. */
  readonly open: (merchantId: MerchantId, name: string) => Readable
  /** Opens a report to be read from anywhere; undefined where there is none, or the name is none. */
  readonly openAnywhere: (merchantId: MerchantId, name: string) => Promise<FileHandle | undefined>
  /** Takes a report off the disk; nothing happens where there is none. Whoever is reading it comes to its end. */
  readonly remove: (merchantId: MerchantId, name: string) => Promise<void>
  /** Writes a report, or writes it anew; packed where its name ends in .gz. It is whole and on disk when this answers. */
  readonly write: (merchantId: MerchantId, name: string, bytes: AsyncIterable<Uint8Array | string>) => Promise<Written>
}

const blockBytes = 1 << 18

/** The same bytes in blocks of one size, so that what is packed does not depend on how they came. */
async function* inBlocks(bytes: AsyncIterable<Uint8Array | string>): AsyncGenerator<Buffer> {
  let block = Buffer.allocUnsafe(blockBytes)
  let used = 0
  for await (const some of bytes) {
    let piece = typeof some === 'string' ? Buffer.from(some) : some
    while (piece.length > 0) {
      const taken = piece.subarray(0, blockBytes - used)
      block.set(taken, used)
      used += taken.length
      piece = piece.subarray(taken.length)
      if (used === blockBytes) {
        yield block
        block = Buffer.allocUnsafe(blockBytes)
        used = 0
      }
    }
  }
  if (used > 0) yield block.subarray(0, used)
}

const counting = () => {
  const hash = createHash('sha256')
  let byteSize = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      byteSize += chunk.length
      done(null, chunk)
    },
  })
  return { stream, written: (): Written => ({ byteSize: BigInt(byteSize), sha256: hash.digest('hex') }) }
}

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}

/** Opens the store of reports under a data folder. `newName` names what is put together beside. */
export const openReportFiles = (dataDir: string, newName: () => string): ReportFiles => {
  const folderOf = (merchantId: MerchantId) => join(dataDir, 'reports', merchantId)
  const pathOf = (merchantId: MerchantId, name: string) => {
    if (readReportName(name)?.merchantId !== merchantId) throw new Error(`"${name}" is no report of ${merchantId}.`)
    return join(folderOf(merchantId), name)
  }
  return {
    open: (merchantId, name) => createReadStream(pathOf(merchantId, name), { highWaterMark: blockBytes }),
    openAnywhere: async (merchantId, name) => {
      if (readReportName(name)?.merchantId !== merchantId) return undefined
      const flags = constants.O_RDONLY | constants.O_NOFOLLOW
      return open(pathOf(merchantId, name), flags).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      })
    },
    remove: (merchantId, name) => rm(pathOf(merchantId, name), { force: true }),
    write: async (merchantId, name, bytes) => {
      const path = pathOf(merchantId, name)
      const beside = `${path}.${newName()}`
      await mkdir(folderOf(merchantId), { recursive: true, mode: 0o700 })
      const { stream, written } = counting()
      const file = createWriteStream(beside, { mode: 0o600, flush: true })
      try {
        // No time stamp and no name: the same bytes are packed the same.
        if (name.endsWith('.gz')) await pipeline(inBlocks(bytes), createGzip({ level: 1 }), stream, file)
        else await pipeline(inBlocks(bytes), stream, file)
        await rename(beside, path)
        await sync(folderOf(merchantId))
        return written()
      } catch (error) {
        await rm(beside, { force: true })
        throw error
      }
    },
  }
}
