import { type ErrorCode, type Fields, keptAsked, mayDo, ok } from '@silkgate/domain'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Act, acting, audited, digestWith } from '../audit/index.ts'
import { errorAnswer, type HttpAnswer, refusal } from '../http/errors.ts'
import { readBy } from '../http/schema.ts'
import { queryOf, readJson, refuseOtherMethods, sendAnswer } from '../http/server.ts'
import { tookTooLong } from '../postgres/database-away.ts'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import type { World } from '../world.ts'
import { addressLimit } from './address-limit.ts'
import type { OpenRoute, OperatorRoute } from './operator-route.ts'
import type { ConsoleSessions, Device } from './sessions.ts'
import { actOf, type SignedIn } from './signed-in.ts'

type Needs = {
  readonly db: Db
  readonly masterKey: MasterKey
  readonly sessions: ConsoleSessions
  readonly world: World
  readonly isSandbox: boolean
  readonly routes: readonly OperatorRoute[]
  readonly openRoutes: readonly OpenRoute[]
}

export const operatorPath = '/operator/v1'

/** Browsers take a `__Host-` cookie over https alone, from this host alone. */
const cookieName = (isSandbox: boolean): string => (isSandbox ? 'silkgate' : '__Host-silkgate')

const cookieOf = (request: FastifyRequest, name: string): string | undefined =>
  (request.raw.headers.cookie ?? '')
    .split(';')
    .map((part) => part.trim().split('='))
    .find(([key]) => key === name)?.[1]

/** What only a page of ours sends: other pages cannot add this header, and a browser says where a request comes from. */
const isOwnPage = ({ raw }: FastifyRequest): boolean =>
  raw.headers['x-silkgate'] === 'console' &&
  ['same-origin', undefined].includes(raw.headers['sec-fetch-site'] as string)

/** What a page asks for again and again while nobody touches it keeps no session alive. */
const isByItself = ({ raw }: FastifyRequest): boolean => raw.method === 'GET' && raw.headers['x-by-itself'] === 'true'

const deviceOf = (request: FastifyRequest): Device => ({
  address: request.ip,
  agent: (request.raw.headers['user-agent'] ?? '').slice(0, 300),
})

/** What a request asks for by the fields that its route reads: nothing else of it comes into the trail. */
const knownOf = ({ body }: OperatorRoute, value: unknown): Fields => {
  const known = body instanceof z.ZodOptional ? body.unwrap() : body
  if (!(known instanceof z.ZodObject) || typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).filter(([name]) => Object.hasOwn(known.shape, name))) as Fields
}

/** Whether a request asks for something that its caller must have given their second factor for just now. */
const isStale = ({ fresh = () => false }: OperatorRoute, by: SignedIn, body: unknown): boolean =>
  !by.isFresh && (fresh === true || fresh(body))

/** Why a route is not open to who is signed in, or undefined. */
const whyClosed = (route: OperatorRoute, by: SignedIn): ErrorCode | undefined => {
  if (by.mustSetUp !== undefined && !route.whileSettingUp) return 'SET_UP_NEEDED'
  if (route.needs !== 'session' && !mayDo(by.role, route.needs)) return 'NOT_PERMITTED'
  return route.needsConfirmation && !by.isConfirmed ? 'CONFIRMATION_NEEDED' : undefined
}

const bodyOf = (route: Pick<OperatorRoute, 'body' | 'takesFile'>, request: FastifyRequest) => {
  if (route.takesFile) return ok<unknown>(request.body)
  const read = readJson(request.body)
  return read.ok && route.body !== undefined ? readBy(route.body, read.value) : read
}

/** A browser keeps its way to another provider so long. */
const waySeconds = 600
const sessionSeconds = 7 * 24 * 3600

