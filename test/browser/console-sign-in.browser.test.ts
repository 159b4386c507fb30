import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { freePort } from '@silkgate/postgres'
import type { Browser } from 'playwright-core'
import { assertAccessible, openBrowser, tabTo, visit } from '../support/browser.ts'
import { codeOf } from '../support/console.ts'
import {
  assertGood,
  assertQuiet,
  fillIn,
  givePasskeys,
  good,
  heading,
  signOut,
  visitsOf,
} from '../support/console-visit.ts'
import { oidcSettings, startOidcProvider } from '../support/oidc-provider.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
let browser: Browser
let provider: Awaited<ReturnType<typeof startOidcProvider>>
let visits: ReturnType<typeof visitsOf>

before(async () => {
  const port = await freePort()
  sandbox = await aSandbox('error', { ...noon, ...oidcSettings(port) })
  provider = await startOidcProvider(port, `${sandbox.gatewayUrl}/console/oidc`)
  browser = await openBrowser()
  visits = visitsOf(sandbox, browser)
})

after(async () => {
  await browser?.close()
  await provider?.close()
  await sandbox?.close()
})

describe('signing in', () => {
  test('with an authenticator that is set up with the keyboard alone, its code, and a recovery code', async () => {
    const email = await visits.add('tan@psp.example', 'viewer')
    const visitor = await visits.enter('/settings', email)
    const { page } = visitor
    await heading(page, 'Settings')
    await tabTo(page, /^Set up an authenticator$/)
    await page.keyboard.press('Enter')
    await page.getByRole('img', { name: 'QR code for your authenticator' }).waitFor()
    await assertGood(page)
    const secret = (await page.locator('.secret').innerText()).replaceAll(' ', '')
    await page.keyboard.type('000000')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'This code is not right.' }).waitFor()
    await assertAccessible(page)
    await page.getByLabel('Code from your authenticator').fill(codeOf(secret, -1))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Recovery codes' }).waitFor()
    await assertGood(page)
    const recoveryCode = await page.locator('.codes li').first().innerText()
    await page.getByRole('button', { name: 'I have stored them' }).click()
    await page.getByText('10 recovery codes are left.').waitFor()

    await signOut(page)
    await fillIn(page, email, good)
    await page.getByLabel('Code from your authenticator').fill(codeOf(secret, 1))
    await page.keyboard.press('Enter')
    await heading(page, 'Overview')
    await signOut(page)
    await fillIn(page, email, good)
    await page.getByRole('button', { name: 'Use a recovery code' }).click()
    await page.getByLabel('Recovery code').fill(recoveryCode)
    await assertGood(page)
    await page.keyboard.press('Enter')
    await heading(page, 'Overview')
    assertQuiet(visitor)
    await visitor.close()
  })

  test('with a passkey, without a password', async () => {
    const email = await visits.add('kim@psp.example', 'support')
    const visitor = await visits.enter('/settings', email)
    const { page } = visitor
    await givePasskeys(page)
    await page.getByRole('button', { name: 'Add a passkey…' }).click()
    await page.getByLabel('Name, so that you know which it is').fill('Laptop')
    await assertAccessible(page)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'I have stored them' }).click()
    await page.getByRole('cell', { name: 'Laptop', exact: true }).waitFor()
    await assertGood(page)
    await signOut(page)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByText(`Person ${email}`).first().waitFor()

    await page.goto(`${visits.origin}/console/settings`)
    await page.getByRole('button', { name: 'Remove Laptop…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove Laptop…' }).click()
    await page.getByText('No passkeys yet.').waitFor()
    await signOut(page)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByRole('alert').filter({ hasText: 'This passkey is not known here.' }).waitFor()
    assertQuiet(visitor)
    await visitor.close()
  })

  test('by another provider, as whom was invited with the address that it has verified, and as nobody else', async () => {
    const email = await visits.add('li@psp.example', 'treasury')
    await visits.add('unverified@psp.example', 'treasury')
    const { page, close } = await visit(browser)
    const comeAs = async (login: string) => {
      await page.context().clearCookies()
      await page.goto(`${sandbox.gatewayUrl}/console/payments?status=CAPTURED`)
      await page.getByRole('button', { name: 'Sign in with Harbour ID' }).click()
      await page.locator('input[name=login]').fill(login)
      await page.locator('input[name=password]').fill('of the provider')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Continue' }).click()
    }
    await comeAs(email)
    await heading(page, 'Payments')
    assert.match(page.url(), /\/console\/payments\?status=CAPTURED$/)
    for (const nobody of ['stranger@psp.example', 'unverified@psp.example']) {
      await comeAs(nobody)
      await page.getByRole('alert').filter({ hasText: 'did not let you in here' }).waitFor()
    }
    await assertGood(page)
    await close()
  })

  test('is led to set up what the organisation asks for, and to nothing else before', async () => {
    const email = await visits.add('bo@shop.example', 'merchant_viewer', '5678')
    await silkgate(sandbox, 'user', 'rule', 'second_factor', '--merchant', '5678', '--as', 'operator@sandbox.example')
    const visitor = await visits.enter('/payments', email)
    const { page } = visitor
    await heading(page, 'One more step')
    await assertGood(page)
    await page.goto(`${visits.origin}/console/payments`)
    await heading(page, 'One more step')
    await givePasskeys(page)
    await page.getByRole('button', { name: 'Make a passkey' }).click()
    await page.getByRole('button', { name: 'I have stored them' }).click()
    await heading(page, 'Payments')
    await signOut(page)
    await fillIn(page, email, good)
    await page.getByRole('alert').filter({ hasText: 'asks for your passkey' }).waitFor()
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await heading(page, 'Overview')
    assertQuiet(visitor)
    await visitor.close()
  })

  test('goes on in the same place when the session has ended meanwhile, with what was typed', async () => {
    const email = await visits.add('ends@psp.example', 'viewer')
    const visitor = await visits.enter('/settings/appearance', email)
    const { page } = visitor
    await page.getByLabel('Search payments').fill('what I was looking for')
    const text = `update console_sessions set ended_at = now() where user_id = (select user_id from users where email = $1)`
    await sandbox.db.write('chore.set_up', { text, values: [email] })
    // The page may have asked for something by itself already, and lie behind the dialog.
    await page.getByRole('link', { name: 'Security' }).dispatchEvent('click')
    await page.getByRole('dialog').getByText('Your session has ended').waitFor()
    await assertAccessible(page)
    await page.getByRole('dialog').getByLabel('Password').fill(good)
    await page.keyboard.press('Enter')
    await page.getByText('No authenticator is set up.').waitFor()
    assert.equal(await page.getByLabel('Search payments').inputValue(), 'what I was looking for')
    assertQuiet(visitor)
    await visitor.close()
  })
})

