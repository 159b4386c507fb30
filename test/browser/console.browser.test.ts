import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { addUser } from '../../apps/gateway/src/operator/index.ts'
import { assertAccessible, assertFits, openBrowser, tabTo, type Visit, visit } from '../support/browser.ts'
import { askConsole, codeOf, signIn } from '../support/console.ts'
import { enterConsole } from '../support/console-page.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { payInWallet } from '../support/simulator.ts'

let sandbox: TestSandbox
let browser: Browser
/** A captured payment of each of two shops, by the merchant. */
const captured: Record<string, string> = {}

before(async () => {
  sandbox = await aSandbox('error', noon)
  browser = await openBrowser()
  for (const [identity, amount, currency] of [
    [demoShop, 123_456, 'EUR'],
    [secondShop, 1_500, 'HKD'],
  ] as const) {
    const shop = openShop(sandbox, identity)
    const placed = await shop.redirected(anOrder(amount, currency, { merchantReference: `of ${identity.merchantId}` }))
    await payInWallet(sandbox, placed.redirectUrl)
    await shop.whenStatus(placed.paymentId, 'CAPTURED')
    captured[identity.merchantId] = placed.paymentId
  }
})

after(async () => {
  await browser?.close()
  await sandbox?.close()
})

/** A browser says of each answer that it is a 403 or 404; the console shows what that means. */
const troublesOf = ({ troubles }: Visit): string[] => troubles.filter((text) => !/status of 40[34]/.test(text))

const assertGood = async (page: Page): Promise<void> => {
  await assertAccessible(page)
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    await assertFits(page)
  }
}

const fillIn = async (page: Page, email: string, password = 'sandbox'): Promise<void> => {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
}

const enter = (path: string, email = 'operator@sandbox.example'): Promise<Visit> =>
  enterConsole(browser, sandbox, email, path)

