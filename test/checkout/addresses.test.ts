import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openCheckout, visit } from '../support/checkout.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'

let sandbox: TestSandbox
let shop: Shop

before(async () => {
  sandbox = await aSandbox()
  shop = openShop(sandbox, demoShop)
})

after(() => sandbox?.close())

describe('the merchant’s address', () => {
  test('may be written in any script, and is followed as a browser writes it', async () => {
    const returnUrl = 'https://shop.example/zurück/付款?q=é'
    const { id, mac, link } = await openCheckout(shop, { returnUrl, returnCancelState: true })
    const place = await visit(sandbox, link).cancel()
    assert.equal(place, new URL(`${returnUrl}&RETURNMAC=${mac}&hostedCheckoutId=${id}`).href)
  })
})
