import { posix } from 'node:path'
import type { StoredFile } from './sftp.store.ts'

/** A path as it is stored, or undefined for one that would lead out of the root or hides something. */
export const readPath = (text: string): string | undefined => {
  if (text.length > 1024 || /[\\\0]/.test(text) || text.split('/').includes('..')) return undefined
  return posix.resolve('/', text)
}

/** What lies in a folder: files, and the folders that longer paths lead through, with the time of their youngest file. */
export const entriesOf = (
  folder: string,
  files: readonly StoredFile[],
): (StoredFile & { readonly isFolder: boolean })[] => {
  const prefix = folder === '/' ? '/' : `${folder}/`
  const entries = new Map<string, StoredFile & { isFolder: boolean }>()
  for (const file of files.filter(({ path }) => path.startsWith(prefix))) {
    const [name = '', ...deeper] = file.path.slice(prefix.length).split('/')
    const [isFolder, before] = [deeper.length > 0, entries.get(name)?.writtenAt ?? file.writtenAt]
    const writtenAt = before > file.writtenAt ? before : file.writtenAt
    entries.set(name, { path: `${prefix}${name}`, bytes: isFolder ? 0 : file.bytes, writtenAt, isFolder })
  }
  return [...entries.values()]
}
