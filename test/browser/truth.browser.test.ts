import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertAccessible, assertFits, openBrowser, visit } from '../support/browser.ts'
import { disputesOf, whenDispute } from '../support/disputes.ts'
import { aPdf, sha256Of, upload } from '../support/documents.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { filesOf } from '../support/settlement.ts'
import { openShop } from '../support/shop.ts'
import { advance, payInWallet, truthOf } from '../support/simulator.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox
let browser: Browser

before(async () => {
  sandbox = await aSandbox('error', noon)
  browser = await openBrowser()
})

after(async () => {
  await browser?.close()
  await sandbox?.close()
})

const assertGood = async (page: Page): Promise<void> => {
  await assertAccessible(page)
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await assertFits(page)
  }
}

const mainText = (page: Page): Promise<string> => page.locator('main').innerText()

describe('the page of the simulated world', () => {
  test('is led to by the shop, and says so when there is nothing yet', async () => {
    const { page, troubles, close } = await visit(browser)
    await page.goto(`${sandbox.simulatorUrl}/shop/`)
    await page.getByRole('link', { name: /what is true/i }).click()
    const text = await mainText(page)
    assert.match(text, /No orders yet/)
    assert.match(text, /Everything works as it should/)
    await assertGood(page)
    assert.deepEqual(troubles, [])
    await close()
  })

  test('tells what each wallet paid and got back, page by page, without a script', async () => {
    const shop = openShop(sandbox, demoShop)
    for (let count = 0; count < 20; count++) await shop.redirected()
    const paid = await shop.redirected(anOrder(10_000, 'HKD'))
    await payInWallet(sandbox, paid.redirectUrl)
    await shop.whenStatus(paid.paymentId, 'CAPTURED')
    await shop.refund(paid.paymentId, { amountOfMoney: { amount: 2_500, currencyCode: 'HKD' } })
    await until('the notification is answered', async () =>
      (await truthOf(sandbox, paid.paymentId))?.notifications.every(({ lastAnswer }) => lastAnswer !== undefined),
    )
    const { page, close } = await visit(browser, { javaScriptEnabled: false })
    await page.goto(`${sandbox.simulatorUrl}/truth/`)
    const order = page.locator('li.card').filter({ hasText: 'HKD' })
    assert.match(await order.innerText(), /Paid.*AlipayHK.*100\.00.*Got back.*25\.00.*Is charged.*75\.00/s)
    await order.locator('summary').click()
    assert.match(await order.innerText(), /S\/SUCCESS; sent once.*Answer: 200/s)
    assert.match(await mainText(page), /21 orders, newest first.*Page 1 of 3/s)
    await page.getByRole('link', { name: 'Older' }).click()
    assert.match(await mainText(page), /Newer.*Page 2 of 3.*Older/s)
    await page.goto(`${sandbox.simulatorUrl}/truth/?page=9`)
    assert.match(await mainText(page), /Page 3 of 3/)
    assert.equal(await page.locator('ul.worlds > li').count(), 1)
    await close()
  })

  test('switches faults on and off without a script, and says what is wrong where it is', async () => {
    const { page, close } = await visit(browser, { javaScriptEnabled: false })
    await page.goto(`${sandbox.simulatorUrl}/truth/`)
    const switchOn = page.getByRole('button', { name: 'Switch on' })
    await switchOn.click()
    assert.match(await page.locator('#name-error').innerText(), /Choose a fault/)
    await page.getByLabel('Fault').selectOption('answer_lost')
    await page.getByLabel(/Share/).fill('2')
    await switchOn.click()
    assert.match(await page.locator('#share-error').innerText(), /has to be 1 or less/)
    assert.equal(await page.getByLabel('Fault').inputValue(), 'answer_lost')
    await page.getByLabel(/Share/).fill('0.5')
    await switchOn.click()
    await page.getByLabel('Fault').selectOption('notification_never')
    await switchOn.click()
    assert.match(await mainText(page), /answer_lost.*share of 0\.5.*notification_never/s)
    await page.getByRole('button', { name: 'Switch off answer_lost' }).click()
    assert.equal(await page.locator('.switches li').count(), 1)
    await page.getByRole('button', { name: 'Switch all off' }).click()
    assert.match(await mainText(page), /Everything works as it should/)
    await close()
  })

  test('leads to the files of Alipay+', async () => {
    await openShop(sandbox, demoShop).redirected()
    await advance(sandbox, 'P3D')
    const { length } = [...(await filesOf(sandbox)), ...(await filesOf(sandbox, 'bank'))]
    const { page, close } = await visit(browser, { javaScriptEnabled: false })
    await page.goto(`${sandbox.simulatorUrl}/truth/`)
    assert.match(
      await mainText(page),
      new RegExp(`\\b${length} files.*The last 12; all of Alipay\\+ and of the bank`, 's'),
    )
    await page.getByRole('link', { name: 'transactionItems' }).first().click()
    assert.match(await page.locator('body').innerText(), /^totalCount,netSettlementAmountValue.*<END>\s*$/s)
    await close()
  })

  test('lets a payer claim a payment back, shows what the shop handed in, and decides it', async () => {
    const shop = openShop(sandbox, demoShop)
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(4_200, 'HKD'))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    const { page, close } = await visit(browser)
    await page.goto(`${sandbox.simulatorUrl}/truth/`)
    const claim = page.getByRole('button', { name: `Claim it back ${paymentId}` })
    await claim.click()
    const order = page.locator('li.card').filter({ hasText: paymentId })
    assert.match(await order.innerText(), /A claim of.*42\.00.*It waits for an answer/s)
    await claim.click()
    assert.match(await order.getByRole('alert').innerText(), /under way/)
    await assertGood(page)
    const { id } = await whenDispute(shop, paymentId, 'DRAFT')
    const proof = aPdf()
    await upload(shop, id, proof, { fileName: '<b>proof.pdf' })
    await shop.client.v1.disputes.submit(shop.merchantId, id, {})
    await until('Alipay+ has the answer', async () => (await disputesOf(sandbox, paymentId))[0]?.answer)
    await page.goto(`${sandbox.simulatorUrl}/truth/`)
    assert.match(await order.innerText(), /The shop stands by the payment.*<b>proof\.pdf.*20000 bytes/s)
    assert.ok((await order.innerText()).includes(sha256Of(proof)))
    await assertGood(page)
    await page.getByRole('button', { name: /Decide for the payer/ }).click()
    assert.match(await order.innerText(), /Is charged.*0\.00.*It was decided for the payer/s)
    await whenDispute(shop, paymentId, 'INVALID_REPRESENTMENT')
    await close()
  })

  test('is accessible with orders, a fault in force, and an error, and fits a narrow phone', async () => {
    const { page, close } = await visit(browser)
    await page.goto(`${sandbox.simulatorUrl}/truth/`)
    await page.getByLabel('Fault').selectOption('notification_other_amount')
    await page.getByLabel(/Only this payment/).fill('000000123400000000210000100001')
    await page.getByRole('button', { name: 'Switch on' }).click()
    await page.getByLabel('Fault').selectOption('refused')
    await page.getByLabel(/How often/).fill('never')
    await page.getByRole('button', { name: 'Switch on' }).click()
    await page.locator('summary').first().click()
    await assertGood(page)
    await close()
  })
})
