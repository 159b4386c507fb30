import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openCheckout, visit } from '../support/checkout.ts'
import { demoShop } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'

let sandbox: TestSandbox
let shop: Shop

before(async () => {
  sandbox = await aSandbox()
  shop = openShop(sandbox, demoShop)
})

after(() => sandbox?.close())

test('the events of a waiting page are told to their end when the gateway stops, and hold it up no longer', async () => {
  const { link } = await openCheckout(shop, {})
  await visit(sandbox, link).pay()
  const events = await fetch(`${sandbox.gatewayUrl}${new URL(link).pathname}/events`)
  const [told, end] = await Promise.all([events.text(), sandbox.gateway().end('SIGTERM')])
  assert.equal(told, 'event: order\ndata: {"stage":"at_alipayplus","attempts":1}\n\n')
  assert.equal(end, 'exit 0')
})
