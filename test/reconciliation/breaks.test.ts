import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Fault } from '../../apps/simulator/src/fault/faults.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { assertSaidInChinese } from '../support/said-in-chinese.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { sendSigned } from '../support/signed-request.ts'
import { advance, payInWallet, setFaults } from '../support/simulator.ts'

const [anna, ben] = ['anna@psp.example', 'ben@psp.example']

type Line = Record<string, unknown>

describe('a break', () => {
  let sandbox: TestSandbox
  let shop: Shop
  before(async () => {
    sandbox = await aSandbox('error', noon)
    shop = openShop(sandbox, demoShop)
  })
  after(() => sandbox?.close())

  /** Pays a hundred euros, and lets a week pass while something goes wrong. */
  const paidUnder = async (fault: Fault): Promise<string> => {
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(10_000))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    await setFaults(sandbox, fault)
    await advance(sandbox, 'P6D')
    await setFaults(sandbox)
    return paymentId
  }

  const open = (kind: string): Promise<Line[]> => silkgate(sandbox, 'break', 'list', '--kind', kind)

  const theOne = async (kind: string): Promise<Line> => {
    const [one, another] = await open(kind)
    assert.ok(one !== undefined && another === undefined, `${kind}: ${JSON.stringify([one, another])}`)
    return one
  }

  const act = async (action: string, { breakId, minor }: Line, by: string): Promise<Line> => {
    const id = String(breakId).slice(0, 13)
    const words = ['break', action, id, '--seen', String(minor), '--as', by, '--reason', 'asked and answered']
    const [line] = await silkgate(sandbox, ...words)
    return line ?? assert.fail(`${action} printed nothing`)
  }

  const assertVerified = async () => {
    const lines = await silkgate(sandbox, 'verify', '--all')
    assert.deepEqual(
      lines.filter(({ holds }) => holds !== true),
      [],
    )
  }

  /** What a posting of a break moved, as an accountant writes it. */
  const postedFor = async ({ breakId }: Line): Promise<string[]> => {
    const rows = await sandbox.db.read<{ merchant_id: bigint; debit: string; credit: string; minor: bigint }>({
      text: 'select merchant_id, debit, credit, minor from transfers where about = $1 order by reason, debit',
      values: [`break ${breakId}`],
    })
    return rows.map(({ merchant_id, debit, credit, minor }) => `${merchant_id}: ${debit} / ${credit} ${minor}`)
  }

  test('about another settlement amount holds its payment; accepted, it is PAID and the difference is written off', async () => {
    const paymentId = await paidUnder({ name: 'report-amount-off', times: 1 })
    assert.equal(await shop.statusOf(paymentId), 'CAPTURED')
    const found = await theOne('settlement_differs')
    assert.deepEqual([found.minor, found.paymentId, found.canBe], ['100', paymentId, ['accept', 'claim', 'wait']])
    await assert.rejects(act('dismiss', found, anna), /takes accept, claim, wait; not dismiss/)
    const seen = /is of 100, not of --seen 99: look at it again; nothing was done/
    await assert.rejects(act('accept', { ...found, minor: '99' }, anna), seen)
    const ended = await act('accept', found, anna)
    assert.deepEqual([ended.resolution, ended.resolvedBy], ['accepted', anna])
    await shop.whenStatus(paymentId, 'PAID')
    assert.deepEqual(await postedFor(found), ['1234: receivable / breaks 100', '1234: breaks / write_offs 100'])
    await assert.rejects(act('accept', found, anna), /has ended/)
    await assertVerified()
  })

  test('about a fee holds nobody; written off, it is our loss', async () => {
    const paymentId = await paidUnder({ name: 'report-fee-off', times: 1 })
    assert.equal(await shop.statusOf(paymentId), 'PAID')
    const found = await theOne('fee_differs')
    assert.equal(found.minor, '-100')
    assert.equal((await act('write-off', found, anna)).resolution, 'written_off')
    assert.deepEqual(await postedFor(found), ['1234: write_offs / breaks 100'])
    await assertVerified()
  })

  test('about a short credit holds the batch; matched by hand, its payment is PAID and the rest are bank charges', async () => {
    const paymentId = await paidUnder({ name: 'settled-short', times: 1 })
    assert.equal(await shop.statusOf(paymentId), 'CAPTURED')
    const found = await theOne('bank_differs')
    assert.equal(found.minor, '-1000')
    assert.equal((await act('match', found, anna)).resolution, 'matched')
    await shop.whenStatus(paymentId, 'PAID')
    const [charged] = await sandbox.db.read<{ minor: bigint }>({
      text: `select minor from transfers where debit = 'bank_charges' and credit = 'bank_safeguarding'`,
      values: [],
    })
    assert.equal(charged?.minor, 1_000n)
    await assertVerified()
  })

  test('of more than one person may give up alone waits for a second, who is not the first', async () => {
    await paidUnder({ name: 'bank-unrelated-traffic', times: 1 })
    const large = (await open('unknown_entry')).find(({ minor }) => Math.abs(Number(minor)) > 1_000)
    assert.ok(large, 'an unknown entry of more than ten euros')
    const proposed = await act('write-off', large, anna)
    assert.deepEqual([proposed.resolvedAt, (proposed.proposed as Line).by], [undefined, anna])
    assert.deepEqual(await postedFor(large), [])
    await assert.rejects(act('write-off', large, anna), /has proposed it already; somebody else must approve/)
    const ended = await act('write-off', large, ben)
    assert.deepEqual([ended.resolution, ended.resolvedBy, ended.approvedBy], ['written_off', anna, ben])
    assert.equal((await postedFor(large)).length, 1)
    await assertVerified()
  })

  test('has an owner, notes and a claim, and stays open with them', async () => {
    const [found = assert.fail('nothing is open')] = await open('unknown_entry')
    const id = String(found.breakId)
    await silkgate(sandbox, 'break', 'assign', id, '--as', anna, '--to', ben)
    await silkgate(sandbox, 'break', 'note', id, 'looks like rent', '--as', ben)
    await silkgate(sandbox, 'break', 'claim', id, '--as', ben, '--reason', 'asked the bank', '--reference', '4711')
    await silkgate(sandbox, 'break', 'wait', id, '--as', ben, '--reason', 'they answer slowly', '--until', '2027-01-31')
    const [line] = await silkgate(sandbox, 'break', 'show', id)
    assert.deepEqual(
      [
        line?.owner,
        line?.claimReference,
        line?.waitsUntil,
        line?.resolvedAt,
        (line?.notes as Line[] | undefined)?.length,
      ],
      [ben, '4711', '2027-01-31', undefined, 4],
    )
    const wait = ['break', 'wait', id, '--as', ben, '--reason', 'they answer slowly', '--until'] as const
    await assert.rejects(silkgate(sandbox, ...wait, '2026-11-24'), /2026-11-24 is over: nobody would wait/)
    await assert.rejects(silkgate(sandbox, 'break', 'list', '--limit', 'all'), /--limit: a number from 1 is expected/)
  })

  test('and everything before it is in the trail; a merchant is shown what is its own', async () => {
    const [broken] = await silkgate(sandbox, 'break', 'list', '--resolved', '--kind', 'settlement_differs')
    const paymentId = String(broken?.paymentId)
    const [trail] = await silkgate(sandbox, 'trail', paymentId)
    const stages = [
      'calls',
      'events',
      'webhooks',
      'reportLines',
      'clearing',
      'settlement',
      'bank',
      'transfers',
      'breaks',
    ]
    assert.deepEqual(
      stages.filter((stage) => (trail?.[stage] as Line[] | undefined)?.length === 0),
      [],
    )
    assert.deepEqual([trail?.status, trail?.money], ['PAID', 'paid to the merchant'])
    const path = `/reporting/v1/1234/payments/${paymentId}/trail`
    const { status, body } = await sendSigned(sandbox.gatewayUrl, demoShop, { path })
    assert.equal(status, 200)
    assert.deepEqual(Object.keys(body), [
      'paymentId',
      'status',
      'money',
      'calls',
      'events',
      'webhooks',
      'clearing',
      'settlement',
      'bank',
      'remittances',
    ])
    assert.doesNotMatch(JSON.stringify([body.clearing, body.settlement, body.bank]), /minor|account|file|remittance/)
  })

  test('is told with the money that is expected: what, since when, how much', async () => {
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(4_000))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    await advance(sandbox, 'P1D')
    const expected = await silkgate(sandbox, 'settlement', 'expected')
    const [money, ...more] = expected.filter(({ what }) => what === 'clearing')
    assert.match(String(money?.id), /^C\d{8}CNEUR$/)
    assert.deepEqual([money?.amount, money?.isOverdue, more], ['39.54 EUR', false, []])
  })

  test('is beside what is settled, expected and quarantined, and what Alipay+ charges', async () => {
    const batches = await silkgate(sandbox, 'settlement', 'list', '--currency', 'EUR')
    assert.ok(batches.length > 0)
    const [batch] = await silkgate(sandbox, 'settlement', 'show', 'C20261124STDEUR')
    assert.ok(batch)
    assert.ok((await silkgate(sandbox, 'settlement', 'expected')).some(({ isOverdue }) => isOverdue === false))
    assert.deepEqual(await silkgate(sandbox, 'settlement', 'quarantine'), [])
    const rate = ['--fee', 'SERVICE_FEE', '--reach', 'domestic', '--basis-points', '17', '--on-refund', 'kept']
    await silkgate(sandbox, 'scheme-fee', 'set', 'STDEUR', ...rate, '--from', '2027-02-01')
    await assert.rejects(
      silkgate(sandbox, 'scheme-fee', 'set', 'STDEUR', ...rate, '--from', '2027-02-30'),
      /--from: "2027-02-30" is no day/,
    )
    const agreement = ['settlement', 'agreement', 'NEW', '--settled-after', '2', '--currency'] as const
    await assert.rejects(silkgate(sandbox, ...agreement, 'euro'), /--currency: "euro" is no currency of ISO 4217/)
    const fees = await silkgate(sandbox, 'scheme-fee', 'list')
    assert.ok(
      fees.some(({ basisPoints, validFrom }) => basisPoints === 17 && String(validFrom).startsWith('2027-02-01')),
    )
  })

  test('is told in words that the console has in Chinese too, whatever has come to be', () =>
    assertSaidInChinese(sandbox, 8))
})
