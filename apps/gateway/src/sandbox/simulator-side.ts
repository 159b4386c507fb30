import { z } from 'zod'
import type { Side } from './advance-clock.ts'

const clockOfSimulator = z.object({ nextDue: z.iso.datetime({ offset: true }).nullable() })

/** The simulator's share of the sandbox clock: it reads the clock again whenever it is asked, and takes up what is due. */
export const simulatorSide = (simulatorUrl: string): Side => ({
  nextDue: async () => {
    const answer = await fetch(`${simulatorUrl}/control/clock`)
    const { nextDue } = clockOfSimulator.parse(await answer.json())
    return nextDue === null ? undefined : new Date(nextDue)
  },
})
