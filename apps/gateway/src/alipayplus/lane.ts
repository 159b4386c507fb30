import type { Answer, Send } from '@silkgate/alipayplus'

/** The way of one kind of calls to Alipay+. */
export type Lane = {
  readonly send: Send
  /** Is told what each call came to: it sets the pace. */
  readonly heard: (answer: Answer<unknown>) => void
  readonly state: () => { readonly calls: number; readonly waiting: number; readonly limit: number }
}

type Waiting = { readonly begin: () => void; readonly giveUp: (because: string) => void }

const isThrottled = ({ kind, exchange: { httpStatus } }: Answer<unknown>): boolean =>
  kind === 'throttled' || httpStatus === 429 || httpStatus === 503

/** As an AbortSignal's own: the client takes it for an unknown outcome. */
const noPlace = (because: string): Error => new DOMException(because, 'TimeoutError')

/**
 * Lets so many calls through at once; as many more may wait, each for half of its time, so that what begins has a chance to
 * end. When Alipay+ says that there are too many, none begins for `restMs` and then half as many go at once; every answer
 * that says nothing of the kind makes room again, one more place for a full round of them.
 */
export const openLane = (send: Send, { most, restMs = 1_000 }: { most: number; restMs?: number }): Lane => {
  const queue = new Set<Waiting>()
  let calls = 0
  let limit = most
  let isResting = false

  const beginNext = () => {
    for (const next of queue) {
      if (isResting || calls >= Math.floor(limit)) return
      next.begin()
    }
  }

  /** Settles when the call may begin; its place is taken then. */
  const place = (patienceMs: number): Promise<void> => {
    if (queue.size >= most) return Promise.reject(noPlace('Too many calls wait already.'))
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer)
        queue.delete(waiting)
      }
      const waiting: Waiting = {
        begin: () => {
          leave()
          calls++
          resolve()
        },
        giveUp: (because) => {
          leave()
          reject(noPlace(because))
        },
      }
      const timer = setTimeout(() => waiting.giveUp('No place for the call came free in time.'), patienceMs)
      queue.add(waiting)
      beginNext()
    })
  }

  const rest = () => {
    isResting = true
    setTimeout(() => {
      isResting = false
      beginNext()
    }, restMs).unref()
  }

  return {
    state: () => ({ calls, waiting: queue.size, limit: Math.floor(limit) }),
    send: async (request) => {
      const askedMs = performance.now()
      await place(request.timeoutMs / 2)
      const waitedMs = Math.round(performance.now() - askedMs)
      try {
        return await send({ ...request, timeoutMs: Math.max(1, request.timeoutMs - waitedMs) })
      } finally {
        calls--
        beginNext()
      }
    },
    heard: (answer) => {
      if (!isThrottled(answer)) {
        if (answer.exchange.httpStatus !== undefined) limit = Math.min(most, limit + 1 / limit)
        return
      }
      // Those that were under way together say it together, and it counts once.
      if (isResting) return
      limit = Math.max(1, limit / 2)
      rest()
    },
  }
}
