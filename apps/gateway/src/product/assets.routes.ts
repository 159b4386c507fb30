import type { FastifyInstance } from 'fastify'
import { logo, logoFile } from './logo.ts'

export const assetsPath = '/assets'

const headers = {
  'Content-Type': 'image/svg+xml; charset=utf-8',
  'Cache-Control': 'public, max-age=31536000, immutable',
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
  'X-Content-Type-Options': 'nosniff',
}

/** Where the logo of Alipay+ lies. */
export const logoPath = `${assetsPath}/${logoFile}`

/** What a merchant's page shows beside the name of the product, for any page and for nobody in particular. */
export const serveAssets = (server: FastifyInstance): void => {
  server.get(logoPath, async (_request, reply) => reply.headers(headers).send(logo))
}
