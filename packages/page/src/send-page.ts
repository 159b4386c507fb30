import type { FastifyReply } from 'fastify'

/** Nothing from elsewhere, nothing inline. `formTargets` are the origins to which the answer to a form may lead. */
const contentSecurityPolicy = (formTargets: readonly string[]): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')

/** Sends a whole page; it is never kept, and tells nobody where the reader came from. */
export const sendPage = (
  reply: FastifyReply,
  page: string,
  status = 200,
  formTargets: readonly string[] = [],
): FastifyReply =>
  reply
    .code(status)
    .headers({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': contentSecurityPolicy(formTargets),
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    })
    .send(page)
