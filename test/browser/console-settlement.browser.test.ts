import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertAccessible, assertFits, openBrowser, tabTo } from '../support/browser.ts'
import { enterConsole } from '../support/console-page.ts'
import { demoShop } from '../support/merchant.ts'
import { sell } from '../support/remittance.ts'
import { aBatch, batchIdOf, nameOf, receive, sheetsOf, textOf } from '../support/reports.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { advance } from '../support/simulator.ts'

const [reconciler, viewer] = ['operator@sandbox.example', 'vera@psp.example']

describe('settlement in the console', () => {
  let sandbox: TestSandbox
  let browser: Browser
  before(async () => {
    sandbox = await aSandbox('error', noon)
    browser = await openBrowser()
    await sell(sandbox, demoShop, 10_000)
    await advance(sandbox, 'P3D')
  })
  after(async () => {
    await browser?.close()
    await sandbox?.close()
  })

  const enter = async (email: string, path: string, password?: string): Promise<Page> =>
    (await enterConsole(browser, sandbox, email, path, password)).page
  const looksGood = async (page: Page): Promise<void> => {
    await assertAccessible(page)
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await assertFits(page)
    }
  }

  test('the money of a day is followed from the statement to the batch, and to the file as it came', async () => {
    const page = await enter(reconciler, '/settlement')
    await page.getByText('Every report that was due is here, and every row of it was read.').waitFor()
    await page.getByRole('table', { name: 'Comes next' }).waitFor()
    await looksGood(page)
    await page.getByRole('link', { name: 'Bank statements' }).click()
    await page.getByRole('table', { name: 'Bank statements' }).waitFor()
    await looksGood(page)
    await page.getByRole('table', { name: 'Bank statements' }).getByRole('link').first().click()
    await page.getByText('each explained').waitFor()
    await looksGood(page)
    const [bank] = await sandbox.db.read<{ statement: string; entry: string }>({
      text: 'select statement_id as statement, entry_id as entry from bank_entries order by position desc limit 1',
      values: [],
    })
    await page.goto(`${sandbox.gatewayUrl}/console/settlement/statements/${bank?.statement}?entry=${bank?.entry}`)
    await page.locator('tr[aria-current]:focus').waitFor()
    await assertAccessible(page)
    await page.getByRole('link', { name: 'Settlement', exact: true }).click()
    await page.getByRole('link', { name: 'Batches' }).click()
    await page.getByRole('cell', { name: 'Paid', exact: true }).first().waitFor()
    await looksGood(page)
    await page
      .getByRole('row')
      .filter({ hasText: /Paid\D*[1-9]/ })
      .getByRole('link')
      .first()
      .click()
    await page.getByText('was found on our bank statement').waitFor()
    await looksGood(page)
    await page.getByRole('link', { name: 'Transactions' }).first().click()
    await page.getByRole('table', { name: 'Control totals' }).waitFor()
    await looksGood(page)
    const [fetched] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as it came' }).click(),
    ])
    assert.match(fetched.suggestedFilename(), /^transactionItems_/)
    assert.match(readFileSync(await fetched.path(), 'utf8'), /netSettlementAmountValue/)
    await page.close()
  })

  test('a file is brought by hand with the keyboard alone; its row that cannot be read is shown as it was sent', async () => {
    const batch = aBatch(6, { day: '2026-11-23' })
    const sheets = sheetsOf(batch)
    const rows = sheets.transactionItems.rows.map((cells, n) => (n === 1 ? cells.with(8, '100.00') : cells))
    const content = textOf({ ...sheets.transactionItems, rows })
    for (const kind of ['summary', 'feeItems'] as const) {
      await receive(sandbox, nameOf(kind, batchIdOf(batch), batch), textOf(sheets[kind]))
    }
    const page = await enter(reconciler, '/settlement')
    await tabTo(page, /^Upload file…/)
    await page.keyboard.press('Enter')
    await page.getByText('The same content is received once').waitFor()
    await assertAccessible(page)
    const name = nameOf('transactionItems', batchIdOf(batch), batch)
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })
    await tabTo(page, /^Upload file$/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name }).waitFor()
    await page.getByText('Taken in, 1 row held').waitFor()
    await page.getByText('"100.00" is not a whole number of the smallest unit').waitFor()
    await looksGood(page)
    await page.goto(`${sandbox.gatewayUrl}/console/settlement/quarantine`)
    const raw = page.getByRole('region', { name: 'Row 5 as it was sent' })
    assert.match(await raw.innerText(), /100\.00/)
    await page.getByRole('cell', { name: 'transactionAmountValue' }).waitFor()
    await looksGood(page)
    await page.close()
  })

  test('several breaks of one kind are ended at once, and what became of each is told', async () => {
    for (const n of [1, 2]) await receive(sandbox, `rubbish${n}.csv`, `rubbish;${n}`)
    const page = await enter(reconciler, '/reconciliation')
    await page.getByRole('cell', { name: 'File refused' }).nth(1).waitFor()
    await looksGood(page)
    await page.getByLabel('What does not agree').selectOption('file_refused')
    await page.getByRole('checkbox').nth(1).waitFor()
    for (const box of await page.getByRole('checkbox').all()) await box.press('Space')
    await page.getByText('2 chosen').waitFor()
    await tabTo(page, /^Take next/)
    await page.getByRole('button', { name: 'Resolve 2…' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('radio', { name: /^Dismiss/ }).press('Space')
    await page.getByLabel('Reason').fill('Sent by mistake')
    await assertAccessible(page)
    await page.keyboard.press('Enter')
    await page.getByText('2 breaks done.').waitFor()
    await page.getByRole('cell', { name: 'File refused' }).first().waitFor({ state: 'detached' })
    await page.goto(`${sandbox.gatewayUrl}/console/reconciliation?ended=true&kind=file_refused`)
    await page.getByRole('cell', { name: 'Ended' }).nth(1).waitFor()
    await page.close()
  })

  test('whoever takes the next break sees who says what, what would be posted, and what is only expected', async () => {
    const page = await enter(reconciler, '/reconciliation')
    await page.getByRole('button', { name: 'Take next' }).click()
    await page.getByText(`In work: ${reconciler}`).waitFor()
    await page.getByRole('term').filter({ hasText: 'The bank' }).waitFor()
    await page.getByRole('button', { name: 'Comment…' }).click()
    await page.getByLabel('What was found out').fill('Asked Alipay+')
    await page.getByRole('button', { name: 'Comment', exact: true }).click()
    await page.getByText('Asked Alipay+').waitFor()
    await page.getByRole('radio').first().check()
    await page.getByText('Nothing is posted.').waitFor()
    await page.getByText('It is done at once.').waitFor()
    await looksGood(page)
    await page.goto(`${sandbox.gatewayUrl}/console/reconciliation/expected`)
    await page.getByText('Cleared, its settlement is to come').first().waitFor()
    await looksGood(page)
    await page.close()
  })

  test('a role that looks brings no file, and a merchant has no such view', async () => {
    const [added] = await silkgate(sandbox, 'user', 'add', viewer, '--role', 'viewer')
    const looking = await enter(viewer, '/settlement', String(added?.password))
    await looking.getByText('1 row is in quarantine').waitFor()
    assert.equal(await looking.getByRole('button', { name: /^Upload/ }).count(), 0)
    await looking.close()
    const shopkeeper = await enter('merchant@sandbox.example', '/')
    assert.equal(await shopkeeper.getByRole('link', { name: 'Settlement' }).count(), 0)
    await shopkeeper.close()
  })
})
