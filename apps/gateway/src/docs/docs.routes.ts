import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { tokens } from '@silkgate/page'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { library, readEntry } from './library.ts'
import { pageOf } from './page.ts'
import { renderMarkdown } from './render-markdown.ts'

/** Nothing from elsewhere, nothing inline, no script at all. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

type Served = { readonly contentType: string; readonly content: Buffer; readonly tag: string }

const served = (contentType: string, content: Buffer): Served => {
  const tag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`
  return { contentType, content, tag }
}

const html = 'text/html; charset=utf-8'

const notFound = {
  title: 'There is no such page',
  sections: [],
  html: '<h1>There is no such page</h1>\n<p><a href="/docs">All of the documentation</a></p>',
}

const make = (path: string): Served | undefined => {
  if (path === '/docs/style.css') {
    const style = readFileSync(new URL('style.css', import.meta.url), 'utf8')
    return served('text/css; charset=utf-8', Buffer.from(`${tokens}\n${style}`))
  }
  const entry = library().get(path)
  if (entry === undefined) return undefined
  const content = readEntry(entry)
  if (entry.contentType !== html) return served(entry.contentType, content)
  return served(html, Buffer.from(pageOf(path, renderMarkdown(entry, content.toString('utf8')))))
}

/** The path as it is listed: without its query, and without a slash at its end. */
const plainPath = (url: string): string => (url.split('?')[0] ?? '').replace(/\/+/g, '/').replace(/\/$/, '')

/** Serves the docs folder of this checkout as pages. Each is made when it is first asked for, and kept. */
export const serveDocs = (server: FastifyInstance): void => {
  const made = new Map<string, Served>()
  const handler = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const path = plainPath(request.raw.url ?? '')
    const page = made.get(path) ?? make(path)
    reply.headers({
      'Content-Security-Policy': contentSecurityPolicy,
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    })
    if (page === undefined) {
      return reply.code(404).headers({ 'Content-Type': html, 'Cache-Control': 'no-store' }).send(pageOf(path, notFound))
    }
    made.set(path, page)
    // Asked about again each time, and sent again only when the checkout has changed.
    reply.headers({ 'Content-Type': page.contentType, 'Cache-Control': 'no-cache', ETag: page.tag })
    if (request.raw.headers['if-none-match'] === page.tag) return reply.code(304).send()
    return reply.send(page.content)
  }
  server.get('/docs', handler)
  server.get('/docs/*', handler)
}
