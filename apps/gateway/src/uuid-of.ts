import { createHash } from 'node:crypto'

/** An id that follows from what it names: the same text gives the same UUID. */
export const uuidOf = (...parts: readonly string[]): string =>
  createHash('sha256')
    .update(parts.join('|'))
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
