import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertAccessible, assertFits, openBrowser, tabTo } from '../support/browser.ts'
import { askConsole, signIn } from '../support/console.ts'
import { enterConsole } from '../support/console-page.ts'
import { demoShop, secondShop } from '../support/merchant.ts'
import { sell } from '../support/remittance.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { advance } from '../support/simulator.ts'

describe('reports in the console', () => {
  let sandbox: TestSandbox
  let browser: Browser
  before(async () => {
    sandbox = await aSandbox('error', noon)
    browser = await openBrowser()
    await sell(sandbox, demoShop, 10_000)
    await sell(sandbox, secondShop, 700, 'HKD')
  })
  after(async () => {
    await browser?.close()
    await sandbox?.close()
  })

  const enter = async (email: string): Promise<Page> => (await enterConsole(browser, sandbox, email, '/reports')).page

  test('are said to come tonight, and are there the next day', async () => {
    const page = await enter('operator@sandbox.example')
    await page.getByText('There is no report yet.').waitFor()
    await assertAccessible(page)
    await advance(sandbox, 'P1D')
    await page.reload()
    await page.getByRole('cell', { name: 'WX file' }).first().waitFor()
    await assertAccessible(page)
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await assertFits(page)
    }
  })

  test('are downloaded by keyboard alone, byte for byte', async () => {
    const page = await enter('merchant@sandbox.example')
    await page.getByRole('cell', { name: 'WX file' }).first().waitFor()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      tabTo(page, /^Download$/).then(() => page.keyboard.press('Enter')),
    ])
    const bytes = readFileSync(await file.path())
    const [kept] = await sandbox.db.read<{ sha256: string }>({
      text: 'select sha256 from reports where merchant_id = 1234 and name = $1',
      values: [file.suggestedFilename()],
    })
    assert.equal(createHash('sha256').update(bytes).digest('hex'), kept?.sha256)
  })

  test('of another merchant are neither listed nor there', async () => {
    const { cookie } = await signIn(sandbox, 'merchant@sandbox.example')
    const seen = await askConsole(sandbox, cookie, '/reports?merchant=5678')
    assert.deepEqual([...new Set((seen.body.rows as { merchantId: string }[]).map((row) => row.merchantId))], ['1234'])
    const [foreign] = await sandbox.db.read<{ name: string }>({
      text: 'select name from reports where merchant_id = 5678 limit 1',
      values: [],
    })
    const answer = await askConsole(sandbox, cookie, `/reports/5678/${foreign?.name}`)
    assert.deepEqual([answer.status, answer.body.errors?.[0]?.id], [404, 'INVALID_REPORT_NAME'])
  })

  test('are listed page by page', async () => {
    const { cookie } = await signIn(sandbox, 'operator@sandbox.example')
    const names = async (query: string) => {
      const { body } = await askConsole(sandbox, cookie, `/reports?${query}`)
      return { names: (body.rows as { name: string }[]).map(({ name }) => name), next: body.next as string | undefined }
    }
    const whole = await names('limit=100')
    const paged: string[] = []
    for (let next: string | undefined = ''; next !== undefined; ) {
      const page = await names(`limit=2&after=${next}`)
      paged.push(...page.names)
      next = page.next
    }
    assert.ok(whole.names.length > 4)
    assert.deepEqual(paged, whole.names)
  })
})
