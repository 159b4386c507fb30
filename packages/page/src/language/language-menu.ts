import { type Language, languages } from '@silkgate/domain'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Html, html } from '../html.ts'
import { icon } from '../icon.ts'
import { chooseLanguage } from './choose-language.ts'
import { texts } from './texts.ts'

/** In which language a page is read, and at which address, so that another language can be picked there. */
export type Reader = { readonly language: Language; readonly url: string }

/** The same page in a language: its address with `lang`, and what else it asks for. */
const hrefIn = (language: Language, url: string): string => {
  const query = new URLSearchParams(url.split('?')[1])
  query.set('lang', language)
  return `?${query}`
}

/** The languages by their own names, each a link to the same page; it opens without script. */
export const languageMenu = ({ language, url }: Reader): Html => {
  const { page } = texts[language]
  const links = languages.map(
    (one) =>
      html`<li><a href="${hrefIn(one, url)}" lang="${one}" hreflang="${one}"${
        one === language && html` aria-current="true"`
      }>${texts[one].page.ownName}</a></li>`,
  )
  return html`<details class="languages"><summary>${icon('globe')}<span class="unseen">${page.language}: </span>
${page.ownName}</summary>
<ul translate="no">${links}</ul></details>`
}

const rememberSeconds = 365 * 24 * 60 * 60

/** The path that was asked for; with two slashes at its front a link to it would lead to another host. */
export const ownPath = (url: string): string => url.replace(/^\/+/, '/')

/**
 * Who asks for a page; `locale` is the merchant's wish. What is picked from the menu is kept in a cookie for the next page
 * (`chooseLanguage`).
 */
export const readerOf = (
  request: FastifyRequest,
  reply: FastifyReply,
  { locale, isSecure = false }: { locale?: string | undefined; isSecure?: boolean } = {},
): Reader => {
  const { lang } = request.query as { lang?: unknown }
  const { cookie, 'accept-language': acceptLanguage } = request.headers
  const language = chooseLanguage({ picked: lang, locale, cookies: cookie, acceptLanguage })
  const attributes = `Path=/; Max-Age=${rememberSeconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
  if (lang === language) reply.header('Set-Cookie', `lang=${language}; ${attributes}`)
  return { language, url: ownPath(request.url) }
}
