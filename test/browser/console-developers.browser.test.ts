import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertAccessible, assertFits, openBrowser, tabTo } from '../support/browser.ts'
import { askConsole, signIn } from '../support/console.ts'
import { enterConsole } from '../support/console-page.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { payInWallet } from '../support/simulator.ts'

type Row = { readonly merchantId: string; readonly eventId: string; readonly type: string }

describe('what developers see in the console', () => {
  let sandbox: TestSandbox
  let browser: Browser
  before(async () => {
    sandbox = await aSandbox()
    browser = await openBrowser()
    for (const identity of [demoShop, secondShop]) {
      const shop = openShop(sandbox, identity)
      const { paymentId, redirectUrl } = await shop.redirected(anOrder(1500, 'HKD'))
      await payInWallet(sandbox, redirectUrl)
      await shop.whenStatus(paymentId, 'CAPTURED')
    }
    await silkgate(sandbox, 'webhook-endpoint', 'add', '5678', 'http://127.0.0.1:1/of-another', '--unverified')
  })
  after(async () => {
    await browser?.close()
    await sandbox?.close()
  })

  const enter = async (email: string): Promise<Page> =>
    (await enterConsole(browser, sandbox, email, '/developers')).page

  const assertGood = async (page: Page): Promise<void> => {
    await assertAccessible(page)
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await assertFits(page)
    }
  }

  const listed = async (email: string, path: string) => {
    const { cookie } = await signIn(sandbox, email)
    return askConsole(sandbox, cookie, path)
  }

  test('is an event with its attempts, which is sent again by keyboard alone', async () => {
    const page = await enter('merchant@sandbox.example')
    await page.getByRole('link', { name: 'payment.captured' }).waitFor()
    await page.getByText('Delivered').first().waitFor()
    await assertGood(page)
    await tabTo(page, /^payment\.captured$/)
    await page.keyboard.press('Enter')
    await page.getByText('1 attempt', { exact: true }).waitFor()
    await page.getByText('"type":"payment.captured"').waitFor()
    await assertGood(page)
    await tabTo(page, /^Replay payment\.captured$/)
    await page.keyboard.press('Enter')
    await assertAccessible(page)
    await tabTo(page, /^Replay payment\.captured$/)
    await page.keyboard.press('Enter')
    await page.getByText('It is sent again.').waitFor()
    await page.getByText('2 attempts', { exact: true }).waitFor()
  })

  test('is an endpoint that is tried, paused and resumed', async () => {
    const page = await enter('merchant@sandbox.example')
    const confirm = async (name: string) => {
      await page.getByRole('button', { name }).click()
      await assertAccessible(page)
      await page.getByRole('dialog').getByRole('button', { name }).click()
    }
    await confirm('Send TEST event')
    await page.getByText('Delivered: HTTP 200').waitFor()
    await confirm('Pause')
    await page.getByText('Paused', { exact: true }).waitFor()
    await assertGood(page)
    await confirm('Resume')
    await page.getByRole('button', { name: 'Pause' }).waitFor()
  })

  test("is every merchant's endpoints for operators, and the events of the one they ask for", async () => {
    const page = await enter('operator@sandbox.example')
    await page.getByText('http://127.0.0.1:1/of-another').waitFor()
    await page.getByText('Say whose events').waitFor()
    await page.getByRole('link', { name: '5678', exact: true }).first().click()
    await page.getByRole('link', { name: 'payment.captured' }).waitFor()
    await page.getByLabel('Type').fill('payment.rejected')
    await page.keyboard.press('Enter')
    await page.getByText('No event matches.').waitFor()
    await assertGood(page)
  })

  test("of another merchant is not a merchant's to see, whatever it asks for", async () => {
    const merchant = 'merchant@sandbox.example'
    for (const path of ['/webhook-endpoints?merchant=5678', '/events?merchant=5678']) {
      const rows = (await listed(merchant, path)).body.rows as Row[]
      assert.deepEqual([...new Set(rows.map(({ merchantId }) => merchantId))], ['1234'], path)
    }
    const [foreign] = (await listed('operator@sandbox.example', '/events?merchant=5678')).body.rows as Row[]
    const answer = await listed(merchant, `/merchants/5678/events/${foreign?.eventId}`)
    assert.deepEqual([answer.status, answer.body.errors?.[0]?.id], [404, 'INVALID_EVENT_ID'])
    const { body } = await listed('operator@sandbox.example', '/webhook-endpoints?merchant=5678')
    const { cookie } = await signIn(sandbox, merchant)
    for (const { endpointId } of body.rows as { endpointId: string }[])
      for (const deed of ['pause', 'resume', 'test']) {
        const path = `/merchants/5678/webhook-endpoints/${endpointId}/${deed}`
        const refused = await askConsole(sandbox, cookie, path, { method: 'POST', body: {} })
        assert.deepEqual([refused.status, refused.body.errors?.[0]?.id], [404, 'INVALID_ENDPOINT_ID'], deed)
      }
  })

  test('is listed page by page, the latest first, and no type that is not ours is asked for', async () => {
    const page = async (query: string) => {
      const { body } = await listed('merchant@sandbox.example', `/events?${query}`)
      return { types: (body.rows as Row[]).map(({ type }) => type), next: body.next as string | undefined }
    }
    const whole = await page('')
    assert.equal(whole.types[0], 'payment.captured')
    assert.ok(whole.types.length > 1)
    const paged: string[] = []
    for (let next: string | undefined = ''; next !== undefined; ) {
      const one = await page(`limit=1&after=${next}`)
      paged.push(...one.types)
      next = one.next
    }
    assert.deepEqual(paged, whole.types)
    assert.deepEqual((await page('waiting=true')).types, [])
    const answer = await listed('merchant@sandbox.example', '/events?type=payment.lost')
    assert.deepEqual([answer.status, answer.body.errors?.[0]?.id], [400, 'INVALID_VALUE'])
  })
})