describe('the people of an organisation', () => {
  test('are invited from the console, come by the link in their mail, and are disabled again', async () => {
    const visitor = await visits.enter('/settings/people', 'operator@sandbox.example', 'sandbox')
    const { page } = visitor
    await page.getByRole('row', { name: /merchant@sandbox\.example/ }).waitFor()
    await assertGood(page)
    await tabTo(page, /^Invite…$/)
    await page.keyboard.press('Enter')
    await page.keyboard.type('Sam')
    await page.keyboard.press('Tab')
    await page.keyboard.type('sam@psp.example')
    await assertAccessible(page)
    await page.getByRole('dialog').getByRole('combobox').selectOption('support')
    await page.getByRole('dialog').getByRole('button', { name: 'Invite…' }).click()
    await page.getByRole('status').filter({ hasText: 'The invitation is on its way.' }).waitFor()
    await page
      .getByRole('row', { name: /sam@psp\.example/ })
      .getByText('Invited')
      .waitFor()

    const guest = await visit(browser)
    const link = await visits.mailedLink(guest.page, 'sam@psp.example')
    await assertAccessible(guest.page)
    await guest.page.goto(link)
    await heading(guest.page, 'Welcome, Sam')
    await assertGood(guest.page)
    await guest.page.getByLabel('New password').fill('password1234')
    await guest.page.keyboard.press('Enter')
    await guest.page.getByRole('alert').filter({ hasText: 'Many people use this password' }).waitFor()
    await guest.page.getByLabel('New password').fill(good)
    await guest.page.keyboard.press('Enter')
    await heading(guest.page, 'Overview')

    await page.getByRole('link', { name: 'Sam' }).click()
    await page.getByRole('button', { name: 'Disable…' }).waitFor()
    await page.getByRole('table', { name: 'Sessions' }).waitFor()
    await assertGood(page)
    await page.getByRole('button', { name: 'Disable…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Disable…' }).click()
    await page.getByText('Disabled', { exact: true }).waitFor()
    await guest.page.getByRole('navigation').getByRole('link', { name: 'Payments' }).click()
    await guest.page.getByRole('dialog').getByText('Your session has ended').waitFor()
    assertQuiet(visitor)
    await guest.close()
    await visitor.close()
  })

  test('who have forgotten their password choose a new one by mail', async () => {
    const email = await visits.add('forgets@psp.example', 'viewer')
    const visitor = await visit(browser)
    const { page } = visitor
    await page.goto(`${visits.origin}/console/`)
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await assertGood(page)
    await page.getByLabel('E-mail').fill(email)
    await page.keyboard.press('Enter')
    await page.getByText('a link is on its way').waitFor()
    const link = await visits.mailedLink(page, email)
    await page.goto(link)
    await page.getByLabel('New password').fill('rain on the harbour')
    await page.keyboard.press('Enter')
    await heading(page, 'Overview')
    await page.goto(link)
    await page.reload()
    await page.getByText('This link has been used or has expired.').waitFor()
    assertQuiet(visitor)
    await visitor.close()
  })

  test('may not see each other without the right to', async () => {
    const { page, close } = await visits.enter('/settings', await visits.add('looks@psp.example', 'viewer'))
    await page.getByRole('heading', { name: 'Sessions' }).waitFor()
    assert.equal(await page.getByRole('link', { name: 'People' }).count(), 0)
    await page.goto(`${visits.origin}/console/settings/people`)
    await page.getByText('Your role does not allow this.').waitFor()
    await assertGood(page)
    await close()
  })

  test('are asked for what the rule says, which an administrator sets', async () => {
    const visitor = await visits.enter(
      '/settings/rules',
      await visits.add('boss@shop.example', 'merchant_administrator', '1234'),
    )
    const { page } = visitor
    await page.getByText('Your organisation').or(page.getByText('Merchant 1234')).first().waitFor()
    await assertGood(page)
    await page.getByRole('radio', { name: /^Second factor/ }).check()
    await page.getByRole('button', { name: 'Set the rule' }).click()
    await heading(page, 'One more step')
    await silkgate(sandbox, 'user', 'rule', 'password', '--merchant', '1234', '--as', 'operator@sandbox.example')
    assertQuiet(visitor)
    await visitor.close()
  })
})

test('a theme, a language and a time zone stay chosen on the device', async () => {
  const visitor = await visits.enter('/settings/appearance', await visits.add('zones@psp.example', 'viewer'))
  const { page } = visitor
  await page.getByRole('radio', { name: 'Dark' }).check()
  const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
  assert.equal(await background(), 'rgb(17, 20, 23)')
  await assertGood(page)
  await page.reload()
  await page.getByRole('radio', { name: 'Dark' }).waitFor()
  assert.equal(await background(), 'rgb(17, 20, 23)')
  await page.getByRole('main').getByLabel('Time zone').selectOption('Asia/Tokyo')
  await page.getByRole('link', { name: 'Security' }).click()
  await page.getByRole('columnheader', { name: 'Last seen, GMT+9' }).waitFor()
  await page.getByRole('banner').getByLabel('Time zone').selectOption('UTC')
  await page.getByRole('columnheader', { name: 'Last seen, UTC' }).waitFor()
  assertQuiet(visitor)
  await visitor.close()
})
