import { setTimeout as pause } from 'node:timers/promises'

/** Looks until there is something to see, and gives it; throws when there is nothing before the time is up. */
export const until = async <T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  patienceMs = 10_000,
): Promise<T> => {
  const end = Date.now() + patienceMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (Date.now() > end) throw new Error(`Waited ${patienceMs} ms in vain: ${what}`)
    await pause(20)
  }
}
