import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sandboxBankAccounts } from '../../apps/gateway/src/sandbox/identities.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { type Batch, nameOf, netOf, receive, receiveBatch, settlementSheet, textOf } from '../support/reports.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'

describe('a settlement that pays less than its lines come to', () => {
  let sandbox: TestSandbox
  let statement: readonly string[]
  before(async () => {
    sandbox = await aSandbox('error', noon)
  })
  after(() => sandbox?.close())

  test('is held, though the bank paid what it says: merchants are not paid what we have not got', async () => {
    const shop = openShop(sandbox, demoShop)
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(10_000))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    const of = { day: '2026-11-24', agreement: 'STDEUR', currency: 'EUR' }
    const fees = { INTERCHANGE_FEE: 90, SERVICE_FEE: 25 }
    const payment = { type: 'PAYMENT' as const, id: 'a1', requestId: paymentId, minor: 10_000, fees }
    const batch: Batch = { ...of, items: [payment] }
    await receiveBatch(sandbox, batch)
    const id = 'S20261126STDEUR'
    const short: Batch = { ...of, items: [{ ...payment, minor: 7_000 }] }
    await receive(sandbox, nameOf('settlement', id, batch), textOf(settlementSheet(id, '2026-11-26', [short])))
    const account = sandboxBankAccounts.find(
      ({ currency, purpose }) => currency === 'EUR' && purpose === 'safeguarding',
    )
    const euros = `${netOf(short)}`.replace(/(..)$/, ',$1')
    statement = [
      ...[
        ':20:1',
        `:25:${account?.accountId}`,
        ':28C:1/1',
        ':60F:C261125EUR0,00',
        `:61:2611261126C${euros}NTRF${id}//1`,
      ],
      ...[`:86:${id}`, `:62F:C261126EUR${euros}`, '-', ''],
    ]
    await receive(sandbox, 'mt940.sta', statement.join('\n'), 'bank')
    const held = await until('it is told', async () => {
      const breaks = await silkgate(sandbox, 'break', 'list', '--kind', 'lines_exceed_batch')
      return breaks[0]
    })
    assert.deepEqual([held.about, held.minor], [id, '-3000'])
    assert.equal(await shop.statusOf(paymentId), 'CAPTURED')
    const open = (await silkgate(sandbox, 'break', 'list')).map(({ kind }) => kind)
    assert.deepEqual(open.sort(), ['lines_exceed_batch', 'total_differs'], 'its entry is told of once')
    const paid = await sandbox.db.read({ text: `select 1 from transfers where reason = 'batch received'`, values: [] })
    assert.deepEqual(paid, [])
  })

  test('and gives the same result when everything is compared once more', async () => {
    const runs = () =>
      sandbox.db.read<{ result_hash: string }>({
        text: 'select result_hash from reconciliation_runs where ran_at is not null order by ran_at, wanted_at',
        values: [],
      })
    const before = await runs()
    await receive(sandbox, 'again.sta', `${statement.join('\n')}\n`, 'bank')
    const after = await until('it is compared again', async () => {
      const all = await runs()
      return all.length > before.length ? all : undefined
    })
    assert.match(after.at(-1)?.result_hash ?? '', /^[0-9a-f]{64}$/)
    assert.equal(after.at(-1)?.result_hash, before.at(-1)?.result_hash)
  })
})
