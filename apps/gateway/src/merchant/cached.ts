/** A clock in milliseconds. */
type Clock = () => number

/**
 * Remembers what `load` found for a while, so that what hardly ever changes is not read for every request: until the time is
 * up by any of the clocks. What was not found is not remembered: a key that was just made works at once. Those who ask while it
 * is being read share that read, so that a thousand requests at the moment at which it expires are one question to the database.
 */
export const cached = <T>(load: (id: string) => Promise<T | undefined>, ttlMs: number, ...clocks: readonly Clock[]) => {
  const found = new Map<string, { value: T; until: readonly number[] }>()
  const loading = new Map<string, Promise<T | undefined>>()
  const isFresh = (until: readonly number[]) => clocks.every((clock, index) => clock() < (until[index] ?? 0))
  const loadOnce = async (id: string): Promise<T | undefined> => {
    // Before it is read: it may change meanwhile.
    const until = clocks.map((clock) => clock() + ttlMs)
    try {
      const value = await load(id)
      if (value === undefined) found.delete(id)
      else found.set(id, { value, until })
      return value
    } finally {
      loading.delete(id)
    }
  }
  return async (id: string): Promise<T | undefined> => {
    const known = found.get(id)
    if (known !== undefined && isFresh(known.until)) return known.value
    const shared = loading.get(id) ?? loadOnce(id)
    loading.set(id, shared)
    return shared
  }
}
