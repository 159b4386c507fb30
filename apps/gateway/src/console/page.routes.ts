import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const folder = fileURLToPath(new URL('../../../console/dist/', import.meta.url))

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Nothing from elsewhere, nothing inline, and no text that becomes markup. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

type Served = { readonly contentType: string; readonly content: Buffer; readonly tag: string }

const notBuilt = '<!doctype html><title>silkgate</title><p>The console is not built: run <code>npm run console</code>.'

const readAll = (): ReadonlyMap<string, Served> =>
  new Map(
    (existsSync(folder) ? globSync('**/*.*', { cwd: folder }) : []).map((file): [string, Served] => {
      const content = readFileSync(`${folder}${file}`)
      const tag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`
      return [file, { content, tag, contentType: types[extname(file)] ?? 'application/octet-stream' }]
    }),
  )

/** Serves the built console: files under /console/assets by their names, its one page at every other path below /console/. */
export const serveConsolePage = (server: FastifyInstance): void => {
  let files: ReadonlyMap<string, Served> | undefined
  const handler = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    files ??= readAll()
    const path = (request.raw.url ?? '').split('?')[0]?.replace(/^\/console\/?/, '') ?? ''
    const isAsset = path.startsWith('assets/')
    const found = files.get(isAsset ? path : 'index.html')
    reply.headers({
      'Content-Security-Policy': contentSecurityPolicy,
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    })
    if (found === undefined) {
      return reply
        .code(isAsset ? 404 : 503)
        .headers({ 'Content-Type': types['.html'], 'Cache-Control': 'no-store' })
        .send(notBuilt)
    }
    // What is under assets has its hash in its name.
    const lasts = isAsset ? 'public, max-age=31536000, immutable' : 'no-cache'
    reply.headers({ 'Content-Type': found.contentType, 'Cache-Control': lasts, ETag: found.tag })
    if (request.raw.headers['if-none-match'] === found.tag) return reply.code(304).send()
    return reply.send(found.content)
  }
  server.get('/console', (request, reply) =>
    request.raw.url?.startsWith('/console/') ? handler(request, reply) : reply.redirect('/console/', 308),
  )
  server.get('/console/*', handler)
}
