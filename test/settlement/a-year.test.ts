import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox
let shop: Shop
const sold: string[] = []
before(async () => {
  sandbox = await aSandbox('error', noon)
  shop = openShop(sandbox, demoShop)
  for (let day = 0; day < 365; day++) {
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(1000 + day))
    sold.push(paymentId)
    await payInWallet(sandbox, redirectUrl)
    await until('it is captured', async () => {
      const text = 'select 1 from payments where payment_id = $1 and captured'
      return (await sandbox.db.read({ text, values: [paymentId] })).length > 0
    })
    await advance(sandbox, 'P1D')
  }
})
after(() => sandbox?.close())

test('a refund is possible for 365 days', async () => {
  const refund = (index: number) =>
    shop.refund(sold[index] ?? '', { amountOfMoney: { amount: 100, currencyCode: 'EUR' } })
  assert.equal((await refund(1)).status, 201, 'of what was sold 364 days ago')
  const late = await refund(0)
  assert.deepEqual([late.status, late.code], [405, '86610405'])
  assert.match(late.message, /365 days/)
  assert.equal((await shop.payment(sold[0] ?? '')).statusOutput?.isRefundable, false)
})

test('what is captured on any day of a year is PAID within ten days, and nothing is left open', async () => {
  await advance(sandbox, 'P10D')
  const text = `
    select to_char(p.captured_at, 'YYYY-MM-DD') as day, e.created_at - p.captured_at as took
      from payments p
      left join webhook_events e on e.merchant_id = p.merchant_id and e.payment_id = p.payment_id and e.type = 'payment.paid'
     where e.created_at is null or e.created_at > p.captured_at + interval '10 days'`
  assert.deepEqual(await sandbox.db.read({ text, values: [] }), [])
  assert.deepEqual(await silkgate(sandbox, 'break', 'list'), [])
  assert.deepEqual(
    (await silkgate(sandbox, 'verify', '--all')).filter(({ holds }) => holds !== true),
    [],
  )
})
