import { roles } from '@silkgate/domain'
import { z } from 'zod'
import { errorAnswer } from '../http/errors.ts'
import { isUuid } from '../uuid-of.ts'
import { json, type OperatorRoute } from './operator-route.ts'
import type { ConsoleSessions } from './sessions.ts'
import type { SecondFactors } from './set-up-second-factor.ts'
import type { SignedIn } from './signed-in.ts'

/** What the console is told of who is signed in. */
export const aboutMe = ({ email, name, role, merchantId, hasSecondFactor }: SignedIn) => ({
  ...{ email, name, role, hasSecondFactor },
  ...(merchantId === undefined ? {} : { merchantId }),
  may: roles[role].may,
})

const confirmation = z.looseObject({ secret: z.string().max(100), code: z.string().max(20) })

/** One's own sessions and second factor. */
export const sessionRoutes = (sessions: ConsoleSessions, secondFactors: SecondFactors): OperatorRoute[] => [
  {
    method: 'GET',
    path: '/session',
    operation: 'session.get',
    needs: 'session',
    refuses: [],
    run: async ({ by }) => json(aboutMe(by)),
  },
  {
    method: 'GET',
    path: '/sessions',
    operation: 'sessions.list',
    needs: 'session',
    refuses: [],
    run: async ({ by }) => json({ sessions: await sessions.list(by) }),
  },
  {
    method: 'DELETE',
    path: '/sessions/:sessionId',
    operation: 'sessions.end',
    needs: 'session',
    refuses: ['INVALID_SESSION_ID'],
    run: async ({ by, params: { sessionId = '' }, errorId }) => {
      if (isUuid(sessionId) && (await sessions.end(by, sessionId))) return { status: 204, body: '' }
      return errorAnswer(errorId, [{ error: 'INVALID_SESSION_ID', propertyName: 'sessionId' }])
    },
  },
  {
    method: 'POST',
    path: '/second-factor',
    operation: 'secondFactor.begin',
    needs: 'session',
    refuses: [],
    run: async ({ by }) => json(secondFactors.begin(by)),
  },
  {
    method: 'PUT',
    path: '/second-factor',
    operation: 'secondFactor.confirm',
    needs: 'session',
    refuses: ['SIGN_IN_REFUSED'],
    body: confirmation,
    run: async ({ by, body, errorId }) => {
      const { secret, code } = body as z.output<typeof confirmation>
      if (await secondFactors.confirm(by, secret, code)) return { status: 204, body: '' }
      return errorAnswer(errorId, [
        { error: 'SIGN_IN_REFUSED', propertyName: 'code', message: 'This code is not right.' },
      ])
    },
  },
]
