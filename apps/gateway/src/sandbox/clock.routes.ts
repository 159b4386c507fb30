import type { FastifyInstance } from 'fastify'
import { readDuration } from '../duration.ts'
import { errorAnswer } from '../http/errors.ts'
import { sendAnswer } from '../http/server.ts'
import type { World } from '../world.ts'
import type { ClockMover } from './clock-mover.ts'

type Needs = { readonly world: World; readonly clock: ClockMover }

const readAdvance = (body: unknown): unknown => {
  try {
    return (JSON.parse(typeof body === 'string' ? body : '') as { advance?: unknown }).advance
  } catch {
    return undefined
  }
}

/** The clock of the sandbox, for programs: read it, or move it forward. */
export const serveSandboxClock = (server: FastifyInstance, { world, clock }: Needs): void => {
  const state = async () => {
    const { now, nextDue } = await clock.state()
    return JSON.stringify({ now: now.toISOString(), nextDue: nextDue?.toISOString() ?? null })
  }
  server.get('/sandbox/clock', async (_request, reply) => sendAnswer(reply, { status: 200, body: await state() }))
  server.post('/sandbox/clock', async (request, reply) => {
    const duration = readDuration(readAdvance(request.body))
    if (duration === undefined) {
      const message = 'advance must be an ISO 8601 duration such as P3D, PT1H or PT30S.'
      const refused = { error: 'INVALID_VALUE', propertyName: 'advance', message } as const
      return sendAnswer(reply, errorAnswer(world.newId(), [refused]))
    }
    if (!(await clock.moveTo(new Date(world.now().getTime() + duration)))) {
      const message = 'The clock is being moved already. Wait for that request to be answered.'
      return sendAnswer(reply, errorAnswer(world.newId(), [{ error: 'DUPLICATE_REQUEST_IN_PROGRESS', message }]))
    }
    return sendAnswer(reply, { status: 200, body: await state() })
  })
}
