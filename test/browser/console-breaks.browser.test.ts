import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertAccessible, assertFits, openBrowser, tabTo } from '../support/browser.ts'
import { enterConsole } from '../support/console-page.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { creditsOn } from '../support/mt940.ts'
import { aBatch, nameOf, netOf, receive, receiveBatch, settlementSheet, textOf } from '../support/reports.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, payInWallet, setFaults } from '../support/simulator.ts'
import { until } from '../support/until.ts'

describe('a break in the console', () => {
  let sandbox: TestSandbox
  let browser: Browser
  before(async () => {
    // Whatever is given up needs a second person.
    sandbox = await aSandbox('error', { ...noon, WRITE_OFF_ALONE_MINOR: '0' })
    browser = await openBrowser()
    const shop = openShop(sandbox, demoShop)
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(10_000))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    await setFaults(sandbox, { name: 'settled-short' })
    await advance(sandbox, 'P6D')
  })
  after(async () => {
    await browser?.close()
    await sandbox?.close()
  })

  const enter = async (email: string): Promise<{ page: Page; close: () => Promise<void> }> => {
    const { page, close } = await enterConsole(browser, sandbox, email)
    await page.getByRole('link', { name: '1 open break' }).click()
    await page.getByRole('link', { name: 'Batch and bank differ' }).click()
    await page.getByText('Our books').waitFor()
    return { page, close }
  }

  const match = async (page: Page): Promise<void> => {
    await page.getByRole('radio', { name: /^Match/ }).check()
    await page.getByLabel('Reason').fill('The bank took charges')
    await page.getByRole('button', { name: 'Match' }).click()
  }

  test('is taken and proposed by one person and approved by another, and the payment is paid', async () => {
    const first = await enter('operator@sandbox.example')
    await first.page.getByText('−10.00').waitFor()
    await assertAccessible(first.page)
    for (const width of [320, 1280]) {
      await first.page.setViewportSize({ width, height: 900 })
      await assertFits(first.page)
    }
    await first.page.getByRole('button', { name: 'Take it' }).click()
    await first.page.getByText('In work: operator@sandbox.example').waitFor()
    await match(first.page)
    await first.page.getByText('You proposed: Match.').waitFor()
    await match(first.page)
    await first.page.getByRole('alert').filter({ hasText: 'somebody else must approve' }).waitFor()
    await first.close()

    const second = await enter('operator2@sandbox.example')
    await second.page.getByText('operator@sandbox.example proposed: Match.').waitFor()
    await match(second.page)
    await second.page
      .getByText('Ended: matched, by operator@sandbox.example and operator2@sandbox.example. The bank took charges')
      .waitFor()
    await assertAccessible(second.page)
    await second.page.goto(`${sandbox.gatewayUrl}/console/reconciliation`)
    await second.page.getByText('Everything agrees.').waitFor()
    await advance(sandbox, 'PT1M')
    await second.page.goto(`${sandbox.gatewayUrl}/console/payments`)
    await second.page.getByRole('cell', { name: 'Paid' }).waitFor()
    await second.close()
  })
  test('is matched by hand with the candidate that a person chooses, with the keyboard alone', async () => {
    const batch = aBatch(1, { day: '2026-11-27', agreement: 'HANDEUR' })
    await receiveBatch(sandbox, batch)
    const id = 'S20261130HANDEUR'
    await receive(sandbox, nameOf('settlement', id, batch), textOf(settlementSheet(id, '2026-11-30', [batch])))
    // Short of more than any bank keeps.
    const credits = creditsOn('261130', 9, [{ minor: netOf(batch) - 600, text: 'COLLECTED' }])
    await receive(sandbox, 'late.sta', credits, 'bank')
    const found = await until('the entry is a break, and the batch is here', async () => {
      const [row] = await sandbox.db.read<{ id: string }>({
        text: `select break_id as id from breaks, settlement_batches
                where kind = 'unknown_entry' and resolved_at is null and settlement_batches.settlement_batch_id = $1`,
        values: [id],
      })
      return row?.id
    })
    const path = `/reconciliation/${found}`
    const { page, close } = await enterConsole(browser, sandbox, 'operator@sandbox.example', path)
    await page.getByRole('table', { name: 'Nearest candidates' }).waitFor()
    await tabTo(page, /^candidate$/)
    await page.keyboard.press('Space')
    await page.getByText('Chosen (1)').waitFor()
    await tabTo(page, /^action$/)
    await page.keyboard.press('Space')
    await page.getByText('It is matched with 1 candidate').waitFor()
    await page.getByText('a second person must ask for the same').waitFor()
    await assertAccessible(page)
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await assertFits(page)
    }
    await tabTo(page, /^reason$/)
    await page.keyboard.type('The bank collected it')
    await page.keyboard.press('Enter')
    await page
      .getByText(/^You proposed: Match\./)
      .filter({ hasText: `With: ${id}.` })
      .waitFor()
    await close()

    const second = await enterConsole(browser, sandbox, 'operator2@sandbox.example', path)
    await second.page.getByText('Chosen (1)').waitFor()
    await match(second.page)
    await second.page.getByText('Ended: matched, by operator@sandbox.example and operator2@sandbox.example.').waitFor()
    await second.close()
  })
})
