import type { FileSource } from './received-file.ts'
import type { SftpAddress } from './sftp.ts'

/** Where files are fetched. A source without an address is not looked at. */
export type SftpAddresses = Partial<Readonly<Record<FileSource, SftpAddress>>>

export const sourcesOf = (sftp: SftpAddresses): FileSource[] => Object.keys(sftp) as FileSource[]

/** Where files come from. */
export type FileAccess = {
  readonly sftp: SftpAddresses
  readonly privateSftpKeysOf: (source: FileSource) => Promise<readonly string[]>
  /** Under which Alipay+ has our files. */
  readonly acquirerId: string
  /** The folder at the bank into which orders are put; without a slash at its end. */
  readonly ordersFolder: string
  /** Without it, no folder is looked at. */
  readonly inboxDir: string | undefined
}
