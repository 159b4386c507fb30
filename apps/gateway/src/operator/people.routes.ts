import { isRole, isSignInNeed, type Role, type SignInNeed } from '@silkgate/domain'
import { z } from 'zod'
import { answerOf, json, type OperatorRoute } from './operator-route.ts'
import type { People } from './people.ts'

const role = z.string().refine((text): text is Role => isRole(text), { error: 'There is no such role.' })
/** A name that is read as one: no address, no link, no line of its own. */
const name = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{M}\p{N} .,'’·()&-]{1,100}$/u, { error: 'A name is expected: letters, figures, spaces.' })
/** One address, as a mail server takes it without quotes. */
const email = z
  .string()
  .regex(/^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}$/i, { error: 'This is no e-mail address.' })
  .max(254)
const merchantId = z.string().max(20).optional()

const invitation = z.looseObject({ email, name, role, merchantId })
const change = z
  .looseObject({ name: name.optional(), role: role.optional(), isDisabled: z.boolean().optional() })
  .optional()
const rule = z.looseObject({
  needs: z.string().refine((text): text is SignInNeed => isSignInNeed(text), { error: 'There is no such rule.' }),
  merchantId,
})

/**
 * The people of an organisation: who there is, what they may do, what is asked of them. Who makes people makes those who agree
 * to what they do: a page that was left open is not enough for it.
 */
export const peopleRoutes = (people: People): OperatorRoute[] => [
  {
    method: 'GET',
    path: '/people',
    operation: 'people.list',
    needs: 'people.change',
    refuses: [],
    run: async ({ by }) => json({ people: await people.list(by) }),
  },
  {
    method: 'POST',
    path: '/people',
    operation: 'people.invite',
    needs: 'people.change',
    needsConfirmation: true,
    refuses: ['CONFIRMATION_NEEDED', 'INVALID_VALUE', 'EMAIL_TAKEN', 'NOT_SET_UP'],
    body: invitation,
    run: async ({ by, body, errorId }) => {
      const fields = body as z.output<typeof invitation>
      return answerOf(await people.invite(by, { ...fields, merchantId: fields.merchantId }), errorId, (value) => value)
    },
  },
  {
    method: 'PUT',
    path: '/people/:userId',
    operation: 'people.change',
    needs: 'people.change',
    needsConfirmation: true,
    refuses: ['CONFIRMATION_NEEDED', 'INVALID_USER_ID', 'INVALID_VALUE', 'NOT_YOURSELF'],
    body: change,
    run: async ({ by, params: { userId = '' }, body, errorId }) =>
      answerOf(await people.change(by, userId, (body ?? {}) as Parameters<People['change']>[2]), errorId),
  },
  {
    method: 'POST',
    path: '/people/:userId/invitation',
    operation: 'people.inviteAgain',
    needs: 'people.change',
    needsConfirmation: true,
    refuses: ['CONFIRMATION_NEEDED', 'INVALID_USER_ID', 'NOT_SET_UP'],
    run: async ({ by, params: { userId = '' }, errorId }) => answerOf(await people.inviteAgain(by, userId), errorId),
  },
  {
    method: 'DELETE',
    path: '/people/:userId/factors',
    operation: 'people.resetFactors',
    needs: 'people.change',
    needsConfirmation: true,
    refuses: ['CONFIRMATION_NEEDED', 'INVALID_USER_ID', 'NOT_YOURSELF'],
    run: async ({ by, params: { userId = '' }, errorId }) => answerOf(await people.resetFactors(by, userId), errorId),
  },
  {
    method: 'GET',
    path: '/people/:userId/sessions',
    operation: 'people.sessions',
    needs: 'people.change',
    refuses: ['INVALID_USER_ID'],
    run: async ({ by, params: { userId = '' }, errorId }) =>
      answerOf(await people.sessionsOf(by, userId), errorId, (sessions) => ({ sessions })),
  },
  {
    method: 'DELETE',
    path: '/people/:userId/sessions',
    operation: 'people.endSessions',
    needs: 'people.change',
    refuses: ['INVALID_USER_ID'],
    run: async ({ by, params: { userId = '' }, errorId }) => answerOf(await people.endSessions(by, userId), errorId),
  },
  {
    method: 'GET',
    path: '/sign-in-rules',
    operation: 'signInRules.list',
    needs: 'people.change',
    refuses: [],
    run: async ({ by }) => json({ rules: await people.rules(by) }),
  },
  {
    method: 'PUT',
    path: '/sign-in-rules',
    operation: 'signInRules.set',
    needs: 'people.change',
    needsConfirmation: true,
    refuses: ['CONFIRMATION_NEEDED', 'INVALID_VALUE', 'NOT_SET_UP'],
    body: rule,
    run: async ({ by, body, errorId }) => {
      const { needs, merchantId: named } = body as z.output<typeof rule>
      return answerOf(await people.setRule(by, { needs, merchantId: named }), errorId)
    },
  },
]
