const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** Seconds between one failed delivery and the next try; after the last one daily, until 30 days have passed. */
const waits = [10, minute, 10 * minute, hour, 2 * hour, 8 * hour, day]
const patienceMs = 30 * day * 1000

/**
 * When a delivery that failed for the `failures`-th time in a row is tried again, or undefined once 30 days have passed since the
 * first failure.
 */
export const retryAt = (failures: number, firstFailureAt: Date, at: Date): Date | undefined => {
  const next = new Date(at.getTime() + (waits[failures - 1] ?? day) * 1000)
  return next.getTime() - firstFailureAt.getTime() > patienceMs ? undefined : next
}
