import type { Logger } from 'pino'

/** A loop that looks for due work every 200 ms, and at once when it is woken; waking answers when it has looked. */
export const startWorker = (
  takeUp: () => Promise<unknown>,
  log: Logger,
): { wake: () => Promise<unknown>; stop: () => Promise<void> } => {
  let stopping = false
  let looking: Promise<unknown> = Promise.resolve()
  const look = () => {
    if (!stopping) {
      looking = looking.then(takeUp).catch((error: unknown) => log.error({ err: error }, 'looking for due work failed'))
    }
    return looking
  }
  const timer = setInterval(look, 200)
  return {
    wake: look,
    stop: async () => {
      stopping = true
      clearInterval(timer)
      await looking
    },
  }
}
