import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarEnds } from '@silkgate/domain'
import { demoShop } from '../support/merchant.ts'
import { aSandbox, silkgate } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, payInWallet } from '../support/simulator.ts'

test('whoever runs it is warned before the calendar has no data any more', async (t) => {
  const year = calendarEnds.slice(0, 4)
  const sandbox = await aSandbox('info', { SANDBOX_START: `${year}-11-18T12:00:00Z` })
  t.after(() => sandbox.close())
  const shop = openShop(sandbox, demoShop)
  const { paymentId, redirectUrl } = await shop.redirected()
  await payInWallet(sandbox, redirectUrl)
  await shop.whenStatus(paymentId, 'CAPTURED')
  await advance(sandbox, 'P1D')
  const warning = `the TARGET calendar has data until ${calendarEnds}, 42 days from ${year}-11-19: add the next years`
  assert.deepEqual((await silkgate(sandbox, 'settlement', 'expected')).at(-1), { warning })
  assert.ok(sandbox.logged().some(({ msg }) => msg === warning))
})
