import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertAccessible, assertFits, openBrowser, tabTo } from '../support/browser.ts'
import { askConsole, signIn } from '../support/console.ts'
import { enterConsole } from '../support/console-page.ts'
import { anOrder, demoShop, secondShop } from '../support/merchant.ts'
import { aSandbox, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { sendSigned } from '../support/signed-request.ts'
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

  const enter = async (email: string, path = '/developers'): Promise<Page> =>
    (await enterConsole(browser, sandbox, email, path)).page

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

  /** As if everybody had shown who they are long ago. */
  const makeStale = () =>
    sandbox.db.write('chore.set_up', {
      text: "update console_sessions set confirmed_at = confirmed_at - interval '16 minutes'",
      values: [],
    })

  test('is a key that is rotated by keyboard alone, after it was shown once more who does it', async () => {
    const page = await enter('merchant@sandbox.example', '/developers/keys')
    await page.getByRole('cell', { name: 'sandbox-key-id', exact: true }).waitFor()
    await assertGood(page)
    await makeStale()
    await tabTo(page, /^Create API key$/)
    await page.keyboard.press('Enter')
    await assertAccessible(page)
    await tabTo(page, /^Create API key$/)
    await page.keyboard.press('Enter')
    const again = page.getByRole('dialog', { name: 'Confirm that it is you' })
    await again.waitFor()
    await assertGood(page)
    await again.getByLabel('Password').fill('wrong')
    await page.keyboard.press('Enter')
    await again.getByRole('alert').filter({ hasText: 'is not right' }).waitFor()
    await again.getByLabel('Password').fill('sandbox')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'The new key' }).waitFor()
    await assertGood(page)
    const shown = await page.getByRole('region', { name: 'The new key' }).locator('code').allInnerTexts()
    const [keyId = '', secret = ''] = shown
    const path = '/v1/1234/services/testconnection'
    const made = { merchantId: '1234', apiKeyId: keyId, secretApiKey: secret }
    assert.equal((await sendSigned(sandbox.gatewayUrl, made, { path })).status, 200)
    await page.getByRole('button', { name: 'I have stored it' }).click()
    assert.equal(await page.getByText(secret).count(), 0)

    const row = page.getByRole('row').filter({ hasText: keyId })
    await row.getByText('from 127.0.0.1').waitFor({ timeout: 15_000 })
    await row.getByRole('button', { name: 'Rotate' }).press('Enter')
    await assertAccessible(page)
    await tabTo(page, /^Rotate$/)
    await page.keyboard.press('Enter')
    await page.getByText(/^The old key ends/).waitFor()
    await row.getByText(/^Ends/).waitFor()
    await row.getByRole('button', { name: 'End' }).press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'End' }).press('Enter')
    await row.getByText('Ended').waitFor()
    await assertGood(page)
  })

  test('is what was called: filtered, looked at, and explained where its signature was refused', async () => {
    const path = '/v1/1234/services/testconnection'
    const date = new Date(Date.now() - 3_600_000).toUTCString()
    await sendSigned(sandbox.gatewayUrl, demoShop, { path, date })
    const page = await enter('merchant@sandbox.example', '/developers/calls')
    await page.getByRole('link', { name: 'POST /v1/1234/payments', exact: true }).first().waitFor()
    await assertGood(page)
    await page.getByLabel('State').selectOption('4')
    await page.getByText('MISSING_OR_INVALID_AUTHORIZATION').first().waitFor()
    assert.match(page.url(), /status=4/)
    await tabTo(page, /^GET \/v1\/1234\/services\/testconnection$/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Diagnosis' }).waitFor()
    await page.getByText('behind our clock').waitFor()
    await assertGood(page)
    await page.getByRole('link', { name: 'What this error means' }).click()
    await page.getByRole('heading', { level: 1 }).filter({ hasText: 'MISSING_OR_INVALID_AUTHORIZATION' }).waitFor()
  })

  test('is which errors there were, each with its calls', async () => {
    const page = await enter('operator@sandbox.example', '/developers/errors')
    await page.getByText('Choose a merchant above.').waitFor()
    await page.getByLabel('Merchant', { exact: true }).fill('1234')
    await page.locator('option[value$=" 1234"]').waitFor({ state: 'attached' })
    await page.keyboard.press('Enter')
    await assertGood(page)
    await page.getByRole('link', { name: 'Calls with MISSING_OR_INVALID_AUTHORIZATION' }).click()
    await page.getByRole('link', { name: 'GET /v1/1234/services/testconnection' }).first().waitFor()
    assert.match(page.url(), /merchant=1234.*error=MISSING_OR_INVALID_AUTHORIZATION/)
  })

  test('is what the signature doctor says of a request that is pasted', async () => {
    const page = await enter('merchant@sandbox.example', '/developers/doctor')
    await assertGood(page)
    const raw = `GET /v1/1234/services/testconnection HTTP/1.1\nAuthorization: GCS v1HMAC:${demoShop.apiKeyId}:AAAA`
    await page.getByLabel('The request, as it went over the wire').fill(raw)
    await tabTo(page, /^Examine$/)
    await page.keyboard.press('Enter')
    await page.getByText('There is no Date header.').waitFor()
    await page.getByText('What is to be signed').click()
    await assertGood(page)
    await page.getByLabel('The request, as it went over the wire').fill('hello')
    await page.getByRole('button', { name: 'Examine' }).click()
    await page.getByRole('alert').filter({ hasText: 'no request line' }).waitFor()
    await assertGood(page)
  })
})
