/** The clock as the one who moves it sees it. */
export type MovableClock = {
  readonly now: () => Date
  /** Stands still at an instant, which must not be before now. */
  readonly standStillAt: (instant: Date) => Promise<void>
  /** Runs on from an instant. */
  readonly runFrom: (instant: Date) => Promise<void>
}

/** One side of the sandbox. */
export type Side = {
  /** When something is due on it next, work under way included. What is due now is taken up at once. */
  readonly nextDue: () => Promise<Date | undefined>
  /** Whether it is at work now: there is no use in asking before it is not. Told at no cost. */
  readonly isBusy?: () => boolean
  /**
   * Grows, from one time it is asked to the next, whenever it has begun or ended something that gives another side work. Unknown
   * where it is left out.
   */
  readonly turns?: () => number | undefined
}

/** The longest time after which one looks again whether what is due is done; the first look is soon. */
const lookAgainMs = 16

/** The same while a side is at work: it may wait for the other. */
const lookWhileBusyMs = 100

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

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const isAtWork = ({ isBusy }: Side): boolean => isBusy?.() === true

/** How often all but the first have turned to another side; no number, which is like no other, where one does not say. */
const turnsOf = ([, ...others]: readonly Side[]): number =>
  others.reduce((sum, side) => sum + (side.turns?.() ?? Number.NaN), 0)

/**
 * Waits until no side has anything due at the instant. One side may give work to another that was asked before it: they are
 * asked twice, unless none of those asked later has turned to anybody since the look before.
 */
const drained = async (sides: readonly Side[], instant: Date): Promise<Date | undefined> => {
  // All sides are told of the instant; from then on, one that is at work is reason enough to wait.
  let next = await firstDue(sides)
  for (let quiet = 0, pauseMs = 1, before = Number.NaN; ; next = await firstDue(sides, instant)) {
    const turns = turnsOf(sides)
    if (next !== undefined && next <= instant) {
      quiet = 0
      await pause(pauseMs)
      for (let waitedMs = pauseMs; waitedMs < lookWhileBusyMs && sides.some(isAtWork); waitedMs++) await pause(1)
      pauseMs = Math.min(pauseMs * 2, lookAgainMs)
    } else if (++quiet === 2 || turns === before) {
      return next
    }
    before = turns
  }
}

/** When something is due next on any side; what is due by `enough` will do. */
export const firstDue = async (sides: readonly Side[], enough?: Date): Promise<Date | undefined> => {
  let first: Date | undefined
  for (const side of sides) {
    const due = await side.nextDue()
    if (due !== undefined && (first === undefined || due < first)) first = due
    if (enough !== undefined && first !== undefined && first <= enough) return first
  }
  return first
}
