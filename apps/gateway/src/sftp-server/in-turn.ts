/** Requests of one session, answered one after the other, and only while the client takes the answers. */
export type InTurn = {
  /** Puts a request at the end; answers false when too many wait. */
  readonly add: (work: () => Promise<void>) => boolean
  /** Goes on, where it was held up. */
  readonly goOn: () => void
  /** Forgets what waits. */
  readonly end: () => void
}

/**
 * `mayAnswer` says whether there is room for an answer; `answered` is called after each. Whoever asks for much and takes nothing
 * has requests waiting here, which are small, and no answers, which are not.
 */
export const inTurn = (needs: {
  readonly most: number
  readonly mayAnswer: () => boolean
  readonly answered: () => void
}): InTurn => {
  let waiting: (() => Promise<void>)[] = []
  let next = 0
  let isAtWork = false
  const work = async () => {
    isAtWork = true
    while (next < waiting.length && needs.mayAnswer()) {
      await waiting[next++]?.()
      needs.answered()
      if (next >= 1024) [waiting, next] = [waiting.slice(next), 0]
    }
    isAtWork = false
  }
  const goOn = () => {
    if (!isAtWork) void work()
  }
  return {
    add: (one) => {
      if (waiting.length - next >= needs.most) return false
      waiting.push(one)
      goOn()
      return true
    },
    goOn,
    end: () => {
      waiting = []
      next = 0
    },
  }
}
