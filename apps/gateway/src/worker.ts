import type { Logger } from 'pino'

/** A loop that looks for due work. */
export type Worker = {
  /** Look again at once: something was committed that may be due. */
  readonly wake: () => void
  /** Stops looking, and waits for the look that is under way. */
  readonly stop: () => Promise<void>
}

/**
 * Calls `takeUp` every `everyMs`, at once after `wake`, and again while there is work. A failure is logged and does not
 * end the loop: the database may be away for a while.
 */
export const startWorker = (name: string, takeUp: () => Promise<number>, everyMs: number, log: Logger): Worker => {
  let stopping = false
  let woken = false
  let wakeUp: () => void = () => {}
  const sleep = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, everyMs)
      wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
      if (woken || stopping) wakeUp()
    })
  const loop = async () => {
    while (!stopping) {
      woken = false
      const taken = await takeUp().catch((error: unknown) => {
        log.error({ err: error, worker: name }, 'looking for due work failed; trying again')
        return 0
      })
      if (taken === 0 && !woken) await sleep()
      else await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const done = loop()
  return {
    wake: () => {
      woken = true
      wakeUp()
    },
    stop: () => {
      stopping = true
      wakeUp()
      return done
    },
  }
}
