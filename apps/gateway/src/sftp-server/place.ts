import { posix } from 'node:path'

/** Where a path leads: to the root, to the one folder in it, to a file by name, or nowhere. */
export type Place = 'root' | 'out' | { readonly name: string } | undefined

const longestPath = 1024

/** What a path means to a merchant, resolved from the root; undefined for what can be no path here. */
export const resolvePath = (text: string): string | undefined =>
  text.length > longestPath || /[\\\p{C}]/u.test(text) ? undefined : posix.resolve('/', text).normalize('NFC')

/**
 * Where a path leads. There are no folders but these two, so that a path which leads up or elsewhere leads nowhere: it is
 * compared with names, and never given to the file system.
 */
export const placeOf = (text: string): Place => {
  const path = resolvePath(text)
  if (path === '/') return 'root'
  if (path === '/out') return 'out'
  const [, name] = /^\/out\/([^/]+)$/.exec(path ?? '') ?? []
  return name === undefined ? undefined : { name }
}
