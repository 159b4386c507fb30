import type { Socket } from 'node:net'
import { type ErrorCode, type Merchant, ok, type Refusal, type Result, refuse } from '@silkgate/domain'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Directory } from '../merchant/index.ts'
import { isDatabaseAway } from '../postgres/database-away.ts'
import type { World } from '../world.ts'
import type { HearCall } from './answered-call.ts'
import { authenticate } from './authenticate.ts'
import { errorAnswer, type HttpAnswer, refusal } from './errors.ts'
import type { HearUnserved } from './hear-unserved.ts'
import { isTooDeep } from './json-depth.ts'
import type { Admits } from './rate-limit.ts'
import { readUpload } from './read-upload.ts'
import type { Route } from './route.ts'

type Needs = { readonly directory: Directory; readonly world: World; readonly log: Logger }
type ServerNeeds = Pick<Needs, 'world' | 'log'> & {
  readonly trustedProxies?: readonly string[]
  readonly unserved?: HearUnserved
}

const bodyLimit = 1024 * 1024

export const sendAnswer = (reply: FastifyReply, { status, headers, body, bytes, stream }: HttpAnswer): FastifyReply => {
  reply.code(status)
  if (headers !== undefined) reply.headers(headers)
  if (status === 204) return reply.send()
  if (bytes !== undefined || stream !== undefined) return reply.send(bytes ?? stream)
  return reply.type('application/json').send(body)
}

/** What cannot be parsed as HTTP never becomes a request: its answer is written by hand, and the connection ends. */
const refuseUnreadable = (socket: Socket, errorId: string): void => {
  const { status, body } = errorAnswer(errorId, refusal('UNREADABLE_REQUEST'))
  const head = [`HTTP/1.1 ${status} Bad Request`, 'Content-Type: application/json', 'Connection: close']
  if (socket.writable) socket.end([...head, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'))
  else socket.destroy()
}

/** A URL as the log may have it: whoever knows the last part of a hosted checkout's link may pay, and sees the order. */
export const withoutSecret = (url: string): string => url.replace(/(?<=:|%3a)[0-9a-f]{32}(?![0-9a-f])/gi, '…')

/** Logs what broke a request, and says what its answer is: that the database does not answer, or that we have a defect. */
export const logDefect = (
  log: Logger,
  error: Error,
  { method, url }: Pick<FastifyRequest, 'method' | 'url'>,
  errorId: string,
): 'TEMPORARILY_UNAVAILABLE' | 'UNKNOWN_SERVER_ERROR' => {
  const isAway = isDatabaseAway(error)
  const what = isAway ? 'a request was put off: the database does not answer' : 'a defect was caught at the edge'
  log.error({ err: error, errorId, method, url: withoutSecret(url) }, what)
  return isAway ? 'TEMPORARILY_UNAVAILABLE' : 'UNKNOWN_SERVER_ERROR'
}

/**
 * The web server without its routes: bodies come as raw text, whatever their type, since signatures cover bytes and
 * clients send odd types; a defect becomes a 500, and a database that does not answer a 503, with an id that the log has too.
 */
export const openServer = ({ world, log, trustedProxies = [], unserved = () => {} }: ServerNeeds): FastifyInstance => {
  const server = Fastify({
    logger: false,
    bodyLimit,
    // X-Forwarded-For counts from a proxy of ours alone: anybody can send one.
    ...(trustedProxies.length > 0 && { trustProxy: [...trustedProxies] }),
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, maxParamLength: 200 },
    forceCloseConnections: 'idle',
    keepAliveTimeout: 75_000,
    clientErrorHandler: (_error, socket) => refuseUnreadable(socket, world.newId()),
    frameworkErrors: (_error, _request, reply) =>
      sendAnswer(reply, errorAnswer(world.newId(), refusal('UNKNOWN_PATH'))),
  })
  // Fastify refuses a Content-Type that is empty or that it cannot read. As it was sent and signed it is in request.raw.
  server.addHook('onRequest', (request, _reply, done) => {
    if (request.headers['content-type'] !== undefined) request.headers = { 'content-type': 'text/plain' }
    done()
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  server.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const errorId = world.newId()
    if (error.statusCode === 413) return sendAnswer(reply, errorAnswer(errorId, refusal('BODY_TOO_LARGE')))
    if (error.statusCode === 400) return sendAnswer(reply, errorAnswer(errorId, refusal('INVALID_JSON')))
    return sendAnswer(reply, errorAnswer(errorId, refusal(logDefect(log, error, request, errorId))))
  })
  server.setNotFoundHandler((request, reply) => {
    const errorId = world.newId()
    const answer = errorAnswer(errorId, refusal('UNKNOWN_PATH'))
    unserved(request, answer, errorId)
    return sendAnswer(reply, answer)
  })
  return server
}

/** A number that is no plain integer stays as it was written: 15.00 is not 15, and a long id keeps its last digit. */
const asWritten = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && !(Number.isSafeInteger(value) && String(value) === context?.source)
    ? (context?.source ?? value)
    : value

/** JSON of a body; a number that is no plain integer stays as it was written. */
export const readJson = (text: unknown): Result<unknown> => {
  if (typeof text !== 'string' || text.trim() === '') return ok(undefined)
  if (isTooDeep(text)) return refuse(...refusal('INVALID_JSON'))
  try {
    return ok(JSON.parse(text, asWritten))
  } catch {
    return refuse(...refusal('INVALID_JSON'))
  }
}

const readBody = async ({ neverBecause, file }: Route, { body, raw }: FastifyRequest): Promise<Result<unknown>> => {
  if (neverBecause !== undefined) return ok(undefined)
  return file === 'taken' ? readUpload(body, raw.headers['content-type']) : readJson(body)
}

const idempotenceKeyOf = (request: FastifyRequest): string | undefined => {
  const value = request.headers['x-gcs-idempotence-key']
  return typeof value === 'string' && value !== '' && request.method !== 'GET' ? value : undefined
}

const longestKey = 256
const keyIsTooLong: Refusal = {
  error: 'INVALID_VALUE',
  propertyName: 'X-GCS-Idempotence-Key',
  message: `The idempotence key is longer than ${longestKey} characters.`,
}

/** The path without its query, and with its slashes as the reference writes them. */
export const plainPath = (url: string): string =>
  (url.split('?')[0] ?? '').replace(/\/+/g, '/').replace(/(?<=.)\/$/, '')

export const queryOf = (request: FastifyRequest): URLSearchParams =>
  new URLSearchParams((request.raw.url ?? '').split('?').slice(1).join('?'))

/** What the signature doctor needs of a request, beside its method and URL, to say why it was refused. */
export const signedHeaders = (headers: FastifyRequest['headers']): FastifyRequest['headers'] =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => /^(authorization|content-type|date|host|x-.*)$/.test(name)),
  )

