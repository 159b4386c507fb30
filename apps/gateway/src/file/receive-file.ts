import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Db } from '../postgres/db.ts'
import type { World } from '../world.ts'
import type { RawFiles } from './raw-files.ts'
import { insertReceivedFile } from './received-file.store.ts'
import type { FileSource, HowReceived, ReceivedFile } from './received-file.ts'

type Needs = { readonly db: Db; readonly world: Pick<World, 'now' | 'newId'>; readonly rawFiles: RawFiles }

type Found = {
  readonly source: FileSource
  readonly how: Exclude<HowReceived, 'sftp'>
  readonly path: string
  /** Hears how many bytes are copied. */
  readonly copied?: (bytes: number) => void
}

/** Receives a file that lies on this machine: copies it and keeps the copy. Answers it, and whether it is new. */
export const receiveFile = async (
  { db, world, rawFiles }: Needs,
  { source, how, path, copied }: Found,
): Promise<{ file: ReceivedFile; isNew: boolean }> => {
  const fileId = world.newId()
  const { mtime: modifiedAt } = await stat(path)
  const content = await rawFiles.keepCopy(source, path, fileId, copied)
  return insertReceivedFile(db, {
    ...content,
    ...{ fileId, source, how, path, modifiedAt },
    name: basename(path),
    at: world.now(),
  })
}
