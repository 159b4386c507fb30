import { randomBytes } from 'node:crypto'
import { ok, type Result, refuse } from '@silkgate/domain'
import * as client from 'openid-client'
import type { Logger } from 'pino'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import type { World } from '../world.ts'
import { keepOidcLink, readOidcLink } from './oidc.store.ts'
import { insertQuestion, takeQuestion } from './question.store.ts'
import { type Begun, type ConsoleSessions, type Device, hashOf } from './sessions.ts'
import { lockUser, readUser } from './user.store.ts'

/** The other sign-in, as the settings name it. */
export type OidcProvider = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** What the button says. */
  readonly name: string
}

type Needs = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly masterKey: MasterKey
  readonly sessions: ConsoleSessions
  readonly provider: OidcProvider | undefined
  readonly publicUrl: string
  /** In the sandbox a provider may speak plain HTTP. */
  readonly isSandbox: boolean
}

/** Time enough for somebody to sign in there. */
const patienceMs = 10 * 60_000

/** Below the console, so that its page takes the answer and hands it to us: no request of another site begins a session. */
export const oidcCallbackPath = '/console/oidc'

const place = 'sign_in_questions/oidc'
const refused = refuse({ error: 'OIDC_REFUSED' })
const notSetUp = refuse({ error: 'NOT_SET_UP' })

type Kept = { readonly state: string; readonly nonce: string; readonly verifier: string }
type Claims = { readonly sub?: unknown; readonly email?: unknown; readonly email_verified?: unknown }

/**
 * Sign-in by another provider (OpenID Connect: authorization code with PKCE, state and nonce). It lets in people who were invited
 * here: by the e-mail address that the provider has verified the first time, and from then on as the same one there.
 */
export const oidcSignIn = (needs: Needs) => {
  const { db, world, log, masterKey, sessions, provider, publicUrl, isSandbox } = needs
  let found: Promise<client.Configuration> | undefined
  /** Reads what the provider publishes of itself, once it is needed; again where it did not answer. */
  const discover = async ({ issuer, clientId, clientSecret }: OidcProvider): Promise<client.Configuration> => {
    found ??= client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      timeout: 10,
      ...(isSandbox ? { execute: [client.allowInsecureRequests] } : {}),
    })
    return found.catch((error: unknown) => {
      found = undefined
      throw error
    })
  }

  /** Whom the provider says has come, or undefined where its answer is not one to what we asked. */
  const claimsOf = async (config: client.Configuration, answer: URL, kept: Kept): Promise<Claims> => {
    const tokens = await client.authorizationCodeGrant(config, answer, {
      pkceCodeVerifier: kept.verifier,
      expectedState: kept.state,
      expectedNonce: kept.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (claims === undefined || claims.email !== undefined) return claims ?? {}
    return client.fetchUserInfo(config, tokens.access_token, claims.sub)
  }

  const userIdOf = async (issuer: string, subject: string, { email, email_verified }: Claims) => {
    const linked = await readOidcLink(db, issuer, subject)
    if (linked !== undefined || email_verified !== true || typeof email !== 'string') return linked
    return (await readUser(db, email.toLowerCase()))?.user_id
  }

  return {
    name: provider?.name,

    /** Where the browser goes, and the secret that its cookie keeps until it is back. */
    begin: async (): Promise<Result<{ readonly url: string; readonly secret: string }>> => {
      if (provider === undefined) return notSetUp
      const config = await discover(provider).catch((error: unknown) => {
        log.warn({ err: error }, 'the OpenID provider could not be read')
      })
      if (config === undefined) return refused
      const [secret, verifier] = [randomBytes(32).toString('base64url'), client.randomPKCECodeVerifier()]
      const kept: Kept = { state: client.randomState(), nonce: client.randomNonce(), verifier }
      const sealed = masterKey.seal(place, JSON.stringify(kept))
      await insertQuestion(db, { kind: 'oidc', hash: hashOf(secret), sealed }, new Date(world.wallMs() + patienceMs))
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: `${publicUrl}${oidcCallbackPath}`,
        scope: 'openid email',
        state: kept.state,
        nonce: kept.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return ok({ url: url.href, secret })
    },

    /** Begins a session of whom the provider says has come. `query` is what it sent the browser back with. */
    answer: async (secret: string | undefined, query: string, device: Device): Promise<Result<Begun>> => {
      if (provider === undefined) return notSetUp
      const at = new Date(world.wallMs())
      const asked = secret && (await takeQuestion(db, { kind: 'oidc', hash: hashOf(secret) }, at))
      if (!asked || asked.sealed === null) return refused
      const kept = JSON.parse(masterKey.open(place, asked.sealed)) as Kept
      const answer = new URL(`${publicUrl}${oidcCallbackPath}?${query.replace(/^\?/, '')}`)
      const claims = await discover(provider)
        .then((config) => claimsOf(config, answer, kept))
        .catch((error: unknown) => {
          log.warn({ err: error }, 'an answer of the OpenID provider was refused')
        })
      if (claims === undefined || typeof claims.sub !== 'string') return refused
      const link = { issuer: provider.issuer, subject: claims.sub }
      const userId = await userIdOf(link.issuer, link.subject, claims)
      if (userId === undefined) return refused
      return db.transaction('chore.sign_in', async (tx): Promise<Result<Begun>> => {
        const user = await lockUser(tx, userId)
        if (user === undefined || !(await keepOidcLink(tx, { userId, ...link }, at))) return refused
        await sessions.record(tx, 'session.begin', user, device.address, 'signed in by the other provider')
        return ok(await sessions.begin(tx, user, 'oidc', device, at))
      })
    },
  }
}

export type OidcSignIn = ReturnType<typeof oidcSignIn>
