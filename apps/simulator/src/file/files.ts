/** Whose file server a file lies on, which is also whom it lets in. */
export type FileOwner = 'alipayplus' | 'bank'

export type FileEntry = {
  readonly owner: FileOwner
  /** Begins with a slash. */
  readonly path: string
  readonly writtenAt: Date
  readonly size: number
}

/** A file to be written. Its instant may be to come: nobody sees it before. */
export type NewFile = Omit<FileEntry, 'size'> & { readonly body: Buffer }

/** What lies on the simulated file servers, as it can be seen at an instant. */
export type Files = {
  /** In the order of their paths. */
  list(owner: FileOwner, now: Date): Promise<FileEntry[]>
  /** Some files of all owners, the last written first, and how many there are. */
  latest(count: number, now: Date): Promise<{ files: FileEntry[]; total: number }>
  read(owner: FileOwner, path: string, now: Date): Promise<Buffer | undefined>
}

export const isFileOwner = (text: string): text is FileOwner => text === 'alipayplus' || text === 'bank'

/** Files in memory, where the simulator has no database. */
export const memoryFiles = (kept: NewFile[]): Files => {
  const seen = (now: Date) => kept.filter(({ writtenAt }) => writtenAt <= now)
  const entryOf = ({ body, ...file }: NewFile): FileEntry => ({ ...file, size: body.length })
  return {
    list: async (owner, now) =>
      seen(now)
        .filter((file) => file.owner === owner)
        .map(entryOf)
        .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    latest: async (count, now) => {
      const all = seen(now).toSorted((a, b) => b.writtenAt.getTime() - a.writtenAt.getTime())
      return { files: all.slice(0, count).map(entryOf), total: all.length }
    },
    read: async (owner, path, now) => seen(now).find((file) => file.owner === owner && file.path === path)?.body,
  }
}
