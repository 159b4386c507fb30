import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Dialog, Page } from 'playwright-core'
import { openBrowser, tabTo, type Visit } from '../support/browser.ts'
import { enterConsole } from '../support/console-page.ts'
import { assertGood, assertQuiet, heading } from '../support/console-visit.ts'
import { demoShop } from '../support/merchant.ts'
import { sell } from '../support/remittance.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { until } from '../support/until.ts'

const [first, second] = ['operator@sandbox.example', 'operator2@sandbox.example']

describe('deeds about merchants, consumers and the sandbox, in the console', () => {
  let sandbox: TestSandbox
  let browser: Browser
  let paymentId: string
  /** Two people who stay signed in. */
  let ana: Visit
  let tom: Visit
  before(async () => {
    sandbox = await aSandbox('error', noon)
    browser = await openBrowser()
    paymentId = await sell(sandbox, demoShop, 10_000)
    ana = await enterConsole(browser, sandbox, first)
    tom = await enterConsole(browser, sandbox, second)
  })
  after(async () => {
    await browser?.close()
    await sandbox?.close()
  })

  const go = async ({ page }: Visit, path: string): Promise<Page> => {
    await page.goto(`${sandbox.gatewayUrl}/console${path}`)
    return page
  }
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
  /** Opens a dialog, fills its fields in and does what it is about. */
  const decide = async (page: Page, name: string, fields: Readonly<Record<string, string>> = {}, confirm = name) => {
    await button(page, `${name}…`).click()
    const dialog = page.getByRole('dialog')
    for (const [label, value] of Object.entries(fields)) await dialog.getByLabel(label).fill(value)
    await button(page, confirm).click()
    await dialog.waitFor({ state: 'detached' })
  }

  test('what was typed and is not saved is left only by whoever says so', async () => {
    const page = await go(ana, '/merchants')
    const asked: string[] = []
    let leaves = false
    const answer = async (dialog: Dialog) => {
      asked.push(dialog.type())
      await (leaves ? dialog.accept() : dialog.dismiss())
    }
    page.on('dialog', answer)
    await page.getByRole('link', { name: 'Add merchant' }).click()
    await page.locator('input[name=name]').fill('Tea')
    await page.getByRole('link', { name: 'Refunds', exact: true }).click()
    await until('it was asked', () => asked.length === 1)
    await heading(page, 'Add merchant')
    assert.equal(await page.locator('input[name=name]').inputValue(), 'Tea')
    leaves = true
    await page.getByRole('link', { name: 'Refunds', exact: true }).click()
    await heading(page, 'Refunds')

    leaves = false
    await page.goto(`${sandbox.gatewayUrl}/console/payments/${paymentId}`)
    await page.getByRole('button', { name: /^Refund…/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').first().fill('12.00')
    for (let press = 0; press < 3; press++) await page.keyboard.press('Escape')
    await dialog.getByRole('button', { name: 'Leave it' }).click()
    assert.equal(await dialog.getByRole('textbox').first().inputValue(), '12.00')
    leaves = true
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    const before = asked.length
    await page.reload()
    await heading(page, /./)
    assert.deepEqual([new Set(asked).size, asked.length], [1, before])
    page.off('dialog', answer)
  })

  test('a merchant is added by keyboard alone; what is wrong stands at its field, and nothing typed is lost', async () => {
    const page = await go(ana, '/merchants')
    await page.getByRole('link', { name: 'Add merchant' }).waitFor()
    await tabTo(page, /^Add merchant$/)
    await page.keyboard.press('Enter')
    await heading(page, 'Add merchant')
    await assertGood(page)
    const type = async (field: RegExp, text: string) => {
      await tabTo(page, field)
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type(text)
    }
    await type(/^merchantId$/, '77')
    await type(/^name$/, 'Tea House B.V.')
    await type(/^mcc$/, '54')
    await type(/^country$/, 'NL')
    await type(/^feePercent$/, '1.2')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'Four digits are expected' }).waitFor()
    assert.equal(await page.getByLabel('MCC').getAttribute('aria-invalid'), 'true')
    assert.equal(await page.evaluate('document.activeElement.name'), 'mcc')
    assert.equal(await page.getByLabel('Legal name').inputValue(), 'Tea House B.V.')
    await assertGood(page)
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('5499')
    await page.keyboard.press('Enter')
    await heading(page, 'Tea House B.V.')
    await page.getByText('1.2 %').first().waitFor()
    assertQuiet(ana)
  })

  test('it goes live once another person has approved who it is', async () => {
    const [mine, theirs] = [await go(ana, '/merchants/77'), await go(tom, '/merchants/77')]
    assert.equal(await button(mine, 'Go live…').getAttribute('aria-disabled'), 'true')
    await mine.getByText('Possible once its KYB is approved.').waitFor()
    await decide(mine, 'Submit evidence', { Evidence: 'vault/77.pdf' })
    await mine.getByText('You submitted the evidence: another person decides.').first().waitFor()
    await assertGood(mine)
    await theirs.reload()
    await button(theirs, 'Approve KYB…').click()
    await theirs.getByLabel('Next review on').fill('2020-01-01')
    await button(theirs, 'Approve KYB').click()
    await theirs.getByRole('alert').filter({ hasText: 'A day after today' }).waitFor()
    await assertGood(theirs)
    await theirs.getByLabel('Next review on').fill('2099-01-01')
    await button(theirs, 'Approve KYB').click()
    await theirs.getByText('review on 1 Jan 2099').waitFor()
    await decide(theirs, 'Go live')
    await button(theirs, 'Suspend…').waitFor()
    await assertGood(theirs)
  })

  test('its payout account is approved by another person, who types its number', async () => {
    const page = await go(ana, '/merchants/77')
    await page.getByRole('link', { name: 'Add payout account' }).click()
    await heading(page, 'Add payout account')
    await page.getByLabel('IBAN').fill('NL00ABNA0417164300')
    for (const [label, value] of Object.entries({ 'Account holder': 'Tea House', Town: 'Utrecht', Country: 'NL' })) {
      await page.getByLabel(label, { exact: true }).fill(value)
    }
    await page.getByLabel('Proof').fill('letter 9')
    await button(page, 'Add payout account').click()
    await page.getByRole('alert').filter({ hasText: 'is no IBAN' }).waitFor()
    await assertGood(page)
    await page.getByLabel('IBAN').fill('NL91 ABNA 0417 1643 00')
    await button(page, 'Add payout account').click()
    await page.getByText('You added it: another person approves it.').waitFor()
    const other = await go(tom, '/merchants/77')
    await button(other, 'Approve the account…').click()
    await other.getByLabel('The number of the account').fill('NL91ABNA0417164301')
    await button(other, 'Approve the account').click()
    await other.getByRole('alert').filter({ hasText: 'This is not the number that was added' }).waitFor()
    await assertGood(other)
    await other.getByLabel('The number of the account').fill('NL91ABNA0417164300')
    await button(other, 'Approve the account').click()
    await other.getByText('In use').waitFor()
  })

  test('a new version of its contract waits for another person, who sees what it changes', async () => {
    const page = await go(ana, '/merchants/77')
    await page.getByRole('link', { name: 'Propose a new version' }).click()
    await heading(page, 'Propose a new version')
    await page.getByLabel('Fee, in percent').fill('a little')
    await button(page, 'Propose').click()
    await page.getByRole('alert').filter({ hasText: 'Enter a percentage' }).waitFor()
    await assertGood(page)
    await page.getByLabel('From the beginning of').fill('2098-01-01')
    await page.getByLabel('Fee, in percent').fill('0.9')
    await button(page, 'Propose').click()
    await page.getByText('You proposed it: another person approves it.').waitFor()
    const other = await go(tom, '/merchants/77')
    await other.getByRole('cell', { name: '≠ 0.9 %' }).waitFor()
    await assertGood(other)
    await decide(other, 'Approve the version')
    await other
      .getByRole('table', { name: 'All versions' })
      .getByRole('cell', { name: /1 Jan 2098/ })
      .waitFor()
  })

  test('its limits are changed', async () => {
    const page = await go(ana, '/merchants/77')
    await page.getByRole('link', { name: 'Change name, address and limits' }).click()
    await page.getByRole('group', { name: 'Most per day' }).getByLabel('In EUR').fill('9000')
    await assertGood(page)
    await button(page, 'Keep the changes').click()
    await page.getByText('9,000.00 EUR').first().waitFor()
  })

  test('a payment is held by one person and released by another', async () => {
    const page = await go(ana, `/payments/${paymentId}`)
    await decide(page, 'Hold the payment', { Reason: 'asked by the court' })
    await page.getByText('You placed it: another person can release it.').waitFor()
    await assertGood(page)
    const other = await go(tom, `/payments/${paymentId}`)
    await decide(other, 'Release', { Reason: 'lifted' })
    await other.getByRole('cell', { name: /operator2@sandbox.example: lifted/ }).waitFor()
    await button(other, 'Hold the payment…').waitFor()
  })

  test('personal data is shown when it is asked for, the look is told, and it is erased', async () => {
    const page = await go(ana, `/payments/${paymentId}`)
    await button(page, 'Show personal data').click()
    await page.getByText('looked at personal data').waitFor()
    await assertGood(page)
    await button(page, 'Erase personal data…').click()
    await assertGood(page)
    await page.getByLabel('Last six digits of the payment id').fill(paymentId.slice(-6))
    await button(page, 'Erase personal data').click()
    await page.getByText('It is erased.').waitFor()
    await page.getByText(/erased personal data$/).waitFor()
    assertQuiet(ana)
  })

  test('the clock is moved to what is due next, and faults are switched, by keyboard alone', async () => {
    const page = await go(ana, '/sandbox')
    await heading(page, 'Faults')
    await page.getByText('Nothing is made to go wrong.').waitFor()
    await page.getByLabel(/^answer_lost/).focus()
    await page.keyboard.press('Space')
    await page.getByText('On now: answer_lost.').waitFor()
    await page.getByRole('link', { name: '1 fault on' }).waitFor()
    await assertGood(page)
    await button(page, 'Switch all off').focus()
    await page.keyboard.press('Enter')
    await page.getByText('Nothing is made to go wrong.').waitFor()
    const bar = page.getByRole('complementary', { name: 'Sandbox' })
    const before = await bar.getByRole('status').innerText()
    await button(page, 'To the next event').focus()
    await page.keyboard.press('Enter')
    await bar.getByRole('status').filter({ hasNotText: before }).filter({ hasText: 'It is' }).first().waitFor()
    await button(page, 'To a day…').click()
    await page.getByRole('dialog').getByLabel('Day').fill('2020-01-01')
    await button(page, 'Move the clock').click()
    await page.getByRole('alert').filter({ hasText: 'only moves forward' }).first().waitFor()
    await assertGood(page)
    assertQuiet(ana)
  })

  test('first steps tick themselves, are closed for good, and come again from the bar', async () => {
    const page = await go(tom, '/')
    const steps = page.getByRole('region', { name: 'First steps in the sandbox' })
    await steps.getByRole('listitem').filter({ hasText: 'Buy something' }).getByLabel('Done').waitFor()
    await steps.getByRole('listitem').filter({ hasText: 'Look at the payment' }).getByLabel('Done').waitFor()
    await steps.getByRole('listitem').filter({ hasText: 'See the merchant paid' }).getByLabel('To do').waitFor()
    await assertGood(page)
    await button(page, 'Close the first steps').click()
    await steps.waitFor({ state: 'detached' })
    await page.reload()
    await heading(page, 'Overview')
    assert.equal(await steps.count(), 0)
    await button(page, 'First steps').click()
    await steps.waitFor()
    assertQuiet(tom)
  })
})