type Heard = { readonly admits: Admits; readonly heard?: HearCall; readonly unserved?: HearUnserved }

type Known = { readonly merchant: Merchant; readonly apiKeyId: string }

/** Puts the routes of the merchant API on the server: authenticated first, counted, then parsed, then run. */
export const serveRoutes = (
  server: FastifyInstance,
  routes: readonly Route[],
  { directory, world, log, admits, heard = () => {}, unserved }: Needs & Heard,
): void => {
  const runFor = async (
    { merchant, apiKeyId }: Known,
    route: Route,
    request: FastifyRequest,
    errorId: string,
  ): Promise<HttpAnswer> => {
    if (!admits(apiKeyId)) return errorAnswer(errorId, refusal('TOO_MANY_REQUESTS'))
    const read = await readBody(route, request)
    if (!read.ok) return errorAnswer(errorId, read.refusals)
    const path = plainPath(request.raw.url ?? '')
    const key = idempotenceKeyOf(request)
    if (key !== undefined && key.length > longestKey) return errorAnswer(errorId, [keyIsTooLong])
    const params = request.params as Record<string, string>
    const caller = { merchantId: merchant.merchantId, apiKeyId, path, body: read.value, idempotenceKey: key }
    const wantsCsv = (request.headers.accept ?? '').includes('text/csv')
    const answer = await route.run({ caller, merchant, params, query: queryOf(request), wantsCsv, errorId })
    answer.stream?.on('error', (error) => logDefect(log, error, request, errorId))
    return answer
  }

  const serve = (route: Route) => async (request: FastifyRequest, reply: FastifyReply) => {
    const [callId, at, began] = [world.newId(), world.now(), performance.now()]
    const { merchantId = '' } = request.params as Record<string, string>
    const signed = { method: request.method, url: request.raw.url ?? '', headers: request.raw.headers }
    const known = await authenticate(directory, signed, merchantId, world.wallMs())
    if (!known.ok) {
      const headers = signedHeaders(signed.headers)
      log.debug({ errorId: callId, ...signed, headers }, 'a request was refused for its signature or its merchant')
    }
    const answer = known.ok
      ? await runFor(known.value, route, request, callId).catch((error: Error & { statusCode?: number }) => {
          // What the server itself refuses has its answer there.
          if (error.statusCode !== undefined) throw error
          return errorAnswer(callId, refusal(logDefect(log, error, request, callId)))
        })
      : errorAnswer(callId, known.refusals)
    heard({
      ...{ ...signed, callId, at, merchantId, answer, operation: route.operation, address: request.ip },
      apiKeyId: known.ok ? known.value.apiKeyId : undefined,
      body: typeof request.body === 'string' ? request.body : undefined,
      idempotenceKey: idempotenceKeyOf(request),
      durationMs: performance.now() - began,
    })
    return sendAnswer(reply, answer)
  }
  const put = (on: FastifyInstance, isOne: (route: Route) => boolean) => {
    for (const route of routes.filter(isOne)) on.route({ method: route.method, url: route.path, handler: serve(route) })
  }
  put(server, ({ file }) => file !== 'taken')
  // A file is read once it is known who sends it.
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body))
    put(scope, ({ file }) => file === 'taken')
  })
  refuseOtherMethods(server, routes, world, unserved)
}

/** Answers 405, with the methods that there are, to every other one at the path of a route. */
export const refuseOtherMethods = (
  server: FastifyInstance,
  routes: readonly (Pick<Route, 'method' | 'path'> & { readonly refuses?: readonly ErrorCode[] })[],
  world: World,
  unserved: HearUnserved = () => {},
): void => {
  const methods = Map.groupBy(routes, ({ path }) => path)
  for (const [url, ofPath] of methods) {
    const taken = new Set<string>(ofPath.map(({ method }) => method))
    const others = (['GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const).filter((method) => !taken.has(method))
    const allowed = ofPath
      .filter(({ refuses }) => !refuses?.includes('OPERATION_NOT_SUPPORTED'))
      .map(({ method }) => method)
    server.route({
      method: others,
      url,
      handler: (request, reply) => {
        const errorId = world.newId()
        const answer = errorAnswer(errorId, refusal('METHOD_NOT_ALLOWED'))
        unserved(request, answer, errorId)
        return sendAnswer(reply, { ...answer, headers: { Allow: allowed.join(', ') } })
      },
    })
  }
}
