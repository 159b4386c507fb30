import type { Attributes, FileEntry } from 'ssh2'
import type { ServedFile } from './served-files.ts'

/** What is told of a file or folder: its owner may read it, and nobody may write. */
export const fileAttributes = ({ bytes, modifiedAt }: ServedFile): Attributes => {
  const time = Math.floor(modifiedAt.getTime() / 1000)
  return { mode: 0o100400, uid: 0, gid: 0, size: bytes, atime: time, mtime: time }
}

export const folderAttributes: Attributes = { mode: 0o040500, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 }

/** A line as `ls -l` prints it, which clients show as it comes. */
export const fileEntry = (file: ServedFile): FileEntry => {
  const stamp = file.modifiedAt.toISOString().slice(0, 16).replace('T', ' ')
  const longname = `-r--------    1 silkgate silkgate ${String(file.bytes).padStart(12)} ${stamp} ${file.name}`
  return { filename: file.name, longname, attrs: fileAttributes(file) }
}

export const folderEntry = (filename: string): FileEntry => ({
  filename,
  longname: `dr-x------    1 silkgate silkgate ${'0'.padStart(12)} 1970-01-01 00:00 ${filename}`,
  attrs: folderAttributes,
})
