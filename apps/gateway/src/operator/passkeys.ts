import { ok, type Result, refuse } from '@silkgate/domain'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Db, Tx } from '../postgres/db.ts'
import { isUuid } from '../uuid-of.ts'
import type { World } from '../world.ts'
import {
  countPasskeyUse,
  deletePasskey,
  insertPasskey,
  listPasskeys,
  type PasskeyRow,
  readPasskey,
} from './passkey.store.ts'
import { insertQuestion, takeQuestion } from './question.store.ts'
import { confirmSession } from './session.store.ts'
import { type Begun, type ConsoleSessions, type Device, hashOf } from './sessions.ts'
import { giveRecoveryCodes } from './set-up-second-factor.ts'
import type { SignedIn } from './signed-in.ts'
import { lockUser, type SignInRow } from './user.store.ts'

/** Read once somebody uses a passkey: it takes a fifth of a program's start. */
const webAuthn = () => import('@simplewebauthn/server')

/** Who passkeys are made for: the host of the console, and the page's origin as browsers name it. */
export type RelyingParty = { readonly id: string; readonly origin: string }

/** Browsers make passkeys for names alone, so in the sandbox they are those of localhost, whatever address it listens on. */
export const relyingPartyOf = (publicUrl: string, isSandbox: boolean): RelyingParty => {
  const url = new URL(publicUrl)
  if (isSandbox && url.hostname === '127.0.0.1') url.hostname = 'localhost'
  return { id: url.hostname, origin: url.origin }
}

type Needs = {
  readonly db: Db
  readonly world: World
  readonly sessions: ConsoleSessions
  readonly relyingParty: RelyingParty
}

/** So long may somebody take to answer. */
const patienceMs = 5 * 60_000

const refused = refuse({ error: 'PASSKEY_REFUSED' })

/** The challenge that an answer is to, as the browser says; it counts where we have asked it. */
const challengeOf = (clientDataJSON: string): string | undefined => {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')) as {
      challenge?: unknown
    }
    return typeof challenge === 'string' ? challenge : undefined
  } catch {
    return undefined
  }
}

const shown = (row: PasskeyRow) => ({
  passkeyId: row.passkey_id,
  name: row.name,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
})

