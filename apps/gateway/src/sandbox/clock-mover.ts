import { AsyncLocalStorage } from 'node:async_hooks'
import { advanceClock, firstDue, type MovableClock, type Side } from './advance-clock.ts'

/** A way that the clock is on. */
export type Move = { readonly from: Date; readonly to: Date }

/** Where the clock stands, what is due next (not told while it is moved), and the way that it is on. */
export type ClockState = { readonly now: Date; readonly nextDue: Date | undefined; readonly moving: Move | undefined }

/** The clock of the sandbox as those see it who move it: one at a time. */
export const clockMover = (clock: MovableClock, sides: readonly Side[]) => {
  /** What comes due on the way is the program's own work, not that of whoever moves the clock. */
  const byNobody = AsyncLocalStorage.snapshot()
  let moving: Move | undefined
  return {
    state: async (): Promise<ClockState> => ({
      nextDue: moving === undefined ? await byNobody(() => firstDue(sides)) : undefined,
      now: clock.now(),
      moving,
    }),

    /** Moves it forward, standing still wherever something is due; answers false where it is being moved already. */
    moveTo: async (to: Date): Promise<boolean> => {
      if (moving !== undefined) return false
      const from = clock.now()
      moving = { from, to }
      try {
        await byNobody(() => advanceClock(clock, sides, Math.max(0, to.getTime() - from.getTime())))
        return true
      } finally {
        moving = undefined
      }
    },
  }
}

export type ClockMover = ReturnType<typeof clockMover>
