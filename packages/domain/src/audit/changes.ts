export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type Fields = { readonly [key: string]: Json }

/** A row as it was before and after; null where there was none. */
export type RowChange = { readonly table: string; readonly before: Fields | null; readonly after: Fields | null }

/** What the trail keeps of it: which row, and the fields that differ. */
export type KeptChange = RowChange & { readonly row: Fields }

const secret = /(^|_|[a-z])(secret|password|token|sealed|private_?key)($|_)|^code$|_hash$/i
/** What people write in their own words, and what consumers' data may stand in. The trail can never forget; these texts can. */
const forgettable = new Set([
  ...[
    'note',
    'reason',
    'resolution',
    'evidence',
    'request',
    'network',
    'detail',
    'answer',
    'files',
    'text',
    'customer',
    'customer_id',
    'fileName',
    'search',
    'content',
  ],
])
const isBytes = (value: Json): boolean => typeof value === 'string' && value.startsWith('\\x')

/**
 * A field as it may stand in the trail: secrets never do, and what must be forgotten on request stands there as a keyed digest
 * (`digest`), which shows whether two texts were the same and nothing of what they were.
 */
export const keptField = (name: string, value: Json, digest: (text: string) => string): Json => {
  if (value === null) return null
  if (secret.test(name) || isBytes(value)) return '(secret)'
  return forgettable.has(name) ? digest(typeof value === 'string' ? value : JSON.stringify(value)) : value
}

/**
 * What somebody asked for, as it may stand in the trail: of texts, short words alone; others and whatever is nested as a digest.
 */
export const keptAsked = (asked: Fields, digest: (text: string) => string): Fields =>
  Object.fromEntries(
    Object.entries(asked).map(([name, value]) => {
      const kept = keptField(name, value, digest)
      if (typeof kept === 'string') return [name, /^\S{0,100}$/.test(kept) || kept === '(secret)' ? kept : digest(kept)]
      return [name, kept !== null && typeof kept === 'object' ? digest(JSON.stringify(kept)) : kept]
    }),
  )

const isSame = (one: Json | undefined, other: Json | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

/** What of a changed row the trail keeps. Undefined where nothing differs. */
export const keptChange = (
  { table, before, after }: RowChange,
  digest: (text: string) => string,
): KeptChange | undefined => {
  const names = Object.keys({ ...before, ...after }).toSorted()
  const differing = names.filter((name) => !isSame(before?.[name], after?.[name]))
  if (differing.length === 0) return undefined
  const pick = (fields: Fields | null, chosen: readonly string[]): Fields =>
    Object.fromEntries(chosen.map((name) => [name, keptField(name, fields?.[name] ?? null, digest)]))
  const ids = names.filter((name) => /(^|_)id$|^(name|email|kind|currency)$/.test(name))
  return {
    table,
    row: pick(after ?? before, ids),
    before: before && pick(before, differing),
    after: after && pick(after, differing),
  }
}
