import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'

let sandbox: TestSandbox
before(async () => {
  sandbox = await aSandbox('error', noon)
})
after(() => sandbox?.close())

test('what is captured on any day of a year is PAID within ten days, and nothing is left open', async () => {
  const shop = openShop(sandbox, demoShop)
  for (let day = 0; day < 365; day++) {
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(1000 + day))
    await payInWallet(sandbox, redirectUrl)
    await until('it is captured', async () => {
      const text = 'select 1 from payments where payment_id = $1 and captured'
      return (await sandbox.db.read({ text, values: [paymentId] })).length > 0
    })
    await advance(sandbox, 'P1D')
  }
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
