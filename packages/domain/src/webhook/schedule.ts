const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** Seconds between one failed delivery and the next try; after the last one daily. */
export const retryWaits: readonly number[] = [10, minute, 10 * minute, hour, 2 * hour, 8 * hour, day]

const patienceMs = 30 * day * 1000

/** When an endpoint that failed for the `failures`-th time in a row is tried again. */
export const nextTryAt = (failures: number, at: Date): Date =>
  new Date(at.getTime() + (retryWaits[failures - 1] ?? day) * 1000)

/** What was created before this is not worth trying then: it would be more than 30 days old. */
export const oldestWorthTrying = (nextTry: Date): Date => new Date(nextTry.getTime() - patienceMs)
