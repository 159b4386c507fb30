import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import Fastify from 'fastify'
import { languageMenu, readerOf } from './language-menu.ts'

describe('the menu of languages', () => {
  test('names each language in its own words, and marks the one of the page', () => {
    const { text } = languageMenu({ language: 'nl', url: '/cashier/1' })
    for (const [language, name] of [
      ['en', 'English'],
      ['zh-CN', '简体中文'],
      ['zh-HK', '繁體中文（香港）'],
    ])
      assert.ok(text.includes(`href="?lang=${language}" lang="${language}" hreflang="${language}">${name}</a>`), text)
    assert.match(text, /lang="nl" hreflang="nl" aria-current="true">Nederlands<\/a>/)
    assert.equal(text.match(/aria-current/g)?.length, 1)
  })

  test('leads to the same page: what else its address asks for stays', () => {
    const { text } = languageMenu({ language: 'en', url: '/wallet/1/GCASH?closed&lang=en' })
    assert.match(text, /href="\?closed=&amp;lang=zh-HK"/)
  })
})

describe('who reads a page', () => {
  const ask = async (url: string, headers: Record<string, string> = {}) => {
    const server = Fastify()
    server.get('/page', async (request, reply) => readerOf(request, reply, { locale: 'nl_NL' }))
    const answer = await server.inject({ url, headers })
    return { reader: answer.json(), cookie: answer.headers['set-cookie'] }
  }

  test('is remembered when a language is picked, out of reach of scripts and of other sites', async () =>
    assert.deepEqual(await ask('/page?lang=zh-HK', { cookie: 'lang=en' }), {
      reader: { language: 'zh-HK', url: '/page?lang=zh-HK' },
      cookie: 'lang=zh-HK; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax',
    }))

  test('is not when none, an unknown one or two are', async () => {
    for (const url of ['/page', '/page?lang=fr', '/page?lang=en&lang=nl', '/page?lang=%0d%0aX:1'])
      assert.deepEqual(await ask(url), { reader: { language: 'nl', url }, cookie: undefined })
  })
})
