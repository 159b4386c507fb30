/** The clock as the one who moves it sees it. */
export type MovableClock = {
  readonly now: () => Date
  /** Stands still at an instant, which must not be before now. */
  readonly standStillAt: (instant: Date) => Promise<void>
  /** Runs on from an instant. */
  readonly runFrom: (instant: Date) => Promise<void>
}

/** One side of the sandbox: when something is due on it next, work under way included. */
export type Side = {
  readonly nextDue: () => Promise<Date | undefined>
  /** Look for due work at once. */
  readonly wake: () => void
}

const lookAgainMs = 15

/**
 * Moves the sandbox clock forward, standing still at every instant at which something is due on either side until both
 * sides are drained, so that a jump of three days does what 72 of an hour do.
 */
export const advanceClock = async (clock: MovableClock, sides: readonly Side[], durationMs: number): Promise<Date> => {
  const target = new Date(clock.now().getTime() + durationMs)
  let standing = clock.now()
  await clock.standStillAt(standing)
  try {
    for (;;) {
      const next = await drained(sides, standing)
      if (next === undefined || next > target) break
      standing = next
      await clock.standStillAt(standing)
    }
    standing = target
    await clock.standStillAt(standing)
  } finally {
    await clock.runFrom(standing)
  }
  return target
}

/** Waits until no side has anything due at the instant, twice in a row, since one side may give work to another. */
const drained = async (sides: readonly Side[], instant: Date): Promise<Date | undefined> => {
  for (let quiet = 0; ; ) {
    for (const side of sides) side.wake()
    const next = await firstDue(sides)
    if (next !== undefined && next <= instant) {
      quiet = 0
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
    } else if (++quiet === 2) {
      return next
    }
  }
}

export const firstDue = async (sides: readonly Side[]): Promise<Date | undefined> => {
  let first: Date | undefined
  for (const side of sides) {
    const due = await side.nextDue()
    if (due !== undefined && (first === undefined || due < first)) first = due
  }
  return first
}
