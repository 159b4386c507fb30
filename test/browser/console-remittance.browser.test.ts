import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertAccessible, assertFits, openBrowser, tabTo } from '../support/browser.ts'
import { askConsole, signIn } from '../support/console.ts'
import { enterConsole } from '../support/console-page.ts'
import { demoShop } from '../support/merchant.ts'
import { addPaidShop, placeHold, sell } from '../support/remittance.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { advance } from '../support/simulator.ts'

const [maker, second, shopkeeper] = [
  'operator@sandbox.example',
  'operator2@sandbox.example',
  'merchant@sandbox.example',
]
const viewer = 'vera@psp.example'
const own = 'R0000001234EUR0000001'

/** A browser says of each answer that it is a 400 or 403; the console shows what that means. */
const seriousOf = (troubles: readonly string[]) => troubles.filter((text) => !/status of 40[03]/.test(text))

describe('what merchants are paid, in the console', () => {
  let sandbox: TestSandbox
  let browser: Browser
  let paymentId: string
  before(async () => {
    // Every remittance needs a second person.
    sandbox = await aSandbox('error', { ...noon, REMIT_ALONE_MINOR: '0' })
    browser = await openBrowser()
    await addPaidShop(sandbox, '2001', { rhythm: 'threshold' }).then((shop) => sell(sandbox, shop, 100_000))
    paymentId = await sell(sandbox, demoShop, 10_000)
    await advance(sandbox, 'P3D')
  })
  after(async () => {
    await browser?.close()
    await sandbox?.close()
  })

  const enter = (email: string, path = '/remittance', password?: string) =>
    enterConsole(browser, sandbox, email, path, password)
  const looksGood = async (page: Page): Promise<void> => {
    await assertAccessible(page)
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await assertFits(page)
    }
  }
  const approvalOf = (cookie: string, id: string, total: string) =>
    askConsole(sandbox, cookie, `/remittances/${id}/approval`, { method: 'POST', body: { total } })

  test('from "where is my money?" to the bank line in three clicks, and on to the merchant it was paid to', async () => {
    const { page, troubles, close } = await enter(maker, '/')
    await page.getByLabel('Search payments').click()
    await page.keyboard.type(paymentId)
    await page.keyboard.press('Enter')
    const bankLine = page.getByRole('listitem').filter({ hasText: 'Bank line' }).first().getByRole('link')
    await bankLine.click()
    await page.getByRole('heading', { name: /statement/i, level: 1 }).waitFor()
    await page
      .getByRole('cell', { name: /settlement/i })
      .first()
      .waitFor()
    assert.deepEqual(seriousOf(troubles), [])
    await close()
  })

  test('whoever starts a run reads who can approve it', async () => {
    const { page, troubles, close } = await enter(maker)
    await page.getByText('1 remittance of 98.50 EUR needs the approval of a second person. Next run').waitFor()
    await looksGood(page)
    await page.getByRole('button', { name: 'Pay now…' }).click()
    await page.getByLabel('Only this merchant').fill('2001')
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Pay now', exact: true }).click()
    await page.getByRole('heading', { name: 'Run by hand' }).waitFor()
    await page.getByText(`You started this run. ${second} can approve it.`).waitFor({ timeout: 30_000 })
    assert.equal(await page.getByRole('button', { name: 'Approve 985.90 EUR…' }).getAttribute('aria-disabled'), 'true')
    await looksGood(page)
    const { cookie } = await signIn(sandbox, maker)
    const refused = await approvalOf(cookie, 'R0000002001EUR0000001', '985.90')
    assert.deepEqual([refused.status, refused.body.errors?.[0]?.id], [409, 'REMITTANCE_NOT_WAITING'])
    assert.deepEqual(seriousOf(troubles), [])
    await close()
  })

  test('a second person approves it with the keyboard alone, having typed its total, and it goes to the bank', async () => {
    const { page, troubles, close } = await enter(second)
    await tabTo(page, /^Run by hand/)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Approve 985.90 EUR…' }).waitFor()
    await tabTo(page, /^Approve/)
    await page.keyboard.press('Enter')
    await page.getByLabel('Type the total of EUR again').waitFor()
    await assertAccessible(page)
    await page.keyboard.type('985.91')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'type its total' }).waitFor()
    await page.getByLabel('Type the total of EUR again').focus()
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('985.90')
    await page.keyboard.press('Enter')
    await page
      .getByRole('cell', { name: /Approved|Sent to bank|Accepted by bank/ })
      .first()
      .waitFor()
    await advance(sandbox, 'PT1H')
    await tabTo(page, /^R0000002001EUR0000001/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Remittance R0000002001EUR0000001' }).waitFor()
    await page.getByText(second).waitFor()
    await page.getByText('Nothing was paid to this merchant before.').waitFor()
    await looksGood(page)
    const [fetched] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download pain.001' }).click(),
    ])
    assert.match(fetched.suggestedFilename(), /^SG-\d{8}-EUR-[0-9a-f]{12}\.xml$/)
    assert.match(readFileSync(await fetched.path(), 'utf8'), /R0000002001EUR0000001/)
    assert.deepEqual(seriousOf(troubles), [])
    await close()
  })

  test('a merchant sees its own, why it is what it is, and nothing to decide', async () => {
    const { page, close } = await enter(shopkeeper)
    assert.equal(await page.getByRole('link', { name: /^Run by hand/ }).count(), 0)
    await page.getByRole('link', { name: 'All remittances' }).click()
    await page.getByRole('link', { name: own }).click()
    await page.getByText('It waits until a second person approves it').waitFor()
    const parts = page.getByRole('table', { name: 'Why this amount' })
    assert.match(await parts.innerText(), /Payment\s+100\.00.*\s+Our fee\s+−1\.50/)
    assert.equal(await page.getByRole('button', { name: /Approve|Refuse|pain/ }).count(), 0)
    assert.equal(await page.getByText(second).count(), 0)
    await looksGood(page)
    await page.goto(`${sandbox.gatewayUrl}/console/remittance/R0000002001EUR0000001`)
    await page.getByText('There is nothing here.').waitFor()
    await close()
  })

  test('a role that looks has no button; a hold is told; what is refused is available again', async () => {
    const [added] = await silkgate(sandbox, 'user', 'add', viewer, '--role', 'viewer')
    const looking = await enter(viewer, `/remittance/${own}`, String(added?.password))
    await looking.page.getByText(`${second} or ${maker} can approve it.`).waitFor()
    assert.equal(await looking.page.getByRole('button', { name: /Approve|Refuse/ }).count(), 0)
    await looking.close()

    await placeHold(sandbox, '1234', 'remittance', own, maker)
    const { page, close } = await enter(second, `/remittance/${own}`)
    await page.getByText(`On hold by ${maker}: looked into`).waitFor()
    await page.getByRole('button', { name: 'Refuse…' }).click()
    await page.getByLabel('Reason').fill('Not before they have answered')
    await page.getByRole('button', { name: 'Refuse', exact: true }).click()
    await page.getByText('It was called off before the bank was told.').waitFor()
    await looksGood(page)
    await page.goto(`${sandbox.gatewayUrl}/console/remittance/all?status=cancelled`)
    await page.getByRole('cell', { name: 'Cancelled' }).waitFor()
    await close()
  })
})
