import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { formatMoney } from '@silkgate/domain'
import type { Browser, Page } from 'playwright-core'
import { assertAccessible, assertFits, openBrowser, tabTo } from '../support/browser.ts'
import { askConsole, signIn } from '../support/console.ts'
import { enterConsole } from '../support/console-page.ts'
import { demoShop } from '../support/merchant.ts'
import { sell } from '../support/remittance.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'

describe('merchants in the console', () => {
  let sandbox: TestSandbox
  let browser: Browser
  before(async () => {
    sandbox = await aSandbox('error', noon)
    browser = await openBrowser()
    await sell(sandbox, demoShop, 10_000)
  })
  after(async () => {
    await browser?.close()
    await sandbox?.close()
  })

  const enter = async (email: string, path: string): Promise<Page> =>
    (await enterConsole(browser, sandbox, email, path)).page

  /** What the demo shop is owed in euros, as the books have it. */
  const owed = async (): Promise<string> => {
    const { cookie } = await signIn(sandbox, 'operator@sandbox.example')
    const { body } = await askConsole(sandbox, cookie, '/merchants/1234/balances')
    const euros = (body.balances as { currency: string; total: string }[]).find(({ currency }) => currency === 'EUR')
    const minor = BigInt(euros?.total ?? 0)
    assert.ok(minor > 9000n && minor <= 10_000n)
    return formatMoney({ currency: 'EUR', minor }).split(' ')[0] ?? ''
  }

  const assertGood = async (page: Page) => {
    await assertAccessible(page)
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await assertFits(page)
    }
  }

  test('are found by name or id, and opened by keyboard alone', async () => {
    const page = await enter('operator@sandbox.example', '/merchants')
    await page.getByRole('cell', { name: '5678' }).waitFor()
    await assertGood(page)

    await page.getByLabel('Name or id').focus()
    await page.keyboard.type('1234')
    await page.keyboard.press('Enter')
    await page.getByRole('cell', { name: '5678' }).waitFor({ state: 'detached' })
    assert.match(page.url(), /\?q=1234$/)
    await page.getByRole('link', { name: 'Merchants' }).focus()
    await tabTo(page, /shop/i)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Balances' }).waitFor()
    await page.getByText('•••• ').first().waitFor()
    await assertGood(page)
  })

  test('say what they were owed at the end of a day that the address names', async () => {
    const page = await enter('operator@sandbox.example', '/merchants/1234')
    const total = page
      .getByLabel('Balance in EUR')
      .getByRole('definition')
      .filter({ hasText: await owed() })
    await total.first().waitFor()
    await page.getByLabel('At the end of').fill('2020-01-31')
    await page.getByText('As the books stood at 31 Jan 2020, 23:59').waitFor()
    assert.match(page.url(), /\?asOf=2020-01-31$/)
    await page.getByLabel('Balance in EUR').getByText('0.00').last().waitFor()
    assert.equal(await total.count(), 0)
  })

  test('show their own people where they stand, and not who of the operator decided what', async () => {
    const page = await enter('merchant@sandbox.example', '/')
    await page.getByRole('link', { name: 'Balance' }).click()
    await page
      .getByLabel('Balance in EUR')
      .getByText(await owed())
      .last()
      .waitFor()
    assert.equal(await page.getByRole('link', { name: 'Merchants' }).count(), 0)
    await assertGood(page)
    const { cookie } = await signIn(sandbox, 'merchant@sandbox.example')
    const { body } = await askConsole(sandbox, cookie, '/merchants/1234')
    assert.deepEqual([body.holds, body.changes], [undefined, undefined])
    assert.doesNotMatch(JSON.stringify(body), /operator/)
  })

  test('of others are neither listed nor there', async () => {
    const { cookie } = await signIn(sandbox, 'merchant@sandbox.example')
    const seen = await askConsole(sandbox, cookie, '/merchants?q=5678')
    assert.deepEqual(seen.body.rows, [])
    for (const path of ['/merchants/5678', '/merchants/5678/balances', '/merchants/99', '/merchants/99/balances']) {
      const answer = await askConsole(sandbox, cookie, path)
      assert.deepEqual([answer.status, answer.body.errors?.[0]?.id], [404, 'INVALID_MERCHANT_ID'], path)
    }
  })

  test('are listed page by page, by state, and never with a whole account number', async () => {
    const { cookie } = await signIn(sandbox, 'operator@sandbox.example')
    const page = async (query: string) => {
      const { body } = await askConsole(sandbox, cookie, `/merchants?${query}`)
      return { ids: (body.rows as { merchantId: string }[]).map(({ merchantId }) => merchantId), next: body.next }
    }
    const whole = await page('')
    const first = await page('limit=1')
    const second = await page(`limit=1&after=${first.next}`)
    assert.deepEqual([...first.ids, ...second.ids], whole.ids.slice(0, 2))
    assert.deepEqual((await page('status=closed')).ids, [])
    assert.deepEqual((await page('status=live')).ids, whole.ids)
    const [account] = await sandbox.db.read<{ iban: string }>({
      text: 'select iban from payout_accounts where merchant_id = 1234 and iban is not null limit 1',
      values: [],
    })
    const { body } = await askConsole(sandbox, cookie, '/merchants/1234')
    const text = JSON.stringify(body)
    assert.ok(account !== undefined && !text.includes(account.iban) && text.includes(`•••• ${account.iban.slice(-4)}`))
  })

  test('show what is held, and an account that cools off, without its number in the history', async () => {
    const anna = ['--as', 'anna@psp.example'] as const
    const account = ['--holder', 'Demo Shop', '--town', 'Utrecht', '--country', 'NL', '--proof', 'letter 7'] as const
    const iban = 'NL91ABNA0417164300'
    await silkgate(sandbox, 'payout-account', 'add', '1234', '--currency', 'EUR', '--iban', iban, ...account, ...anna)
    await silkgate(sandbox, 'payout-account', 'approve', '1234', 'EUR', '--as', 'ben@psp.example')
    await silkgate(sandbox, 'hold', 'place', '1234', '--reason', 'court order', ...anna)
    const page = await enter('operator@sandbox.example', '/merchants/1234')
    await page.getByText('Cooling off').waitFor()
    await page.getByRole('cell', { name: 'court order' }).waitFor()
    await page.getByText('fields').first().waitFor()
    for (const summary of await page.locator('summary').all()) await summary.click()
    await page.getByText('account.iban').first().waitFor()
    assert.ok(!(await page.content()).includes(iban))
    await assertGood(page)
  })
})
