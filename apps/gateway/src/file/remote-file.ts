/** A file or folder as an SFTP server lists it. */
export type RemoteFile = {
  readonly path: string
  readonly bytes: number
  /** To the second, as SFTP says it. */
  readonly modifiedAt: Date
  readonly isFolder: boolean
}
