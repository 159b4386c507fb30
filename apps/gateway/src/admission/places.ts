import type { MerchantId } from '@silkgate/domain'

/** Places for requests that are under way in this process. */
export type Places = {
  /** Takes a place and gives what leaves it; undefined where this merchant gets none now. */
  readonly take: (merchantId: MerchantId) => (() => void) | undefined
  readonly taken: () => number
}

/**
 * A merchant gets one more place while more are free than it holds. So one alone holds at most half of them, two a third
 * each, n of them a share of n + 1: however greedy they are, one share is left for whoever comes next, and nobody needs to
 * know who that is or how many they are.
 */
export const openPlaces = (total: number): Places => {
  const held = new Map<MerchantId, number>()
  let taken = 0
  const add = (merchantId: MerchantId, change: 1 | -1) => {
    const now = (held.get(merchantId) ?? 0) + change
    taken += change
    // Only merchants that are here take memory.
    if (now === 0) held.delete(merchantId)
    else held.set(merchantId, now)
  }
  return {
    taken: () => taken,
    take: (merchantId) => {
      if ((held.get(merchantId) ?? 0) >= total - taken) return undefined
      add(merchantId, 1)
      let isHere = true
      return () => {
        if (isHere) add(merchantId, -1)
        isHere = false
      }
    },
  }
}
