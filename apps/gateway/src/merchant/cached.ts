/**
 * Remembers what `load` found for a while, so that what hardly ever changes is not read for every request. What was not
 * found is not remembered: a key that was just made works at once.
 */
export const cached = <T>(load: (id: string) => Promise<T | undefined>, ttlMs: number, wallMs: () => number) => {
  const found = new Map<string, { value: T; until: number }>()
  return async (id: string): Promise<T | undefined> => {
    const known = found.get(id)
    if (known !== undefined && known.until > wallMs()) return known.value
    const value = await load(id)
    if (value === undefined) found.delete(id)
    else found.set(id, { value, until: wallMs() + ttlMs })
    return value
  }
}
