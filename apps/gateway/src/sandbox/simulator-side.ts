import { z } from 'zod'
import type { Side } from './advance-clock.ts'

const clockOfSimulator = z.object({
  nextDue: z.iso.datetime({ offset: true }).nullable(),
  notificationSteps: z.number(),
})

/** The simulator's share of the sandbox clock: it reads the clock again whenever it is asked, and takes up what is due. */
export const simulatorSide = (simulatorUrl: string): Side => {
  let steps: number | undefined
  return {
    nextDue: async () => {
      const answer = await fetch(`${simulatorUrl}/control/clock`)
      const { nextDue, notificationSteps } = clockOfSimulator.parse(await answer.json())
      steps = notificationSteps
      return nextDue === null ? undefined : new Date(nextDue)
    },
    // Whatever else it does, it does when it is asked.
    turns: () => steps,
  }
}
