import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A real Chromium, headless; nothing of it speaks to the outside. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

export type Visit = {
  readonly page: Page
  /** What went wrong in the browser: errors of the console, refused requests, requests to other hosts. */
  readonly troubles: readonly string[]
  readonly close: () => Promise<void>
}

/** A visitor with a browser of their own. */
export const visit = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> => {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Amsterdam', ...options })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text())
  })
  page.on('pageerror', (error) => troubles.push(String(error)))
  page.on('request', (request) => {
    const isOurs = /^(http:\/\/(127\.0\.0\.1|payment\.localhost):|data:)/.test(request.url())
    if (!isOurs) troubles.push(`asked for ${request.url()}`)
  })
  return { page, troubles, close: () => context.close() }
}

type Axe = { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }

/** Asserts that axe finds nothing wrong with the page as it is now, in both colour schemes. */
export const assertAccessible = async (page: Page): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.evaluate(axeSource)
    const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run())
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    assert.deepEqual(found, [], `${await page.title()} (${colorScheme})`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

const cellsOverOthers = `[...document.querySelectorAll('tr')].flatMap((row) => {
  const cells = [...row.cells].map((cell) => [cell.innerText, cell.getBoundingClientRect()]).filter(([, box]) => box.width > 0)
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1
  return cells.flatMap(([text, box], at) =>
    cells.slice(at + 1).flatMap(([other, its]) => (meet(box, its) ? [text + ' over ' + other] : [])))
})`

/** Asserts that nothing needs to be scrolled sideways, and that no cell of a table lies over another. */
export const assertFits = async (page: Page): Promise<void> => {
  const [content, window] = (await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')) as [
    number,
    number,
  ]
  assert.ok(content <= window, `${await page.title()} is ${content} wide in a window of ${window}`)
  assert.deepEqual(await page.evaluate(cellsOverOthers), [], await page.title())
}

/** Presses Tab until what has the focus says this. */
export const tabTo = async (page: Page, text: RegExp): Promise<void> => {
  const seen: string[] = []
  for (let press = 0; press < 60; press++) {
    await page.keyboard.press('Tab')
    const focused = String(
      await page.evaluate(
        "(document.activeElement ?? document.body).matches('body') ? '' : " +
          "document.activeElement.innerText || document.activeElement.getAttribute('name') || ''",
      ),
    )
    if (text.test(focused)) return
    seen.push(focused.replaceAll('\n', ' '))
  }
  assert.fail(`Tab does not reach ${text}: ${seen.join(' | ')}`)
}

/** Makes the page a pseudo-locale: every word accented and 40 % longer, but for names, figures and times. */
export const stretchTexts = (page: Page): Promise<void> =>
  page.evaluate(`(() => {
  const accents = { a: 'á', e: 'ê', i: 'ï', o: 'ø', u: 'ü', n: 'ñ', s: 'š', A: 'Å', E: 'É', O: 'Ö' }
  const stretch = (word) =>
    word.replace(/[a-z]/gi, (letter) => accents[letter] ?? letter) + word.slice(0, Math.ceil(word.length * 0.4))
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const text = texts.currentNode
    if (!text.parentElement.closest('[translate=no], .money, time'))
      text.nodeValue = text.nodeValue.replace(/\\p{L}+/gu, stretch)
  }
})()`)
