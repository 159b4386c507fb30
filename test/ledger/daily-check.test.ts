import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { formatMoney, money } from '@silkgate/domain'
import { isIban } from '../../apps/gateway/src/bank/iban.ts'
import { balances } from '../../apps/gateway/src/ledger/balance.store.ts'
import { seedSandbox } from '../../apps/gateway/src/sandbox/seed.ts'
import { masterKeyOf, readMasterKey } from '../../apps/gateway/src/secret/master-key.ts'
import { bankOf } from '../support/bank.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { post } from '../support/postings.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, clockOf, payInWallet, setFaults } from '../support/simulator.ts'
import { until } from '../support/until.ts'

type CheckRow = { day: string; currency: string; at: Date; surplus: bigint; swept: bigint; owed: bigint; fees: bigint }

describe('the daily check of merchants’ money', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox('error', noon)
  })
  after(() => sandbox.close())

  const masterKey = () => masterKeyOf(readMasterKey(readFileSync(join(sandbox.dataDir, 'master-key'), 'utf8')))
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

  /** The bank has what our books say that it has, but for what was written into them without it. */
  const assertBankAgrees = async (invented: bigint): Promise<void> => {
    const books = await balances(sandbox.db)
    const { accounts } = await bankOf(sandbox)
    for (const purpose of ['safeguarding', 'operating'] as const) {
      const own = books.filter(({ account, currency }) => account === `bank_${purpose}` && currency === 'EUR')
      const minor = own.reduce((sum, one) => sum + one.minor, purpose === 'safeguarding' ? invented : 0n)
      const truth = accounts.find((one) => one.purpose === purpose && one.currency === 'EUR')?.balance
      assert.equal(minor.toString(), truth, purpose)
    }
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
    await assertBankAgrees(0n)

    const of = { merchantId: '1234', at: await clockOf(sandbox) }
    await post(sandbox.db, { ...of, debit: 'bank_charges', credit: 'bank_safeguarding', minor: 30n })
    await advance(sandbox, 'P2D')
    assert.deepEqual(await bank(), { bank_operating: '0.05 EUR', bank_safeguarding: '-0.05 EUR' })
    await assertBankAgrees(30n)
    assert.deepEqual(
      (await checks()).map(({ swept }) => swept).filter((minor) => minor !== 0n),
      [35n, -30n],
    )
    const sweeps = (await silkgate(sandbox, 'sweep', 'list')).map(({ sweepId, minor, status }) => [
      sweepId,
      minor,
      status,
    ])
    assert.deepEqual(sweeps, [
      ['SWEEP-20261202-EUR', '-30', 'confirmed'],
      ['SWEEP-20261128-EUR', '35', 'confirmed'],
    ])
    assert.deepEqual(
      (await silkgate(sandbox, 'ledger', 'transfers', '--about', 'SWEEP-20261202-EUR')).map((one) => [
        one.debit,
        one.credit,
      ]),
      [
        ['sweep_in_transit', 'bank_operating'],
        ['bank_safeguarding', 'sweep_in_transit'],
      ],
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
    await setFaults(sandbox, { name: 'payout-rejected', times: 1 })
    await advance(sandbox, 'P1D')
    assert.equal((await checks()).at(-1)?.swept, -40n)
  })

  test('orders again what the bank refuses, and tells a person until it is moved', async () => {
    const [refused] = await silkgate(sandbox, 'sweep', 'list')
    assert.deepEqual([refused?.sweepId, refused?.status], ['SWEEP-20261204-EUR', 'rejected'])
    const [told, ...more] = await silkgate(sandbox, 'break', 'list')
    assert.deepEqual([told?.kind, told?.about, more], ['sweep_rejected', 'SWEEP-20261204-EUR', []])
    await advance(sandbox, 'P3DT22H')
    const [again] = await silkgate(sandbox, 'sweep', 'list')
    assert.deepEqual([again?.sweepId, again?.minor, again?.status], ['SWEEP-20261205-EUR', '-40', 'confirmed'])
    assert.deepEqual(await silkgate(sandbox, 'break', 'list'), [])
    await assertBankAgrees(70n)
    assert.ok((await silkgate(sandbox, 'verify')).every(({ invariant, holds }) => holds === true || invariant !== 9))
  })

  test('does not count what the bank was never told, and says why it cannot be', async () => {
    const operating = { currency: 'EUR', purpose: 'operating' }
    const [{ accountId } = {}] = (await silkgate(sandbox, 'bank-account', 'list')).filter(
      (one) => one.currency === operating.currency && one.purpose === operating.purpose,
    )
    const rename = 'update bank_accounts set name = $2 where account_id = $1'
    await sandbox.db.write('chore.set_up', { text: rename, values: [accountId, '龍'] })
    const of = { merchantId: '1234', at: await clockOf(sandbox) }
    await post(sandbox.db, { ...of, debit: 'bank_charges', credit: 'bank_safeguarding', minor: 30n })
    const toldOf = (sweepId: string) =>
      until(`a break about ${sweepId}`, async () =>
        (await silkgate(sandbox, 'break', 'list')).find(({ about }) => about === sweepId),
      )
    await advance(sandbox, 'PT8H')
    const first = await toldOf('SWEEP-20261209-EUR')
    await advance(sandbox, 'P1D')
    await toldOf('SWEEP-20261210-EUR')
    const [again, before] = (await silkgate(sandbox, 'sweep', 'list')).map(({ sweepId, minor, status }) => [
      sweepId,
      minor,
      status,
    ])
    assert.deepEqual(
      [again, before],
      [
        ['SWEEP-20261210-EUR', '-30', 'ordered'],
        ['SWEEP-20261209-EUR', '-30', 'withdrawn'],
      ],
    )
    const [told, ...more] = await silkgate(sandbox, 'break', 'list')
    assert.deepEqual([told?.kind, told?.about, more], ['sweep_unwritable', 'SWEEP-20261210-EUR', []])
    assert.equal(told?.openedAt, first.openedAt, 'what is in the way is as old as it is, whatever is ordered anew')
    await seedSandbox(sandbox.db, masterKey(), sandbox.simulatorUrl, of.at)
    const named = (await silkgate(sandbox, 'bank-account', 'list')).find((one) => one.accountId === accountId)
    assert.equal(named?.name, '龍', 'a sandbox that starts leaves what a person has changed')
    assert.match(String(told?.ours), /"龍" has no letter that can be written/)
    const where = ['--bic', 'SLKGNL2A', '--town', 'Amsterdam', '--country', 'NL', '--name', 'Silkgate B.V.'] as const
    const [asked] = await silkgate(
      sandbox,
      'bank-account',
      'locate',
      String(accountId),
      ...where,
      '--as',
      'a@psp.example',
    )
    await silkgate(sandbox, 'bank-account', 'approve', String(asked?.approvalId), '--as', 'b@psp.example')
    await advance(sandbox, 'PT10M')
    assert.equal((await silkgate(sandbox, 'sweep', 'list'))[0]?.status, 'accepted')
    assert.deepEqual(await silkgate(sandbox, 'break', 'list'), [])
  })

  test('ends a sweep that comes to another amount: within the tolerance by itself, beyond by a person', async () => {
    const more = `update transfers set instructed = jsonb_set(instructed, '{minor}', '"33"')
                   where instructed ->> 'endToEndId' = 'SWEEP-20261210-EUR'`
    await sandbox.simulatorDb.write('chore.set_up', { text: more, values: [] })
    await advance(sandbox, 'P1DT16H')
    const [sweep] = await silkgate(sandbox, 'sweep', 'list')
    assert.deepEqual([sweep?.sweepId, sweep?.status], ['SWEEP-20261210-EUR', 'on_its_way'])
    const [differs, ...others] = await silkgate(sandbox, 'break', 'list')
    assert.deepEqual(
      [differs?.kind, differs?.about, differs?.ours, differs?.theirs, differs?.minor, others],
      ['sweep_differs', 'SWEEP-20261210-EUR arrived', '0.30 EUR', '0.33 EUR', '3', []],
    )
    const explain = [
      'sweep',
      'explain',
      'SWEEP-20261210-EUR',
      '--reason',
      'the bank says so',
      '--as',
      'a@psp.example',
    ] as const
    await assert.rejects(
      silkgate(sandbox, ...explain, '--seen', '2'),
      /differs of SWEEP-20261210-EUR is 3, not --seen 2/,
    )
    await silkgate(sandbox, ...explain, '--seen', '3')
    assert.equal((await silkgate(sandbox, 'sweep', 'list'))[0]?.status, 'confirmed')
    assert.deepEqual(await silkgate(sandbox, 'break', 'list'), [])
    await assertBankAgrees(100n)
    await assert.rejects(silkgate(sandbox, ...explain, '--seen', '3'), /No entry comes to another amount/)
    assert.ok((await silkgate(sandbox, 'verify')).every(({ invariant, holds }) => holds === true || invariant !== 9))
  })

  test('knows our accounts at the bank, which an operator adds', async () => {
    const seeded = await silkgate(sandbox, 'bank-account', 'list')
    const purposes = seeded.filter(({ currency }) => currency === 'HKD').map(({ purpose }) => purpose)
    assert.deepEqual(purposes, ['safeguarding', 'operating'])
    assert.ok(seeded.every(({ accountId }) => isIban(String(accountId))))
    const [anna, ben] = [
      ['--as', 'anna@psp.example'],
      ['--as', 'ben@psp.example'],
    ] as const
    const account = (...command: string[]) => silkgate(sandbox, 'bank-account', ...command)
    const place = ['--bic', 'INGBNL2A', '--town', 'Amsterdam', '--country', 'NL'] as const
    const given = ['--currency', 'SEK', '--purpose', 'safeguarding', '--name', 'Acquirer AB', ...anna, ...place]
    const [asked] = await account('add', 'NL91 ABNA 0417 1643 00', ...given)
    const approval = String(asked?.approvalId)
    const accounts = async () => (await account('list')).filter(({ currency }) => currency === 'SEK')
    assert.deepEqual(
      (await accounts()).map(({ accountId, addedAt, waits }) => [accountId, addedAt, waits]),
      [['NL91ABNA0417164300', undefined, 'another person must agree to add it']],
    )
    await assert.rejects(account('approve', approval, ...anna), /anna@psp.example has asked for it; somebody else/)
    await account('approve', approval, ...ben)
    await assert.rejects(account('decline', approval, ...ben), /ben@psp.example has decided on/)
    const elsewhere = ['locate', 'NL91ABNA0417164300', '--bic', 'ABNANL2A', '--town', 'Utrecht', '--country', 'NL']
    const [located] = await account(...elsewhere, ...ben)
    assert.deepEqual(
      (await accounts()).map(({ town }) => town),
      ['Amsterdam', 'Utrecht'],
    )
    await account('approve', String(located?.approvalId), ...anna)
    assert.deepEqual(
      (await accounts()).map(({ town, name }) => [town, name]),
      [['Utrecht', 'Acquirer AB']],
    )
    await assert.rejects(account('add', 'NL91ABNA0417164300', ...given), /is known already/)
    const [closing] = await account('close', 'NL91ABNA0417164300', ...anna)
    assert.equal((await accounts())[0]?.closedAt, null, 'nothing is closed before another person agrees')
    await assert.rejects(account('approve', String(closing?.approvalId), ...anna), /somebody else must decide/)
    await account('approve', String(closing?.approvalId), ...ben)
    const [closed] = await accounts()
    assert.ok(new Date(String(closed?.closedAt)) <= (await clockOf(sandbox)))
    assert.notEqual(closed?.closedAt, null)
    await assert.rejects(account('close', 'NL91ABNA0417164300', ...anna), /was closed on /)
    const [full] = seeded.filter(({ currency, purpose }) => currency === 'EUR' && purpose === 'safeguarding')
    await assert.rejects(account('close', String(full?.accountId), ...anna), /cannot be closed: \d+ EUR on 2026-12-/)
    const placeless = given.slice(0, -place.length)
    await assert.rejects(account('add', 'NL20INGB0001234567', ...placeless), /--bic, --town/)
    await assert.rejects(account('add', 'NL92ABNA0417164300', ...given), /is no IBAN/)
  })
})
