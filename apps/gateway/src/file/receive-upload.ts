import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Db } from '../postgres/db.ts'
import type { World } from '../world.ts'
import type { RawFiles } from './raw-files.ts'
import { insertReceivedFile } from './received-file.store.ts'
import type { FileSource, ReceivedFile } from './received-file.ts'

type Needs = { readonly db: Db; readonly world: Pick<World, 'now' | 'newId'>; readonly rawFiles: RawFiles }

type Upload = { readonly source: FileSource; readonly name: string; readonly content: Readable }

/** A file that is sent longer than this is none of Alipay+ or a bank. */
const mostBytes = 2 * 1024 * 1024 * 1024

/** Receives a file that somebody sends, as it comes; a content is received once. Undefined where nothing or too much comes. */
export const receiveUpload = async (
  { db, world, rawFiles }: Needs,
  { source, name, content }: Upload,
): Promise<{ file: ReceivedFile; isNew: boolean } | undefined> => {
  const fileId = world.newId()
  const workplace = await rawFiles.workplace(fileId)
  let bytes = 0
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      bytes += chunk.length
      if (bytes <= mostBytes) yield chunk
    }
  }
  try {
    await pipeline(content, counted, createWriteStream(workplace, { mode: 0o600 }))
    if (bytes === 0 || bytes > mostBytes) {
      await rm(workplace, { force: true })
      return undefined
    }
    const kept = await rawFiles.keep(source, workplace)
    const at = world.now()
    return await insertReceivedFile(db, {
      ...kept,
      fileId,
      source,
      how: 'upload',
      name,
      path: name,
      modifiedAt: at,
      at,
    })
  } catch (error) {
    await rm(workplace, { force: true })
    throw error
  }
}
