import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { formatMoney, money } from '@silkgate/domain'
import { isIban } from '../../apps/gateway/src/bank/iban.ts'
import { balances } from '../../apps/gateway/src/ledger/balance.store.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { post } from '../support/postings.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, clockOf, payInWallet } from '../support/simulator.ts'

type CheckRow = { day: string; currency: string; at: Date; surplus: bigint; swept: bigint; owed: bigint; fees: bigint }

describe('the daily check of merchants’ money', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox('error', noon)
  })
  after(() => sandbox.close())

  const checks = () =>
    sandbox.db.read<CheckRow>({
      text: 'select day::text, currency, at, surplus, swept, owed, fees from daily_checks order by day',
      values: [],
    })
  const bank = async (): Promise<Record<string, string>> => {
    const rows = await balances(sandbox.db, { merchantId: '0' })
    return Object.fromEntries(
      rows
        .filter(({ minor }) => minor !== 0n)
        .map(({ account, currency, minor }) => [account, formatMoney(money(currency, minor))]),
    )
  }

  test('is not made where nothing was ever posted', async () => {
    await advance(sandbox, 'P2D')
    assert.deepEqual(await checks(), [])
  })

  test('comes at six in the evening in Amsterdam, once a day: what Alipay+ owes us covers what we owe', async () => {
    const shop = openShop(sandbox, demoShop)
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(10_000))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    await advance(sandbox, 'P2D')
    const made = await checks()
    assert.deepEqual(
      made.map(({ day, at, owed, fees, surplus, swept }) => [day, at.toISOString(), owed, fees, surplus, swept]),
      [
        ['2026-11-26', '2026-11-26T17:00:00.000Z', 10_000n, 150n, 150n, 0n],
        // Its clearing batch has come, and with it what Alipay+ and the wallet take.
        ['2026-11-27', '2026-11-27T17:00:00.000Z', 10_000n, 150n, 35n, 0n],
      ],
    )
    assert.deepEqual(await bank(), {})
  })

  test('sweeps what is ours once the money is there, and makes good what is missing', async () => {
    await advance(sandbox, 'P4D')
    assert.deepEqual(await bank(), { bank_operating: '0.35 EUR', bank_safeguarding: '-0.35 EUR' })

    const of = { merchantId: '1234', at: await clockOf(sandbox) }
    await post(sandbox.db, { ...of, debit: 'bank_charges', credit: 'bank_safeguarding', minor: 30n })
    await advance(sandbox, 'P1D')
    assert.deepEqual(await bank(), { bank_operating: '0.05 EUR', bank_safeguarding: '-0.05 EUR' })
    assert.deepEqual(
      (await checks()).map(({ swept }) => swept).filter((minor) => minor !== 0n),
      [35n, -30n],
    )
    const posted = await silkgate(sandbox, 'ledger', 'transfers', '--merchant', '0')
    assert.deepEqual(
      posted.map(({ about }) => String(about)).filter((about) => about.startsWith('sweep')),
      ['sweep of 2026-11-28', 'sweep of 2026-12-02'],
    )
  })

  test('does not take from one merchant what another owes us', async () => {
    const at = await clockOf(sandbox)
    await post(sandbox.db, {
      merchantId: '5678',
      debit: 'available',
      credit: 'bank_safeguarding',
      minor: 40n,
      currency: 'EUR',
      at,
    })
    await advance(sandbox, 'P1D')
    assert.equal((await checks()).at(-1)?.swept, -40n)
  })

  test('knows our accounts at the bank, which an operator adds', async () => {
    const seeded = await silkgate(sandbox, 'bank-account', 'list')
    const purposes = seeded.filter(({ currency }) => currency === 'HKD').map(({ purpose }) => purpose)
    assert.deepEqual(purposes, ['safeguarding', 'operating'])
    assert.ok(seeded.every(({ accountId }) => isIban(String(accountId))))
    const given = ['--currency', 'SEK', '--purpose', 'safeguarding', '--name', 'Acquirer AB'] as const
    const [added] = await silkgate(sandbox, 'bank-account', 'add', 'NL91 ABNA 0417 1643 00', ...given)
    assert.deepEqual([added?.accountId, added?.currency], ['NL91ABNA0417164300', 'SEK'])
    await assert.rejects(silkgate(sandbox, 'bank-account', 'add', 'NL91ABNA0417164300', ...given), /is known already/)
    await assert.rejects(silkgate(sandbox, 'bank-account', 'add', 'NL92ABNA0417164300', ...given), /is no IBAN/)
  })
})
