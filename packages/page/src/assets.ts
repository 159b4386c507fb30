import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

/** The colours, in both themes. */
export const tokens: string = read('tokens.css')

/** What all pages load: the colours, the frame and the parts. A program adds what only its pages have. */
export const stylesheet: string = [tokens, read('style.css'), read('parts.css')].join('\n')

/** The one script, which no page needs, without its comments. */
export const script: string = read('live.js').replaceAll(/^\s*(\/\/.*)?\n/gm, '')

export type Asset = { readonly contentType: string; readonly text: string }

export const css = (text: string): Asset => ({ contentType: 'text/css; charset=utf-8', text })

export const javascript = (text: string): Asset => ({ contentType: 'text/javascript; charset=utf-8', text })

/** Serves what pages load, by path; asked for anew whenever a page is. */
export const serveAssets = (server: FastifyInstance, assets: ReadonlyMap<string, Asset>): void => {
  for (const [path, { contentType, text }] of assets) {
    const headers = { 'Content-Type': contentType, 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff' }
    server.get(path, async (_request, reply) => reply.headers(headers).send(text))
  }
}
