import { roles } from '@silkgate/domain'
import { errorAnswer } from '../http/errors.ts'
import { isUuid } from '../uuid-of.ts'
import { json, type OperatorRoute } from './operator-route.ts'
import type { ConsoleSessions } from './sessions.ts'
import type { SignedIn } from './signed-in.ts'

/** What the console is told of who is signed in. */
export const aboutMe = ({ email, name, role, merchantId, hasSecondFactor, mustSetUp }: SignedIn) => ({
  ...{ email, name, role, hasSecondFactor },
  ...(mustSetUp === undefined ? {} : { mustSetUp }),
  ...(merchantId === undefined ? {} : { merchantId }),
  may: roles[role].may,
})

/** One's own sessions. */
export const sessionRoutes = (sessions: ConsoleSessions): OperatorRoute[] => [
  {
    method: 'GET',
    path: '/session',
    operation: 'session.get',
    needs: 'session',
    whileSettingUp: true,
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
    path: '/sessions',
    operation: 'sessions.endOthers',
    needs: 'session',
    refuses: [],
    run: async ({ by }) => json({ ended: await sessions.endOthers(by) }),
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
]
