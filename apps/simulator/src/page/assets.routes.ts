import type { FastifyInstance } from 'fastify'
import { assets } from './assets.ts'

/** The one stylesheet and the one script of all pages. */
export const serveAssets = (server: FastifyInstance): void => {
  for (const [path, { contentType, text }] of assets) {
    const headers = { 'Content-Type': contentType, 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff' }
    server.get(path, async (_request, reply) => reply.headers(headers).send(text))
  }
}
