import { createHash } from 'node:crypto'

/** An id that follows from what it names: the same text gives the same UUID. */
export const uuidOf = (...parts: readonly string[]): string =>
  createHash('sha256')
    .update(parts.join('|'))
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')

/** Whether a text has the form of a UUID; ids that follow from what they name have no version of RFC 9562. */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
