import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'

/** The files of orders for the bank, under DATA_DIR. */
export type OrderFiles = {
  /** Keeps a file for good before it answers; answers its SHA-256. */
  readonly keep: (name: string, bytes: Uint8Array) => Promise<string>
  /** Reads a file; throws where it is not the one that was kept. */
  readonly read: (name: string, sha256: string) => Promise<Buffer>
}

/** Puts a file of a name into the folder of the bank; putting the same again changes nothing there. */
export type PutFile = (name: string, bytes: Buffer) => Promise<void>

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Opens the folder of files for the bank under a data folder. */
export const openOrderFiles = (dataDir: string): OrderFiles => {
  const folder = join(dataDir, 'orders')
  return {
    keep: async (name, bytes) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const beside = join(folder, `.${name}.part`)
      const file = await open(beside, 'w', 0o600)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(beside, join(folder, name))
      const place = await open(folder, 'r')
      await place.sync().finally(() => place.close())
      return hashOf(bytes)
    },
    read: async (name, sha256) => {
      const bytes = await readFile(join(folder, name))
      if (hashOf(bytes) === sha256) return bytes
      throw new Error(`${join(folder, name)} is not the file that was made for the bank: its SHA-256 is not ${sha256}.`)
    },
  }
}
