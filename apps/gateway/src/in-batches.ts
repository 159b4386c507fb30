/**
 * Does something with items that come one by one: at once where nothing is under way, and otherwise, as soon as that is over,
 * with all that have come until then. Each caller hears how its own batch went.
 */
export const inBatches = <T>(work: (items: readonly T[]) => Promise<unknown>): ((item: T) => Promise<unknown>) => {
  let last: Promise<unknown> = Promise.resolve()
  let gathering: { readonly items: T[]; readonly done: Promise<unknown> } | undefined
  return (item) => {
    if (gathering === undefined) {
      const items: T[] = []
      const begin = () => {
        gathering = undefined
        return work(items)
      }
      const done = last.then(begin, begin)
      last = done
      gathering = { items, done }
    }
    gathering.items.push(item)
    return gathering.done
  }
}
