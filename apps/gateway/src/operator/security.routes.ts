import { z } from 'zod'
import { errorAnswer } from '../http/errors.ts'
import type { ChangePassword } from './change-password.ts'
import { answerOf, json, type OperatorRoute } from './operator-route.ts'
import type { Passkeys } from './passkeys.ts'
import type { ConsoleSessions } from './sessions.ts'
import type { SecondFactors } from './set-up-second-factor.ts'

type Needs = {
  readonly sessions: ConsoleSessions
  readonly secondFactors: SecondFactors
  readonly passkeys: Passkeys
  readonly changePassword: ChangePassword
}

const text = (longest: number) => z.string().min(1).max(longest)
const confirmation = z.looseObject({ secret: text(100), code: text(20) })
const removal = z.looseObject({ password: text(1024), code: text(40) })
const newPassword = z.looseObject({ oldPassword: text(1024), code: text(40).optional(), password: text(1024) })
const again = z.looseObject({ password: text(1024), code: text(40).optional() })
const newPasskey = z.looseObject({
  name: text(100),
  response: z.looseObject({ id: text(2000), response: z.looseObject({ clientDataJSON: text(5000) }) }),
})
const shownPasskey = z.looseObject({
  response: z.looseObject({ id: text(2000), response: z.looseObject({ clientDataJSON: text(5000) }) }),
})

const shows = ['SIGN_IN_REFUSED', 'SIGN_IN_LOCKED', 'SECOND_FACTOR_NEEDED', 'PASSKEY_NEEDED', 'OIDC_NEEDED'] as const

/** How one signs in: the password, the authenticator and its recovery codes, passkeys. */
export const securityRoutes = ({ sessions, secondFactors, passkeys, changePassword }: Needs): OperatorRoute[] => [
  {
    method: 'GET',
    path: '/security',
    operation: 'security.get',
    needs: 'session',
    whileSettingUp: true,
    refuses: [],
    run: async ({ by }) =>
      json({
        hasSecondFactor: by.hasSecondFactor,
        recoveryCodesLeft: await secondFactors.recoveryCodesLeft(by.userId),
        passkeys: await passkeys.list(by.userId),
        isConfirmed: by.isConfirmed,
      }),
  },
  {
    method: 'POST',
    path: '/session/confirmation',
    operation: 'session.confirm',
    needs: 'session',
    whileSettingUp: true,
    refuses: shows,
    body: again,
    run: async ({ by, body, errorId }) => {
      const { password, code } = body as z.output<typeof again>
      return answerOf(await sessions.confirm(by, password, code), errorId)
    },
  },
  {
    method: 'POST',
    path: '/session/confirmation/passkey',
    operation: 'session.confirmWithPasskey',
    needs: 'session',
    whileSettingUp: true,
    refuses: ['PASSKEY_REFUSED', 'OIDC_NEEDED'],
    body: shownPasskey,
    run: async ({ by, body, errorId }) => {
      const { response } = body as { response: Parameters<Passkeys['confirm']>[1] }
      return answerOf(await passkeys.confirm(by, response), errorId)
    },
  },
  {
    method: 'PUT',
    path: '/password',
    operation: 'password.change',
    needs: 'session',
    whileSettingUp: true,
    refuses: ['PASSWORD_REFUSED', ...shows],
    body: newPassword,
    run: async ({ by, body, errorId }) => {
      const { oldPassword, code, password } = body as z.output<typeof newPassword>
      return answerOf(await changePassword(by, { oldPassword, code, password }), errorId)
    },
  },
  {
    method: 'POST',
    path: '/second-factor',
    operation: 'secondFactor.begin',
    needs: 'session',
    whileSettingUp: true,
    needsConfirmation: true,
    refuses: ['CONFIRMATION_NEEDED'],
    run: async ({ by }) => json(secondFactors.begin(by)),
  },
  {
    method: 'PUT',
    path: '/second-factor',
    operation: 'secondFactor.confirm',
    needs: 'session',
    whileSettingUp: true,
    needsConfirmation: true,
    refuses: ['SIGN_IN_REFUSED', 'CONFIRMATION_NEEDED'],
    body: confirmation,
    run: async ({ by, body, errorId }) => {
      const { secret, code } = body as z.output<typeof confirmation>
      const recoveryCodes = await secondFactors.confirm(by, secret, code)
      if (recoveryCodes !== undefined) return json({ recoveryCodes })
      return errorAnswer(errorId, [
        { error: 'SIGN_IN_REFUSED', propertyName: 'code', message: 'This code is not right.' },
      ])
    },
  },
  {
    method: 'POST',
    path: '/second-factor/removal',
    operation: 'secondFactor.remove',
    needs: 'session',
    whileSettingUp: true,
    refuses: shows,
    body: removal,
    run: async ({ by, body, errorId }) => {
      const { password, code } = body as z.output<typeof removal>
      return answerOf(await secondFactors.remove(by, password, code), errorId)
    },
  },
  {
    method: 'POST',
    path: '/recovery-codes',
    operation: 'recoveryCodes.renew',
    needs: 'session',
    needsConfirmation: true,
    refuses: ['CONFIRMATION_NEEDED'],
    run: async ({ by }) => json({ recoveryCodes: await secondFactors.newRecoveryCodes(by) }),
  },
  {
    method: 'POST',
    path: '/passkeys/question',
    operation: 'passkey.begin',
    needs: 'session',
    whileSettingUp: true,
    needsConfirmation: true,
    refuses: ['CONFIRMATION_NEEDED'],
    run: async ({ by }) => json(await passkeys.askForNew(by)),
  },
  {
    method: 'POST',
    path: '/passkeys',
    operation: 'passkey.add',
    needs: 'session',
    whileSettingUp: true,
    needsConfirmation: true,
    refuses: ['PASSKEY_REFUSED', 'CONFIRMATION_NEEDED'],
    body: newPasskey,
    run: async ({ by, body, errorId }) => {
      const { name, response } = body as { name: string; response: Parameters<Passkeys['add']>[2] }
      return answerOf(await passkeys.add(by, name, response), errorId, (value) => value)
    },
  },
  {
    method: 'DELETE',
    path: '/passkeys/:passkeyId',
    operation: 'passkey.remove',
    needs: 'session',
    needsConfirmation: true,
    refuses: ['INVALID_PASSKEY_ID', 'CONFIRMATION_NEEDED'],
    run: async ({ by, params: { passkeyId = '' }, errorId }) => {
      if (await passkeys.remove(by, passkeyId)) return { status: 204, body: '' }
      return errorAnswer(errorId, [{ error: 'INVALID_PASSKEY_ID', propertyName: 'passkeyId' }])
    },
  },
]
