import { errorAnswer } from '../http/errors.ts'
import type { Route } from '../http/route.ts'
import type { ClientSessions } from './client-sessions.ts'
import { readSessionRequest, sessionBody } from './read-session-request.ts'

export const clientSessionRoutes = (sessions: ClientSessions): Route[] => [
  {
    method: 'POST',
    path: '/v1/:merchantId/sessions',
    operation: 'sessions.create',
    body: sessionBody,
    refuses: ['INVALID_VALUE'],
    run: async ({ caller, merchant, errorId }) => {
      const request = readSessionRequest(caller.body)
      if (!request.ok) return errorAnswer(errorId, request.refusals)
      return { status: 201, body: JSON.stringify(await sessions.open(merchant, request.value)) }
    },
  },
]
