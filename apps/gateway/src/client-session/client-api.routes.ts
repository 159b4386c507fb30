import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errorAnswer, refusal } from '../http/errors.ts'
import { queryOf, refuseOtherMethods, sendAnswer } from '../http/server.ts'
import type { ProductOperation, WalletsOnOffer } from '../product/index.ts'
import type { World } from '../world.ts'
import { clientOperations } from './client-operations.ts'
import type { ClientSessions } from './client-sessions.ts'

type Needs = { readonly sessions: ClientSessions; readonly world: World; readonly onOffer: WalletsOnOffer }

/**
 * A page of any origin may read the answers: what lets it in is the session in the Authorization header, which no
 * browser sends by itself. Source: the headers of the browser's SDK, which names a Content-Type even where it sends no
 * body.
 */
const crossOrigin = { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-store' }

const preflight = {
  'Access-Control-Allow-Methods': 'GET, POST',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, X-GCS-ClientMetaInfo',
  'Access-Control-Max-Age': '7200',
}

/** Puts the API for merchants' pages on the server: the session first, then the operation. */
export const serveClientApi = (server: FastifyInstance, { sessions, world, onOffer }: Needs): void => {
  const serve =
    ({ answer }: ProductOperation) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const params = request.params as Record<string, string>
      const errorId = world.newId()
      const admitted = await sessions.admit(request.raw.headers.authorization, params.customerId ?? '')
      if (!admitted.ok) return sendAnswer(reply, errorAnswer(errorId, admitted.refusals))
      return sendAnswer(reply, await answer({ ...admitted.value, params, query: queryOf(request), errorId, onOffer }))
    }
  const register = async (pages: FastifyInstance) => {
    pages.addHook('onRequest', (_request, reply, done) => {
      reply.headers(crossOrigin)
      done()
    })
    pages.setNotFoundHandler((_request, reply) =>
      sendAnswer(reply, errorAnswer(world.newId(), refusal('UNKNOWN_PATH'))),
    )
    pages.options('/*', (_request, reply) => reply.headers(preflight).code(204).send())
    const routes = clientOperations.map((operation) => ({ ...operation, path: `/:customerId${operation.path}` }))
    for (const route of routes) pages.route({ method: route.method, url: route.path, handler: serve(route) })
    refuseOtherMethods(pages, routes, world)
  }
  server.register(register, { prefix: '/client/v1' })
}
