import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

const stepBytes = 1 << 20

/** The first byte that is read again: what was written last before a crash may not have reached the disk. */
export const resumeAt = (bytes: number): number => Math.max(0, Math.floor(bytes / stepBytes) - 2) * stepBytes

/**
 * Writes a file of so many bytes to `path`, which may hold what an earlier transfer got; `read` gives the content from
 * an offset on. What is there stays there when it throws, and the next call goes on with it.
 */
export const fetchFile = async (
  path: string,
  bytes: number,
  read: (from: number) => AsyncIterable<Buffer>,
): Promise<void> => {
  const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600)
  try {
    const there = (await file.stat()).size
    let position = resumeAt(Math.min(there, bytes))
    let synced = position
    for await (const chunk of read(position)) {
      if (position - synced >= stepBytes) {
        await file.sync()
        synced = position
      }
      // Each byte at its own place: whoever else fetches the same file at the same time writes the same.
      const { bytesWritten } = await file.writev([chunk], position)
      if (bytesWritten < chunk.length) throw new Error(`${path}: the disk takes no more.`)
      position += chunk.length
    }
    await file.sync()
  } finally {
    await file.close()
  }
}
