import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { renderMarkdown } from '../../apps/gateway/src/docs/render-markdown.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'

const folder = resolve(import.meta.dirname, '../../docs')
const entry = { path: '/docs/guides/planted', file: 'guides/planted.md', contentType: 'text/html' }
const render = (text: string): string => renderMarkdown(entry, text).html

describe('a page of the documentation', () => {
  test('shows raw HTML as text, and no comments', () => {
    assert.equal(render('<!-- made by hand -->\n\n# Money\n'), '<h1 id="money">Money</h1>\n')
    assert.doesNotMatch(
      render('<script>alert(1)</script>\n\nWords <img src=x onerror=alert(1)> and <b>more</b>'),
      /<(script|img|b)\b/,
    )
  })

  test('links to nothing but pages, parts of itself, and the web', () => {
    assert.match(render('[a](../reference/errors.md#x)'), /<a href="\/docs\/reference\/errors#x">a<\/a>/)
    assert.match(render('[a](connect-a-shop.md) [b](#part)'), /href="\/docs\/guides\/connect-a-shop".*href="#part"/)
    assert.match(render('[a](https://example.com/?a=1&b=2)'), /href="https:\/\/example\.com\/\?a=1&amp;b=2"/)
    for (const link of [
      'javascript:alert(1)',
      'data:text/html,x',
      '../../package.json',
      'missing.md',
      '//example.com',
    ]) {
      assert.doesNotMatch(render(`[words](${link})`), /<a /, link)
    }
  })

  test('names what may be wide, each differently', () => {
    const html = render('# A\n\n## B\n\n|a|\n|-|\n|b|\n\n|c|\n|-|\n|d|\n\n```js\n1 < 2\n```\n')
    const names = [...html.matchAll(/role="region" aria-label="([^"]+)" tabindex="0"/g)].map(([, name]) => name)
    assert.deepEqual(names, ['Table 1: B', 'Table 2: B', 'Code 1: B'])
    assert.match(html, /1 &lt; 2/)
  })
})

describe('the documentation at /docs', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox()
  })
  after(() => sandbox?.close())
  const get = (path: string, headers = {}) => fetch(`${sandbox.gatewayUrl}${path}`, { headers })

  test('leads from its first page to every other, and nowhere else', async () => {
    const seen = new Map<string, number>()
    const look = async (path: string): Promise<void> => {
      const answer = await get(path)
      seen.set(path, answer.status)
      const text = await answer.text()
      if (!String(answer.headers.get('content-type')).startsWith('text/html')) return
      assert.match(text, /<title>[^<]+ – silkgate<\/title>/)
      for (const [, href = ''] of text.matchAll(/(?:href|src)="(\/[^"#]*)/g)) if (!seen.has(href)) await look(href)
    }
    await look('/docs')
    const pages = globSync('**/*.md', { cwd: folder }).map((file) => `/docs/${file.replace(/(\/?README)?\.md$/, '')}`)
    assert.deepEqual(
      pages.map((path) => path.replace(/\/$/, '')).filter((path) => !seen.has(path)),
      [],
    )
    assert.deepEqual(
      [...seen].filter(([, status]) => status !== 200),
      [],
    )
  })

  test('lets nothing run or come from elsewhere', async () => {
    for (const path of ['/docs', '/docs/openapi.json', '/docs/nothing']) {
      const { headers } = await get(path)
      assert.match(
        String(headers.get('content-security-policy')),
        /^default-src 'none'; style-src 'self'; img-src 'self' data:;/,
      )
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
    }
    assert.doesNotMatch(await (await get('/docs')).text(), /<script|<style| style=/)
  })

  test('is sent once, and again when it has changed', async () => {
    const first = await get('/docs/reference/errors')
    const tag = first.headers.get('etag') ?? ''
    assert.deepEqual([first.status, first.headers.get('cache-control')], [200, 'no-cache'])
    const again = await get('/docs/reference/errors', { 'If-None-Match': tag })
    assert.deepEqual([again.status, await again.text()], [304, ''])
    assert.equal((await get('/docs/reference/errors', { 'If-None-Match': '"other"' })).status, 200)
  })

  test('holds the OpenAPI document, as it is checked in', async () => {
    const answer = await get('/docs/openapi.json')
    assert.equal(answer.headers.get('content-type'), 'application/json')
    assert.equal(((await answer.json()) as { openapi: string }).openapi, '3.1.1')
  })

  test('holds nothing but itself', async () => {
    for (const path of [
      '/docs/../package.json',
      '/docs/%2e%2e/package.json',
      '/docs/..%2fpackage.json',
      '/docs/README.md',
      '/docs/x',
    ]) {
      const answer = await get(path)
      assert.equal(answer.status, 404, path)
    }
    assert.match(await (await get('/docs/x')).text(), /There is no such page/)
  })
})
