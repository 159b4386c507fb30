import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { bankFiles, bankOf, endOf } from '../support/bank.ts'
import { type ListeningShop, openListeningShop } from '../support/listening-shop.ts'
import { anOrder } from '../support/merchant.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { filesOf, settlementOf } from '../support/settlement.ts'
import { advance, payInWallet } from '../support/simulator.ts'
import { safeguarding } from '../support/transfers.ts'

describe('what Alipay+ settles, the bank pays', () => {
  let sandbox: TestSandbox
  let shop: ListeningShop
  let paymentId: string
  before(async () => {
    sandbox = await aSandbox('error', noon)
    shop = await openListeningShop(sandbox, '901')
    const redirected = await shop.redirected(anOrder(10_000))
    paymentId = redirected.paymentId
    await payInWallet(sandbox, redirected.redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    // Our fee is swept in the evening of this day.
    await advance(sandbox, 'P3D')
  })
  after(async () => {
    await shop?.webhooks.close()
    await sandbox?.close()
  })

  test('and writes a statement of each business day from then on, that adds up and follows the one before', async () => {
    const { settlementBatches } = await settlementOf(sandbox)
    const [batch, another] = settlementBatches.filter(({ net }) => net !== '0')
    assert.ok(batch && another === undefined)
    const { accounts, entries } = await bankOf(sandbox)
    const [account] = accounts.filter(({ balance }) => balance !== '0')
    const { currency, purpose, balance } = account ?? assert.fail('nothing is booked')
    assert.deepEqual([currency, purpose, balance], ['EUR', 'safeguarding', batch.net])
    assert.deepEqual(
      entries.map(({ settlementBatchIds, amount, bookingDay }) => [settlementBatchIds, amount, bookingDay]),
      [[[batch.settlementBatchId], batch.net, batch.valueDate]],
    )

    const files = await bankFiles(sandbox)
    const ends = files.map(endOf)
    assert.deepEqual(
      ends.map(({ verdict, statement, opening, closing }) =>
        [verdict, statement.sequence, opening?.amount.minor, closing?.amount.minor, closing?.date].join(' '),
      ),
      ['25', '26'].slice(-ends.length).map((day, at) => {
        const opening = at === 0 ? '0' : batch.net
        return `adds_up ${at + 1} ${opening} ${batch.net} 2026-11-${day}`
      }),
    )
    const written = (await filesOf(sandbox, 'bank')).filter(({ path }) => path.startsWith('/statements/camt053_'))
    assert.deepEqual(
      written.map(({ writtenAt }) => writtenAt),
      ends.map(({ closing }) => new Date(Date.parse(`${closing?.date}T05:00:00Z`) + 86_400_000).toISOString()),
    )
    const [first] = files
    const entry = first?.records.find((record) => record.kind === 'entry')?.transactions[0]
    assert.match(entry?.remittance.join(' ') ?? '', new RegExp(batch.settlementBatchId))
    assert.equal(entry?.counterparty?.name, 'Alipay+ Settlement')
  })

  test('so that the payment is PAID, its shop hears of it once, and all books are right', async () => {
    await advance(sandbox, 'P4D')
    assert.equal(await shop.statusOf(paymentId), 'PAID')
    const told = shop.webhooks.received.filter(({ body }) => body.type === 'payment.paid')
    assert.deepEqual(
      told.map(({ body }) => body.payment?.id),
      [paymentId],
    )
    assert.deepEqual(await silkgate(sandbox, 'break', 'list'), [])
    const verified = await silkgate(sandbox, 'verify', '--all')
    assert.deepEqual(
      verified.filter(({ holds }) => holds !== true),
      [],
    )
  })
  test('in MT940 as well, where it is switched to it', async () => {
    const { redirectUrl, paymentId: next } = await shop.redirected(anOrder(10_000))
    const body = JSON.stringify({ format: 'mt940' })
    const headers = { 'Content-Type': 'application/json' }
    const switched = await fetch(`${sandbox.simulatorUrl}/control/bank`, { method: 'PUT', body, headers })
    assert.deepEqual(await switched.json(), { format: 'mt940' })
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(next, 'CAPTURED')
    const isOurs = ({ path }: { readonly path: string }) => path.includes(safeguarding.EUR)
    const before = (await bankFiles(sandbox)).filter(isOurs).length
    await advance(sandbox, 'P4D')
    assert.equal(await shop.statusOf(next), 'PAID')
    const files = (await bankFiles(sandbox)).filter((file) => isOurs(file) && file.path.endsWith('.sta'))
    const [first] = files.map(endOf)
    assert.ok(first)
    assert.deepEqual(
      [first.statement.format, first.statement.sequence, first.verdict],
      ['MT940', BigInt(before + 1), 'adds_up'],
    )
    assert.deepEqual(await silkgate(sandbox, 'break', 'list'), [])
  })
})
