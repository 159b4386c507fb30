import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sandboxBankAccounts } from '../../apps/gateway/src/sandbox/identities.ts'
import { type Verified, verify } from '../../apps/gateway/src/verify/verify.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { type Batch, nameOf, netOf, receive, receiveBatch, settlementSheet, textOf } from '../support/reports.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, payInWallet } from '../support/simulator.ts'

/** A statement of the bank with one credit, as MT940. */
const statement = (iban: string, amount: string, text: string): string =>
  [
    ...[':20:1', `:25:${iban}`, ':28C:1/1', ':60F:C261125EUR0,00', `:61:2611261126C${amount}NTRF${text}//1`],
    ...[`:86:${text}`, `:62F:C261126EUR${amount}`, '-', ''],
  ].join('\n')

describe('verify, where Alipay+ has paid', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox('error', noon)
  })
  after(() => sandbox?.close())

  test('holds before the files, between them, and once payments are PAID', async () => {
    const shop = openShop(sandbox, demoShop)
    const captured = async (amount: number): Promise<string> => {
      const { paymentId, redirectUrl } = await shop.redirected(anOrder(amount))
      await payInWallet(sandbox, redirectUrl)
      await shop.whenStatus(paymentId, 'CAPTURED')
      return paymentId
    }
    const assertHolds = async () => {
      const lines: Verified[] = []
      await verify(sandbox.db, { all: true, progressOf: () => () => {}, tell: (one) => lines.push(one) })
      assert.deepEqual(
        lines.filter(({ holds }) => !holds),
        [],
      )
    }
    const [whole, half] = [await captured(1_500), await captured(2_000)]
    await captured(7_000)
    const refund = await shop.refund(half, { amountOfMoney: { amount: 500, currencyCode: 'EUR' } })
    assert.equal(refund.status, 201, refund.message)
    const [stored] = await sandbox.db.read<{ refund_id: string }>({ text: 'select refund_id from refunds', values: [] })
    await advance(sandbox, 'P1D')
    await assertHolds()

    const batch: Batch = {
      ...{ day: '2026-11-24', agreement: 'STDEUR', currency: 'EUR' },
      items: [
        { type: 'PAYMENT', id: 'a1', requestId: whole, minor: 1_500, fees: { INTERCHANGE_FEE: 9, SERVICE_FEE: 2 } },
        { type: 'PAYMENT', id: 'a2', requestId: half, minor: 2_000, fees: { INTERCHANGE_FEE: 12, SERVICE_FEE: 3 } },
        { type: 'REFUND', id: 'a3', requestId: stored?.refund_id ?? '', minor: -500, fees: { INTERCHANGE_FEE: -3 } },
      ],
    }
    await receiveBatch(sandbox, batch)
    await advance(sandbox, 'P1D')
    await assertHolds()

    const settlement = 'S20261126STDEUR'
    const sheet = settlementSheet(settlement, '2026-11-26', [batch])
    await receive(sandbox, nameOf('settlement', settlement, batch), textOf(sheet))
    const [{ accountId } = { accountId: '' }] = sandboxBankAccounts
    const net = `${netOf(batch)}`.replace(/(..)$/, ',$1')
    await receive(sandbox, 'mt940.sta', statement(accountId, net, settlement), 'bank')
    await advance(sandbox, 'PT1H')
    await shop.whenStatus(whole, 'PAID')
    await shop.whenStatus(half, 'PAID')
    await assertHolds()
    await advance(sandbox, 'P1D')
    await assertHolds()
  })
})
