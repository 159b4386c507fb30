import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demoShop } from '../support/merchant.ts'
import { aSandbox, silkgate } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, payInWallet, setFaults } from '../support/simulator.ts'

test('files of a month that come once it is closed change nothing in it, and make its payments PAID', async (t) => {
  const sandbox = await aSandbox('error', { SANDBOX_START: '2026-11-26T12:00:00Z' })
  t.after(() => sandbox.close())
  const shop = openShop(sandbox, demoShop)
  const { paymentId, redirectUrl } = await shop.redirected()
  await payInWallet(sandbox, redirectUrl)
  await shop.whenStatus(paymentId, 'CAPTURED')
  await setFaults(sandbox, { name: 'sftp-refused' })
  await advance(sandbox, 'P5D')
  const closed = await silkgate(sandbox, 'ledger', 'close-month', '2026-11', '--as', 'ann@psp.example')
  const ofMonth = async () => ({
    transfers: await sandbox.db.read({
      text: `select transfer_id, debit, credit, currency, minor, accounting_date from transfers
              where accounting_date < '2026-12-01' order by transfer_id`,
      values: [],
    }),
    balances: await silkgate(sandbox, 'ledger', 'balances', '--as-of', '2026-11-30T22:59:59Z'),
  })
  const before = await ofMonth()
  await setFaults(sandbox)
  await advance(sandbox, 'P2D')
  assert.equal(await shop.statusOf(paymentId), 'PAID')
  assert.deepEqual(await ofMonth(), before)
  assert.deepEqual(await silkgate(sandbox, 'ledger', 'close-month', '2026-11', '--as', 'ben@psp.example'), closed)
  const verified = await silkgate(sandbox, 'verify')
  assert.deepEqual(
    verified.filter(({ holds }) => holds !== true),
    [],
  )
})
