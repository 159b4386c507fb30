import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { openDb } from '../../apps/gateway/src/postgres/db.ts'
import { makeAppLogin } from '../../apps/gateway/src/postgres/login.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { post } from '../support/postings.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { advance, payInWallet } from '../support/simulator.ts'

const ann = ['--as', 'Ann@acquirer.example'] as const

describe('the books at the command line', () => {
  let sandbox: TestSandbox
  let paymentId: string
  before(async () => {
    sandbox = await aSandbox('error', noon)
    const shop = openShop(sandbox, demoShop)
    for (const _ of [1, 2]) {
      const { paymentId: id, redirectUrl } = await shop.redirected(anOrder(1500))
      await payInWallet(sandbox, redirectUrl)
      await shop.whenStatus(id, 'CAPTURED')
      paymentId = id
    }
    await advance(sandbox, 'PT1H')
  })
  after(() => sandbox.close())

  const failure = async (...command: string[]): Promise<string> => {
    const error: unknown = await silkgate(sandbox, ...command).catch((cause: unknown) => cause)
    return String((error as { stderr?: string }).stderr)
  }
  const outputs = async (...command: string[]): Promise<{ stdout: string; stderr: string }> => {
    const env = { ...process.env, DATA_DIR: sandbox.dataDir, DATABASE_URL: sandbox.databaseUrl }
    const main = join(import.meta.dirname, '../../apps/gateway/src/main.ts')
    return promisify(execFile)(process.execPath, [main, ...command], { env })
  }
  const output = async (...command: string[]): Promise<string> => (await outputs(...command)).stdout
  const warning = async (...command: string[]): Promise<string> => (await outputs(...command)).stderr

  test('show what stands on each account, as its owner reads it', async () => {
    const shown = await silkgate(sandbox, 'ledger', 'balances', '--merchant', '1234')
    assert.deepEqual(
      shown.map(({ account, kind, balance }) => [account, kind, balance]),
      [
        ['pending', 'liability', '30.00 EUR'],
        ['receivable', 'asset', '30.00 EUR'],
      ],
    )
    const [one, ...others] = await silkgate(sandbox, 'ledger', 'balances', '--account', 'pending')
    assert.deepEqual([one?.merchantId, one?.balance, others], ['1234', '30.00 EUR', []])
    assert.match(await failure('ledger', 'balances', '--account', 'cash'), /"cash" is none of receivable,/)
    assert.match(await failure('ledger', 'balances', '--merchant', 'x'), /"x" is no id of a merchant/)
  })

  test('show the books as they were at an instant', async () => {
    assert.equal(await output('ledger', 'balances', '--as-of', '2026-11-24T11:00:00Z'), '')
    const [sheet] = await silkgate(sandbox, 'ledger', 'trial-balance', '--as-of', '2026-11-25T00:00:00Z')
    assert.deepEqual(sheet, {
      currency: 'EUR',
      lines: [
        { account: 'receivable', debit: '30.00 EUR' },
        { account: 'pending', credit: '30.00 EUR' },
      ],
      ...{ debits: '30.00 EUR', credits: '30.00 EUR', isLevel: true },
    })
  })

  test('show what was posted for a payment, or what it is about', async () => {
    const [one, ...others] = await silkgate(sandbox, 'ledger', 'transfers', '--payment', paymentId)
    assert.deepEqual(
      [one?.reason, one?.debit, one?.credit, one?.amount, one?.accountingDate, others],
      ['captured', 'receivable', 'pending', '15.00 EUR', '2026-11-24', []],
    )
    const at = new Date('2026-11-24T12:30:00Z')
    const about = 'C20261124STDEUR'
    await post(sandbox.db, {
      ...{ merchantId: '1234', debit: 'scheme_fees_service', credit: 'receivable', minor: 5n, at, about },
    })
    const [fee] = await silkgate(sandbox, 'ledger', 'transfers', '--about', about)
    assert.deepEqual([fee?.about, fee?.amount], [about, '0.05 EUR'])
    assert.equal(await output('ledger', 'transfers', '--from', '2026-11-25T00:00:00Z'), '')
  })

  test('go out as the general ledger of a day, the same bytes each time, and no cell is a formula', async () => {
    const at = new Date('2026-11-24T12:40:00Z')
    const evil = { debit: 'breaks', credit: 'receivable', minor: 7n, at, about: '=1+1, "x"', reason: '@break' } as const
    await post(sandbox.db, { merchantId: '1234', ...evil }, { merchantId: '5678', ...evil, currency: 'JPY' })
    const file = join(sandbox.dataDir, 'ledger.csv')
    await output('ledger', 'export', '2026-11-24', file)
    const text = readFileSync(file, 'utf8')
    assert.equal(await output('ledger', 'export', '2026-11-24'), text)
    assert.match(await warning('ledger', 'export', '2026-11-24'), /2026-11-24 is not over: what is posted until then/)
    assert.equal(await warning('ledger', 'export', '2026-11-23'), '')
    const lines = text.trimEnd().split('\r\n')
    assert.equal(
      lines[0],
      'transferId,merchantId,paymentId,about,accountingDate,at,reason,debitAccount,creditAccount,currency,amount',
    )
    assert.equal(lines.length, 1 + 5 + 2)
    assert.ok(
      lines[4]?.includes(`,1234,,"'=1+1, ""x""",2026-11-24,${at.toISOString()},'@break,breaks,receivable,EUR,0.07`),
    )
    assert.deepEqual(lines.slice(-2), ['total,,,,,,4,,,EUR,30.12', 'total,,,,,,1,,,JPY,7'])
    assert.match(await failure('ledger', 'export', '2026-11-24', file), /EEXIST/)
    assert.match(await failure('ledger', 'export', '2026-02-30'), /"2026-02-30" is no day/)
  })

  test('are closed month by month, for ever: what comes late counts on the first open day', async () => {
    assert.match(await failure('ledger', 'close-month', '2026-13', ...ann), /"2026-13" is no month, such as 2026-11/)
    assert.match(await failure('ledger', 'close-month', '2026-11', ...ann), /2026-11 is not over yet/)
    await advance(sandbox, 'P8D')
    const early = { debit: 'pending', credit: 'available', minor: 1n, at: new Date('2026-10-31T10:00:00Z') } as const
    await post(sandbox.db, { merchantId: '1234', ...early })
    assert.match(await failure('ledger', 'close-month', '2026-11', ...ann), /Close 2026-10 first/)
    await silkgate(sandbox, 'ledger', 'close-month', '2026-10', ...ann)
    const closed = await silkgate(sandbox, 'ledger', 'close-month', '2026-11', ...ann)
    const end = closed.at(-1)
    assert.deepEqual([end?.month, end?.closedBy], ['2026-11', 'ann@acquirer.example'])
    assert.match(String(end?.hash), /^[0-9a-f]{64}$/)
    assert.deepEqual(
      closed.find(({ account }) => account === 'pending'),
      { account: 'pending', before: '0.01 EUR', debited: '30.00 EUR', credited: '30.00 EUR', after: '0.01 EUR' },
    )
    assert.deepEqual(await silkgate(sandbox, 'ledger', 'close-month', '2026-11', ...ann), closed, 'it stays as it was')

    const [late] = await post(sandbox.db, { merchantId: '1234', ...early })
    const seen = await silkgate(sandbox, 'ledger', 'transfers', '--merchant', '1234', '--to', '2026-11-01T00:00:00Z')
    assert.equal(seen.find(({ transferId }) => transferId === late)?.accountingDate, '2026-12-01')

    const masterKey = Buffer.from(readFileSync(join(sandbox.dataDir, 'master-key'), 'utf8'), 'base64')
    const program = openDb(await makeAppLogin(sandbox.databaseUrl, masterKey), { max: 1 })
    const insert = (day: string) =>
      program.write('chore.set_up', {
        text: `insert into transfers (merchant_id, transfer_id, debit, credit, currency, minor, reason, at, accounting_date)
               values (1234, gen_random_uuid(), 'pending', 'available', 'EUR', 1, 'test', now(), $1)`,
        values: [day],
      })
    await assert.rejects(insert('2026-11-30'), /row-level security/)
    await insert('2026-12-01')
    await assert.rejects(
      program.write('chore.set_up', { text: 'delete from closed_months', values: [] }),
      /permission denied/,
    )
    await program.close()
  })
})