/** Puts the operator API on the server: the session first, then what the role allows, then the operation. */
export const serveOperatorApi = (server: FastifyInstance, needs: Needs): void => {
  const { db, sessions, world, isSandbox, routes, openRoutes } = needs
  const digest = digestWith(needs.masterKey)
  const name = cookieName(isSandbox)
  const cookie = (key: string, value: string, age: number) =>
    `${key}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${age}${isSandbox ? '' : '; Secure'}`
  const admits = addressLimit(
    isSandbox ? { perMinute: 3_000, atOnce: 300 } : { perMinute: 30, atOnce: 20 },
    world.wallMs,
  )

  /** Whatever a route commits goes into the trail with it; what it changes elsewhere does so after it. */
  const asSomebody = (
    by: SignedIn,
    route: OperatorRoute,
    about: string | undefined,
    asked: Fields,
    run: () => Promise<HttpAnswer>,
  ) => {
    const act: Act = {
      ...actOf(by, route.operation, world.now),
      about,
      asked: keptAsked(asked, digest),
    }
    return audited(db, act, run, ({ status }) => route.method !== 'GET' && status < 400)
  }

  const serve = (route: OperatorRoute) => async (request: FastifyRequest, reply: FastifyReply) => {
    const errorId = world.newId()
    const refused = (...refusals: Parameters<typeof errorAnswer>[1]) =>
      sendAnswer(reply, errorAnswer(errorId, refusals))
    if (!isOwnPage(request)) return refused(...refusal('FOREIGN_PAGE'))
    const by = await sessions.find(cookieOf(request, name), request.ip, isByItself(request))
    if (by === undefined) return refused(...refusal('SIGN_IN_NEEDED'))
    const why = whyClosed(route, by)
    if (why !== undefined) return refused(...refusal(why))
    const params = request.params as Record<string, string>
    const absent = await route.absent?.({ by, params })
    if (absent !== undefined) return refused(...refusal(absent))
    const body = bodyOf(route, request)
    if (!body.ok) return refused(...body.refusals)
    if (isStale(route, by, body.value)) return refused(...refusal('FRESH_FACTOR_NEEDED'))
    const query = queryOf(request)
    const run = () =>
      route.run({ by, params, query, body: body.value, errorId }).catch((error: unknown) => {
        if (tookTooLong(error)) return errorAnswer(errorId, refusal('QUESTION_TOO_WIDE'))
        throw error
      })
    const asked = route.takesFile ? Object.fromEntries(query) : knownOf(route, body.value)
    const [about] = Object.values(params)
    return sendAnswer(reply, await asSomebody(by, route, about, { ...asked, ...params }, run))
  }

  const serveOpen = (route: OpenRoute) => async (request: FastifyRequest, reply: FastifyReply) => {
    const errorId = world.newId()
    const refused = (...refusals: Parameters<typeof errorAnswer>[1]) =>
      sendAnswer(reply, errorAnswer(errorId, refusals))
    if (!isOwnPage(request)) return refused(...refusal('FOREIGN_PAGE'))
    if (!admits(request.ip)) return refused(...refusal('TOO_MANY_REQUESTS'))
    const body = bodyOf(route, request)
    if (!body.ok) return refused(...body.refusals)
    const kept = cookieOf(request, `${name}-way`)
    const nobody = { by: null, role: null, organisation: undefined, isOpen: true }
    const act: Act = { door: 'console', origin: request.ip, operation: route.operation, ...nobody, now: world.now }
    const run = () => route.run({ device: deviceOf(request), kept, body: body.value, errorId })
    const answer = await audited(db, act, run, () => false)
    const { begun, keep } = answer
    if (begun !== undefined) {
      reply.header('Set-Cookie', [cookie(name, begun.token, sessionSeconds), cookie(`${name}-way`, '', 0)])
    }
    if (keep !== undefined) reply.header('Set-Cookie', cookie(`${name}-way`, keep, waySeconds))
    return sendAnswer(reply, answer)
  }

  const signOut = async (request: FastifyRequest, reply: FastifyReply) => {
    const by = isOwnPage(request) ? await sessions.find(cookieOf(request, name), request.ip) : undefined
    if (by !== undefined) {
      await acting(actOf(by, 'session.end', world.now), () => sessions.end(by, by.sessionId))
    }
    reply.header('Set-Cookie', cookie(name, '', 0))
    return sendAnswer(reply, { status: 204, body: '' })
  }

  server.register(
    async (api) => {
      api.addHook('onRequest', (_request, reply, done) => {
        reply.headers({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' })
        done()
      })
      api.route({ method: 'DELETE', url: '/session', handler: signOut })
      for (const route of openRoutes) api.route({ method: route.method, url: route.path, handler: serveOpen(route) })
      const put = (on: FastifyInstance, takesFile: boolean) => {
        for (const route of routes.filter((one) => (one.takesFile ?? false) === takesFile)) {
          on.route({ method: route.method, url: route.path, handler: serve(route) })
        }
      }
      put(api, false)
      // A file is read once it is known who sends it.
      api.register(async (scope) => {
        scope.removeAllContentTypeParsers()
        scope.addContentTypeParser('*', (_request, content, done) => done(null, content))
        put(scope, true)
      })
      refuseOtherMethods(api, [...routes, ...openRoutes, { method: 'DELETE', path: '/session' }], world)
    },
    { prefix: operatorPath },
  )
}