describe('the console', () => {
  test('asks who one is, says what is wrong, and goes on where one wanted to go', async () => {
    const visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${sandbox.gatewayUrl}/console/payments?status=CAPTURED`)
    await page.getByLabel('E-mail').waitFor()
    await assertGood(page)
    await fillIn(page, 'operator@sandbox.example', 'wrong')
    await page.getByRole('alert').filter({ hasText: 'is not right' }).waitFor()
    await fillIn(page, 'operator@sandbox.example')
    await page.getByRole('heading', { name: 'Payments', level: 1 }).waitFor()
    assert.match(page.url(), /\/console\/payments\?status=CAPTURED$/)
    assert.deepEqual(troublesOf(visitor), [])
    await visitor.close()
  })

  test('asks for the code of an authenticator where there is one', async () => {
    const person = { email: 'tan@psp.example', name: 'Tan', role: 'viewer', merchantId: undefined, password: 'sandbox' }
    await addUser(sandbox.db, { ...person, role: 'viewer' }, new Date())
    const { cookie } = await signIn(sandbox, person.email)
    const { body } = await askConsole(sandbox, cookie, '/second-factor', { method: 'POST' })
    const secret = String(body.secret)
    await askConsole(sandbox, cookie, '/second-factor', { method: 'PUT', body: { secret, code: codeOf(secret, -1) } })

    const { page, close } = await visit(browser)
    await page.goto(`${sandbox.gatewayUrl}/console/`)
    await fillIn(page, person.email)
    await page.getByLabel('Code from your authenticator').fill(codeOf(secret))
    await assertAccessible(page)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()
    await close()
  })

  test('shows how much is under way, and leads from a reference to the way of its money', async () => {
    const visitor = await enter('/')
    const { page } = visitor
    await page.getByText('100.0 % of 2 were captured.').waitFor()
    await page.getByRole('row', { name: /EUR/ }).getByText('1,234.56').waitFor()
    await assertGood(page)

    await page.keyboard.press('/')
    await page.keyboard.type('of 1234')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'of 1234' }).waitFor()
    assert.equal(await page.getByRole('row').count(), 2)
    await assertGood(page)
    await tabTo(page, /^of 1234$/)
    await page.keyboard.press('Enter')
    await page.getByText('is captured, and expected in the file of').waitFor()
    await page.getByText('1,234.56', { exact: false }).first().waitFor()
    await page.getByText('Webhook', { exact: true }).first().waitFor()
    await assertGood(page)
    assert.deepEqual(troublesOf(visitor), [])
    await visitor.close()
  })

  test('is led by keys alone: to views, to what an id names, to the list of keys', async () => {
    const { page, close } = await enter('/')
    const heading = (name: string) => page.getByRole('heading', { name, level: 1 }).waitFor()
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()
    await page.keyboard.type('gp')
    await heading('Payments')
    await page.keyboard.press('f')
    assert.equal(await page.evaluate("document.activeElement.closest('[data-filters]') !== null"), true)
    await page.keyboard.type('gr')
    await heading('Payments')
    await page.keyboard.press('Escape')
    await page.locator('#content').focus()
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog', { name: 'Go to anything' })
    await palette.getByRole('combobox').waitFor()
    await assertGood(page)
    await page.keyboard.type('reconc')
    await page.keyboard.press('Enter')
    await heading('Reconciliation')
    await palette.waitFor({ state: 'hidden' })
    await page.keyboard.press('Control+k')
    await palette.getByRole('combobox').fill(captured['1234'] ?? '')
    await palette.getByRole('option', { name: `Payment ${captured['1234']}`, selected: true }).waitFor()
    await page.keyboard.press('Enter')
    await heading('of 1234')
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await help.waitFor()
    await assertGood(page)
    await help.getByLabel('Single keys do something').uncheck()
    await page.keyboard.press('Escape')
    await help.waitFor({ state: 'hidden' })
    await page.keyboard.type('?gp')
    await page.keyboard.press('Control+k')
    await palette.waitFor()
    assert.equal(await help.count(), 0)
    assert.match(page.url(), /\/console\/payments\/\d{30}$/)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    await palette.getByRole('option', { name: 'Keyboard shortcuts', selected: true }).waitFor()
    await page.keyboard.press('Enter')
    await help.waitFor()
    await close()
  })

  test('moves the clock of the sandbox', async () => {
    const { page, close } = await enter('/')
    const status = page.getByRole('complementary').getByRole('status')
    await status.filter({ hasText: '24 Nov 2026, 13:' }).waitFor()
    await page.getByRole('button', { name: 'Advance 1 hour' }).click()
    await status.filter({ hasText: '24 Nov 2026, 14:' }).waitFor()
    await close()
  })

  test("shows a merchant's people nothing of another merchant, and answers as if it were not there", async () => {
    const { page, close } = await enter('/payments', 'merchant@sandbox.example')
    await page.getByRole('link', { name: 'of 1234' }).waitFor()
    assert.equal(await page.getByRole('link', { name: 'of 5678' }).count(), 0)
    const said: string[] = []
    for (const id of [captured[secondShop.merchantId] ?? '', '0'.repeat(30)]) {
      await page.goto(`${sandbox.gatewayUrl}/console/payments/${id}`)
      await page.getByText('There is nothing here.').waitFor()
      said.push((await page.locator('main').innerText()).replace(id, ''))
    }
    assert.equal(said[0], said[1])
    await close()
  })

  test('speaks Chinese', async () => {
    const visitor = await enter('/payments')
    const { page } = visitor
    await page.getByLabel('Language').selectOption('zh-Hans')
    await page.getByRole('heading', { name: '支付', level: 1 }).waitFor()
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-Hans')
    await assertGood(page)
    assert.deepEqual(troublesOf(visitor), [])
    await visitor.close()
  })

  test('says that nothing matches, and takes the filters away', async () => {
    const { page, close } = await enter('/payments?status=REFUNDED')
    await page.getByText('No payment matches.').waitFor()
    await assertGood(page)
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByRole('link', { name: 'of 1234' }).waitFor()
    await close()
  })

  test('says that there is no connection in place of waiting for one, and goes on once it is back', async () => {
    const { page, close } = await enter('/payments')
    await page.getByRole('link', { name: 'of 1234' }).waitFor()
    await page.context().setOffline(true)
    await page.getByRole('alert').filter({ hasText: 'There is no connection.' }).waitFor()
    await page.getByLabel('Currency').selectOption('HKD')
    await page.getByText('We did not get an answer.').first().waitFor()
    await assertAccessible(page)
    await page.context().setOffline(false)
    await page.getByRole('link', { name: 'of 5678' }).waitFor()
    await page.getByRole('alert').first().waitFor({ state: 'detached' })
    await close()
  })

  test('keeps its frame around an address that leads nowhere, and folds what is in the way of a narrow window', async () => {
    const { page, close } = await enter('/nothing/here')
    await page.getByRole('heading', { name: 'Not found', level: 1 }).waitFor()
    await assertGood(page)
    await page.setViewportSize({ width: 360, height: 740 })
    assert.equal(await page.getByRole('button', { name: 'Advance 1 hour' }).isVisible(), false)
    await page.getByRole('button', { name: 'Sandbox' }).press('Enter')
    await page.getByRole('button', { name: 'Advance 1 hour' }).waitFor()
    await page.getByLabel(/waiting? for you|waits for you/).press('Enter')
    const list = await page.locator('.bell-list').boundingBox()
    assert.ok(list !== null && list.x >= 0 && list.x + list.width <= 360)
    await page.goto(`${sandbox.gatewayUrl}/console/payments`)
    assert.equal(await page.getByLabel('Currency').isVisible(), false)
    await page.getByText('Filters', { exact: true }).click()
    await page.getByLabel('Currency').selectOption('HKD')
    await page.getByText('Filters (1)').waitFor()
    await close()
  })
})
