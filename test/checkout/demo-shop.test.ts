import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { visit } from '../support/checkout.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox

before(async () => {
  sandbox = await aSandbox()
})

after(() => sandbox?.close())

test('the demo shop says that an order is paid, though a wallet had refused it before', async () => {
  const orderId = randomUUID()
  const sent = await fetch(`${sandbox.simulatorUrl}/shop/products/notebook`, {
    method: 'POST',
    body: new URLSearchParams({ token: orderId, country: 'NL', page: 'hosted' }),
    redirect: 'manual',
  })
  const page = visit(sandbox, sent.headers.get('location') ?? '')
  const order = async () => (await fetch(`${sandbox.simulatorUrl}/shop/orders/${orderId}`)).text()
  await payInWallet(sandbox, await page.pay(), 'decline')
  await until('the refusal is heard', async () => (await order()).includes('payment.rejected'))
  await payInWallet(sandbox, await page.pay())
  await until('the capture is heard', async () => (await order()).includes('payment.captured'))
  assert.match(await order(), /<h1[^>]*>Payment complete<\/h1>/)
})
