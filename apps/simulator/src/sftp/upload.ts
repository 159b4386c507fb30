/** A file as it comes in, in any order of its pieces. */
export type Upload = {
  /** False where it becomes too large. */
  readonly write: (offset: number, data: Buffer) => boolean
  /** The whole file; undefined where a piece is missing, was refused, or was written twice. */
  readonly end: () => Buffer | undefined
}

/** No file of payments is larger, nor in more pieces. */
const mostBytes = 8 * 1024 * 1024
const mostPieces = 4096

/** Keeps a file in memory until it is whole. `room` is what all files of a session that are not whole may take. */
export const openUpload = (room: { bytes: number }): Upload => {
  const pieces = new Map<number, Buffer>()
  let bytes = 0
  let isRefused = false
  return {
    write: (offset, data) => {
      const isTooLarge = bytes + data.length > mostBytes || offset > mostBytes || data.length > room.bytes
      isRefused ||= isTooLarge || pieces.size >= mostPieces
      if (isRefused) return false
      bytes += data.length
      room.bytes -= data.length
      pieces.set(offset, Buffer.from(data))
      return true
    },
    end: () => {
      room.bytes += bytes
      if (isRefused) return undefined
      let length = 0
      const ordered = [...pieces].toSorted(([one], [other]) => one - other)
      for (const [offset, data] of ordered) {
        if (offset !== length) return undefined
        length += data.length
      }
      return length === bytes ? Buffer.concat(ordered.map(([, data]) => data)) : undefined
    },
  }
}