/** Passkeys: made by somebody who is signed in, and shown instead of a password. The device asks for its owner each time. */
export const passkeys = ({ db, world, sessions, relyingParty }: Needs) => {
  const until = () => new Date(world.wallMs() + patienceMs)

  const takeChallenge = async (kind: 'new_passkey' | 'passkey', clientDataJSON: string) => {
    const challenge = challengeOf(clientDataJSON)
    if (challenge === undefined) return undefined
    const asked = await takeQuestion(db, { kind, hash: hashOf(challenge) }, new Date(world.wallMs()))
    return asked && { challenge, userId: asked.user_id }
  }

  /** Goes on with whoever's passkey was shown; with one of somebody's own alone where they are named. */
  const showing = async <T>(
    response: AuthenticationResponseJSON,
    goOn: (tx: Tx, user: SignInRow, at: Date) => Promise<T>,
    ofUser?: string,
  ): Promise<Result<T>> => {
    const asked = await takeChallenge('passkey', response.response.clientDataJSON)
    const credentialId = Buffer.from(response.id, 'base64url')
    const passkey = asked && (await readPasskey(db, credentialId))
    if (asked === undefined || passkey === undefined || passkey.user_id !== (ofUser ?? passkey.user_id)) return refused
    const { verifyAuthenticationResponse } = await webAuthn()
    const verified = await verifyAuthenticationResponse({
      response,
      expectedChallenge: asked.challenge,
      expectedOrigin: relyingParty.origin,
      expectedRPID: relyingParty.id,
      requireUserVerification: true,
      credential: {
        id: response.id,
        publicKey: new Uint8Array(passkey.public_key),
        counter: Number(passkey.sign_count),
      },
    }).catch(() => undefined)
    if (verified?.verified !== true) return refused
    const at = new Date(world.wallMs())
    return db.transaction('chore.sign_in', async (tx): Promise<Result<T>> => {
      const user = await lockUser(tx, passkey.user_id)
      if (user === undefined) return refused
      if (user.need === 'oidc') return refuse({ error: 'OIDC_NEEDED' })
      if (!(await countPasskeyUse(tx, credentialId, verified.authenticationInfo.newCounter, at))) return refused
      return ok(await goOn(tx, user, at))
    })
  }

  return {
    list: async (userId: string) => (await listPasskeys(db, userId)).map(shown),

    remove: async ({ userId }: SignedIn, passkeyId: string) =>
      isUuid(passkeyId) && (await deletePasskey(db, userId, passkeyId)),

    askForNew: async ({ userId, email, name }: SignedIn) => {
      const known = await listPasskeys(db, userId)
      const { generateRegistrationOptions } = await webAuthn()
      const options = await generateRegistrationOptions({
        rpID: relyingParty.id,
        rpName: 'silkgate',
        userID: Buffer.from(userId),
        userName: email,
        userDisplayName: name,
        attestationType: 'none',
        excludeCredentials: known.map((row) => ({ id: row.credential_id.toString('base64url') })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
      await insertQuestion(db, { kind: 'new_passkey', hash: hashOf(options.challenge), userId }, until())
      return options
    },

    /** Adds the passkey that a browser has made; answers recovery codes where it is the first second factor. */
    add: async (
      { userId, sessionId }: SignedIn,
      name: string,
      response: RegistrationResponseJSON,
    ): Promise<Result<{ readonly recoveryCodes?: readonly string[] }>> => {
      const asked = await takeChallenge('new_passkey', response.response.clientDataJSON)
      if (asked?.userId !== userId) return refused
      const { verifyRegistrationResponse } = await webAuthn()
      const verified = await verifyRegistrationResponse({
        response,
        expectedChallenge: asked.challenge,
        expectedOrigin: relyingParty.origin,
        expectedRPID: relyingParty.id,
        requireUserVerification: true,
      }).catch(() => undefined)
      if (verified?.verified !== true) return refused
      const { id, publicKey, counter, transports } = verified.registrationInfo.credential
      const passkey = {
        credentialId: Buffer.from(id, 'base64url'),
        passkeyId: world.newId(),
        ...{ userId, name, publicKey: Buffer.from(publicKey) },
        ...{ signCount: counter, transports: transports ?? [] },
      }
      const at = new Date(world.wallMs())
      return db.transaction('chore.sign_in', async (tx): Promise<Result<{ readonly recoveryCodes?: string[] }>> => {
        const user = await lockUser(tx, userId)
        if (user === undefined || !(await insertPasskey(tx, passkey, at))) return refused
        await confirmSession(tx, sessionId, user.need === 'oidc' ? undefined : 'passkey', at)
        if (user.has_passkey || user.totp_secret !== null) return ok({})
        return ok({ recoveryCodes: await giveRecoveryCodes(tx, userId) })
      })
    },

    askForAny: async () => {
      const { generateAuthenticationOptions } = await webAuthn()
      const options = await generateAuthenticationOptions({ rpID: relyingParty.id, userVerification: 'required' })
      await insertQuestion(db, { kind: 'passkey', hash: hashOf(options.challenge) }, until())
      return options
    },

    /** Begins a session of whoever's passkey it is. A lock for wrong passwords does not keep its owner out. */
    signIn: (response: AuthenticationResponseJSON, device: Device): Promise<Result<Begun>> =>
      showing(response, async (tx, user, at) => {
        await sessions.record(tx, 'session.begin', user, device.address, 'signed in with a passkey')
        return sessions.begin(tx, user, 'passkey', device, at)
      }),

    /** Shows once more who is signed in, so that they may do what needs it. */
    confirm: ({ userId, sessionId, address }: SignedIn, response: AuthenticationResponseJSON): Promise<Result<void>> =>
      showing(
        response,
        async (tx, user, at) => {
          await sessions.record(tx, 'session.confirm', user, address, 'with a passkey')
          await confirmSession(tx, sessionId, 'passkey', at)
        },
        userId,
      ),
  }
}

export type Passkeys = ReturnType<typeof passkeys>
