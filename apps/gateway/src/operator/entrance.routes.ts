import type { Result } from '@silkgate/domain'
import { z } from 'zod'
import { errorAnswer } from '../http/errors.ts'
import type { MailedLinks } from './links.ts'
import type { OidcSignIn } from './oidc.ts'
import { answerOf, json, type OpenAnswer, type OpenRoute } from './operator-route.ts'
import type { Passkeys, RelyingParty } from './passkeys.ts'
import { aboutMe } from './session.routes.ts'
import type { Begun, ConsoleSessions } from './sessions.ts'

type Needs = {
  readonly sessions: ConsoleSessions
  readonly passkeys: Passkeys
  readonly oidc: OidcSignIn
  readonly links: MailedLinks
  readonly relyingParty: RelyingParty
  readonly mails: { readonly isOpen: boolean }
  readonly isSandbox: boolean
}

const text = (longest: number) => z.string().min(1).max(longest)
const credentials = z.looseObject({ email: text(254), password: text(1024), code: text(40).optional() })
const shownPasskey = z.looseObject({
  response: z.looseObject({ id: text(2000), response: z.looseObject({ clientDataJSON: text(5000) }) }),
})
const providersAnswer = z.looseObject({ query: text(5000) })
const forgotten = z.looseObject({ email: text(254) })
const token = z.looseObject({ token: text(100) })
const chosen = z.looseObject({ token: text(100), password: text(1024) })

const entered = (begun: Result<Begun>, errorId: string): OpenAnswer =>
  begun.ok ? { ...json(aboutMe(begun.value.as), 201), begun: begun.value } : errorAnswer(errorId, begun.refusals)

/** The ways in: by password, passkey or another provider, and by a link that was mailed. */
export const entranceRoutes = (needs: Needs): OpenRoute[] => {
  const { sessions, passkeys, oidc, links, relyingParty, mails, isSandbox } = needs
  return [
    {
      method: 'GET',
      path: '/entrance',
      operation: 'entrance.get',
      refuses: [],
      run: async () =>
        json({ isSandbox, oidcName: oidc.name ?? null, mailsAreSent: mails.isOpen, passkeyHost: relyingParty.id }),
    },
    {
      method: 'POST',
      path: '/session',
      operation: 'session.begin',
      refuses: ['SIGN_IN_REFUSED', 'SECOND_FACTOR_NEEDED', 'PASSKEY_NEEDED', 'OIDC_NEEDED'],
      body: credentials,
      run: async ({ body, device, errorId }) =>
        entered(await sessions.signIn({ code: undefined, ...(body as z.output<typeof credentials>) }, device), errorId),
    },
    {
      method: 'POST',
      path: '/session/passkey/question',
      operation: 'session.askForPasskey',
      refuses: [],
      run: async () => json(await passkeys.askForAny()),
    },
    {
      method: 'POST',
      path: '/session/passkey',
      operation: 'session.beginWithPasskey',
      refuses: ['PASSKEY_REFUSED', 'OIDC_NEEDED'],
      body: shownPasskey,
      run: async ({ body, device, errorId }) =>
        entered(
          await passkeys.signIn((body as { response: Parameters<Passkeys['signIn']>[0] }).response, device),
          errorId,
        ),
    },
    {
      method: 'POST',
      path: '/session/oidc/question',
      operation: 'session.askProvider',
      refuses: ['OIDC_REFUSED', 'NOT_SET_UP'],
      run: async ({ errorId }) => {
        const begun = await oidc.begin()
        if (!begun.ok) return errorAnswer(errorId, begun.refusals)
        return { ...json({ url: begun.value.url }), keep: begun.value.secret }
      },
    },
    {
      method: 'POST',
      path: '/session/oidc',
      operation: 'session.beginWithProvider',
      refuses: ['OIDC_REFUSED', 'NOT_SET_UP'],
      body: providersAnswer,
      run: async ({ body, kept, device, errorId }) =>
        entered(await oidc.answer(kept, (body as z.output<typeof providersAnswer>).query, device), errorId),
    },
    {
      method: 'POST',
      path: '/recovery',
      operation: 'recovery.ask',
      refuses: ['NOT_SET_UP'],
      body: forgotten,
      run: async ({ body, errorId }) => {
        if (!mails.isOpen) return errorAnswer(errorId, [{ error: 'NOT_SET_UP' }])
        links.recover((body as z.output<typeof forgotten>).email)
        return { status: 204, body: '' }
      },
    },
    {
      method: 'POST',
      path: '/links/look',
      operation: 'link.look',
      refuses: ['INVALID_LINK'],
      body: token,
      run: async ({ body, errorId }) => {
        const found = await links.look((body as z.output<typeof token>).token)
        return found === undefined ? errorAnswer(errorId, [{ error: 'INVALID_LINK' }]) : json(found)
      },
    },
    {
      method: 'POST',
      path: '/links',
      operation: 'link.use',
      refuses: ['INVALID_LINK', 'PASSWORD_REFUSED'],
      body: chosen,
      run: async ({ body, device, errorId }) => {
        const { token: given, password } = body as z.output<typeof chosen>
        return answerOf(await links.use(given, password, device), errorId, (value) => value)
      },
    },
  ]
}
