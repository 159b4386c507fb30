/**
 * Tells work under way that the process must end: SIGTERM gives it eight seconds, then it is dropped to its written
 * next step.
 */
export type Stop = {
  readonly isStopping: () => boolean
  /** From now on every `during` answers undefined at once. */
  readonly now: () => void
  /**
   * The outcome of `work`, or undefined when the process must stop before it is there. The work itself goes on unheard.
   */
  readonly during: <T>(work: Promise<T>) => Promise<T | undefined>
  /** Waits on the wall clock; ends early when the process must stop. */
  readonly pause: (ms: number) => Promise<void>
}

export const stopper = (): Stop => {
  let stopping = false
  const listeners = new Set<() => void>()
  const during = <T>(work: Promise<T>): Promise<T | undefined> => {
    if (stopping) return Promise.resolve(undefined)
    return new Promise((resolve, reject) => {
      const give = () => resolve(undefined)
      listeners.add(give)
      work.then(resolve, reject).finally(() => listeners.delete(give))
    })
  }
  return {
    isStopping: () => stopping,
    now: () => {
      stopping = true
      for (const give of listeners) give()
    },
    during,
    pause: async (ms) => {
      let timer: NodeJS.Timeout | undefined
      await during(
        new Promise<void>((resolve) => {
          timer = setTimeout(resolve, ms)
        }),
      )
      clearTimeout(timer)
    },
  }
}
