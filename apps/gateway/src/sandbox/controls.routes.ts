import { z } from 'zod'
import { readDuration } from '../duration.ts'
import { errorAnswer } from '../http/errors.ts'
import { invalid, word } from '../http/schema.ts'
import { json, type OperatorRoute } from '../operator/index.ts'
import type { ClockMover } from './clock-mover.ts'
import type { SimulatorFaults } from './simulator-faults.ts'

/** What can be switched of a sandbox; there is none of it in production. */
export type SandboxControls = {
  readonly clock: ClockMover
  readonly faults: SimulatorFaults
  readonly simulatorUrl: string
}

const move = z.looseObject({
  /** ISO 8601; or `next`: to what is due next. */
  by: word.optional(),
  to: z.iso.datetime({ offset: true, error: 'An instant as 2026-12-24T08:00:00Z is expected.' }).optional(),
})
const mostMs = 366 * 86_400_000

const fault = z.looseObject({ name: word, isOn: z.boolean({ error: 'On or off?' }) })

/** The clock and the faults of a sandbox. */
export const sandboxRoutes = ({ clock, faults, simulatorUrl }: SandboxControls): OperatorRoute[] => {
  const state = async () => json({ ...(await clock.state()), simulatorUrl })

  /** The instant to which the clock is to be moved, or what is wrong with it. */
  const targetOf = async ({ by, to }: z.output<typeof move>): Promise<Date | string> => {
    const { now, nextDue } = await clock.state()
    if (to !== undefined) return new Date(to)
    if (by === 'next') return nextDue ?? 'Nothing is due: move the clock by a time, or to a day.'
    const duration = readDuration(by)
    return duration === undefined
      ? 'A duration such as P3D, PT1H or PT30S is expected.'
      : new Date(now.getTime() + duration)
  }

  return [
    {
      method: 'GET',
      path: '/sandbox',
      operation: 'sandbox.get',
      needs: 'session',
      refuses: [],
      run: state,
    },
    {
      method: 'POST',
      path: '/sandbox/clock',
      operation: 'sandbox.move',
      needs: 'sandbox.move',
      refuses: ['INVALID_VALUE', 'DUPLICATE_REQUEST_IN_PROGRESS'],
      body: move,
      run: async ({ body, errorId }) => {
        const wanted = body as z.output<typeof move>
        const field = wanted.to === undefined ? 'by' : 'to'
        const target = await targetOf(wanted)
        if (typeof target === 'string') return errorAnswer(errorId, [invalid(field, target)])
        const { now } = await clock.state()
        if (target < now)
          return errorAnswer(errorId, [invalid(field, 'The clock only moves forward: choose a later day.')])
        if (target.getTime() - now.getTime() > mostMs) {
          return errorAnswer(errorId, [invalid(field, 'At most a year at once, please.')])
        }
        if (await clock.moveTo(target)) return state()
        const message = 'The clock is being moved already: wait until it stands.'
        return errorAnswer(errorId, [{ error: 'DUPLICATE_REQUEST_IN_PROGRESS', message }])
      },
    },
    {
      method: 'GET',
      path: '/sandbox/faults',
      operation: 'sandbox.faults',
      needs: 'sandbox.move',
      refuses: [],
      run: async () => json({ rows: await faults.list() }),
    },
    {
      method: 'PUT',
      path: '/sandbox/faults',
      operation: 'sandbox.switchFault',
      needs: 'sandbox.move',
      refuses: ['INVALID_VALUE'],
      body: fault,
      run: async ({ body, errorId }) => {
        const { name, isOn } = body as z.output<typeof fault>
        if (await faults.set(name, isOn)) return json({ rows: await faults.list() })
        return errorAnswer(errorId, [invalid('name', 'There is no such fault.')])
      },
    },
    {
      method: 'DELETE',
      path: '/sandbox/faults',
      operation: 'sandbox.endFaults',
      needs: 'sandbox.move',
      refuses: [],
      run: async () => {
        await faults.endAll()
        return json({ rows: await faults.list() })
      },
    },
  ]
}
