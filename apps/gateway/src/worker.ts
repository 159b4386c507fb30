import type { Logger } from 'pino'

/** A loop that looks for due work. */
export type Worker = {
  /** Look again at once: something was committed that may be due. */
  readonly wake: () => void
  /** Whether it looks, is about to look, or something that it took is at work. */
  readonly isBusy: () => boolean
  /** Stops looking, and waits for the look that is under way. */
  readonly stop: () => Promise<void>
}

export type Work = {
  /** Takes up what is due; answers how much it took. */
  readonly takeUp: () => Promise<number>
  /** How much is still at work. What ends makes room for more. */
  readonly underWay?: () => number
}

/** The least time between two looks that find nothing: under load every commit wakes, and one look sees the work of many. */
const restMs = 10

/** While something is at work, room may come at any time. */
const busyMs = 50

/**
 * Calls `takeUp` every so many milliseconds, at once after `wake`, and again while there is work. A failure is logged and does
 * not end the loop: the database may be away for a while.
 */
export const startWorker = (
  name: string,
  { takeUp, underWay }: Work,
  every: number | 'when woken',
  log: Logger,
): Worker => {
  let stopping = false
  let woken = true
  let isLooking = true
  let wakeUp: () => void = () => {}
  let stopSleeping: () => void = () => {}
  const sleep = (ms: number | 'when woken', options: { untilWoken: boolean }) =>
    new Promise<void>((resolve) => {
      const timer = ms === 'when woken' ? undefined : setTimeout(resolve, ms)
      stopSleeping = () => {
        clearTimeout(timer)
        resolve()
      }
      wakeUp = options.untilWoken ? stopSleeping : () => {}
      if (stopping) stopSleeping()
    })
  const loop = async () => {
    while (!stopping) {
      woken = false
      isLooking = true
      const taken = await takeUp().catch((error: unknown) => {
        log.error({ err: error, worker: name }, 'looking for due work failed; trying again')
        return 0
      })
      isLooking = taken > 0
      if (taken > 0) await new Promise((resolve) => setImmediate(resolve))
      else if (woken) await sleep(restMs, { untilWoken: false })
      else if ((underWay?.() ?? 0) > 0) await sleep(busyMs, { untilWoken: true })
      else await sleep(every, { untilWoken: true })
    }
  }
  const done = loop()
  return {
    wake: () => {
      woken = true
      wakeUp()
    },
    isBusy: () => isLooking || woken || (underWay?.() ?? 0) > 0,
    stop: () => {
      stopping = true
      stopSleeping()
      return done
    },
  }
}
