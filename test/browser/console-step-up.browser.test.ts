import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { assertAccessible, openBrowser } from '../support/browser.ts'
import { askConsole, signIn } from '../support/console.ts'
import { assertQuiet, givePasskeys, visitsOf } from '../support/console-visit.ts'
import { demoShop } from '../support/merchant.ts'
import { sell } from '../support/remittance.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { advance } from '../support/simulator.ts'

describe('showing who one is', () => {
  let sandbox: TestSandbox
  let browser: Browser
  let visits: ReturnType<typeof visitsOf>
  before(async () => {
    sandbox = await aSandbox('error', noon)
    browser = await openBrowser()
    visits = visitsOf(sandbox, browser)
  })
  after(async () => {
    await browser?.close()
    await sandbox?.close()
  })

  test('once more with a passkey, before a refund is approved whose approver gave a factor long ago', async () => {
    const paymentId = await sell(sandbox, demoShop, 10_000)
    await sandbox.db.write('chore.set_up', { text: 'update merchants set refunds_need_approval = true', values: [] })
    await advance(sandbox, 'PT1M')
    const asker = await signIn(sandbox, 'operator@sandbox.example')
    const wish = { method: 'POST', body: { key: randomUUID(), amount: '20.00' } }
    assert.equal((await askConsole(sandbox, asker.cookie, `/payments/${paymentId}/refunds`, wish)).status, 201)

    const email = await visits.add('pia@psp.example', 'support')
    const visitor = await visits.enter('/settings', email)
    const { page } = visitor
    await givePasskeys(page)
    await page.getByRole('button', { name: 'Add a passkey…' }).click()
    await page.getByLabel('Name, so that you know which it is').fill('Laptop')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'I have stored them' }).click()
    await silkgate(sandbox, 'user', 'rule', 'second_factor', '--as', 'operator@sandbox.example')
    const text = `update console_sessions set confirmed_at = confirmed_at - interval '6 minutes'
                   where user_id = (select user_id from users where email = $1)`
    await sandbox.db.write('chore.set_up', { text, values: [email] })
    await page.goto(`${visits.origin}/console/payments/${paymentId}`)
    await page.getByRole('button', { name: 'Approve 20.00 EUR' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Approve 20.00 EUR', exact: true }).click()
    await page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByRole('button', { name: 'Approve 20.00 EUR' }).first().waitFor({ state: 'detached' })
    await silkgate(sandbox, 'user', 'rule', 'password', '--as', 'operator@sandbox.example')
    assertQuiet(visitor)
    await visitor.close()
  })
})
