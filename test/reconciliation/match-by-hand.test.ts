import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { askConsole, signIn } from '../support/console.ts'
import { dispute, whenDispute } from '../support/disputes.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { creditsOn } from '../support/mt940.ts'
import { type Batch, nameOf, netOf, receive, receiveBatch, settlementSheet, textOf } from '../support/reports.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'

const [ana, ben] = ['operator@sandbox.example', 'operator2@sandbox.example']

type Line = Record<string, unknown>

describe('a match by hand', () => {
  let sandbox: TestSandbox
  let shop: Shop
  before(async () => {
    sandbox = await aSandbox('error', { ...noon, WRITE_OFF_ALONE_MINOR: '500' })
    shop = openShop(sandbox, demoShop)
  })
  after(() => sandbox?.close())

  const sold = async (minor: number): Promise<string> => {
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(minor))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    return paymentId
  }

  const of = (day: string, minor: number, requestId: string): Batch => ({
    ...{ day, agreement: 'STDEUR', currency: 'EUR' },
    items: [{ type: 'PAYMENT', id: `of ${day}`, requestId, minor, fees: { INTERCHANGE_FEE: minor * 0.009 } }],
  })

  const settle = async (batch: Batch, id: string, day: string): Promise<void> => {
    await receiveBatch(sandbox, batch)
    await receive(sandbox, nameOf('settlement', id, batch), textOf(settlementSheet(id, day, [batch])))
  }

  const theOne = (kind: string): Promise<Line> =>
    until(`one break ${kind}`, async () => (await silkgate(sandbox, 'break', 'list', '--kind', kind))[0])

  const asks = async (email: string, { breakId, minor }: Line, more: Line) => {
    const { cookie } = await signIn(sandbox, email)
    const body = { action: 'match', reason: 'the bank says so', seenMinor: minor, ...more }
    const answer = await askConsole(sandbox, cookie, `/breaks/${breakId}/actions`, { method: 'POST', body })
    return { ...answer, error: answer.body.errors?.[0]?.id }
  }

  const assertVerified = async (): Promise<void> => {
    const lines = await silkgate(sandbox, 'verify', '--all')
    assert.deepEqual(
      lines.filter(({ holds }) => holds !== true),
      [],
    )
  }

  test('of an entry with two batches is weighed as seen, needs a second person above the limit, and pays both', async () => {
    const payments = [await sold(10_000), await sold(20_000)]
    const batches = [of('2026-11-23', 10_000, payments[0] ?? ''), of('2026-11-24', 20_000, payments[1] ?? '')]
    const ids = ['S20261125STDEUR', 'S20261126STDEUR']
    for (const [n, batch] of batches.entries()) await settle(batch, ids[n] ?? '', `2026-11-2${5 + n}`)
    const expected = batches.reduce((sum, batch) => sum + netOf(batch), 0)
    const credits = [{ minor: expected - 600, text: 'COLLECTED' }]
    await receive(sandbox, 'one.sta', creditsOn('261126', 1, credits), 'bank')
    const found = await theOne('unknown_entry')
    const { cookie } = await signIn(sandbox, ana)
    const { body } = await askConsole(sandbox, cookie, `/breaks/${found.breakId}`)
    assert.deepEqual((body.candidates as Line[]).map(({ id }) => id).sort(), ids)
    assert.equal(body.theirs, `${expected - 600} EUR COLLECTED`)
    const both = { chosen: ids, differenceMinor: '-600' }
    const nothing = await asks(ana, found, {})
    assert.deepEqual([nothing.status, nothing.error], [400, 'INVALID_VALUE'])
    const unseen = await asks(ana, found, { chosen: ids })
    assert.deepEqual([unseen.status, unseen.error], [400, 'INVALID_VALUE'])
    const tooFar = await asks(ana, found, { chosen: ids.slice(1), differenceMinor: '9310' })
    assert.match(JSON.stringify(tooFar.body), /further away than a tenth/)
    const otherwise = await asks(ana, found, { ...both, differenceMinor: '-599' })
    assert.deepEqual([otherwise.status, otherwise.error], [409, 'BREAK_CHANGED'])
    assert.deepEqual((await asks(ana, found, both)).body.resolvedAt, undefined)
    const again = await asks(ana, found, { ...both, chosen: ids.toReversed() })
    assert.match(JSON.stringify(again.body), /somebody else must approve/)
    assert.equal((await asks(ben, found, both)).body.resolution, 'matched')
    for (const payment of payments) await shop.whenStatus(payment, 'PAID')
    const [charged] = await sandbox.db.read<{ minor: bigint }>({
      text: `select sum(minor)::bigint as minor from transfers where debit = 'bank_charges'`,
      values: [],
    })
    assert.equal(charged?.minor, 600n)
    const late = await asks(ben, found, both)
    assert.deepEqual([late.status, late.error], [409, 'BREAK_ENDED'])
    await assertVerified()
  })

  test('of a batch whose money is missing with several entries keeps what came beyond it', async () => {
    const payment = await sold(30_000)
    const batch = of('2026-11-16', 30_000, payment)
    await settle(batch, 'S20261118STDEUR', '2026-11-18')
    const half = Math.floor(netOf(batch) / 2)
    const credits = [
      { minor: half, text: 'FIRST HALF' },
      { minor: netOf(batch) - half + 100, text: 'SECOND HALF' },
    ]
    await receive(sandbox, 'two.sta', creditsOn('261119', 2, credits), 'bank')
    const found = await theOne('money_missing')
    const id = String(found.breakId)
    const printed = await until('both halves are candidates', async () => {
      const all = await silkgate(sandbox, 'break', 'candidates', id)
      return all.length === 2 ? all : undefined
    })
    const as = ['--as', ana, '--reason', 'two halves', '--seen', String(found.minor)]
    await assert.rejects(silkgate(sandbox, 'break', 'match', id, ...as), /choose the entries that it is matched with/)
    const halves = ['--with', ...printed.map((one) => String(one.id))]
    const wrong = silkgate(sandbox, 'break', 'match', id, ...as, ...halves, '--difference', '99')
    await assert.rejects(wrong, /what it is matched with has changed/)
    const [ended] = await silkgate(sandbox, 'break', 'match', id, ...as, ...halves, '--difference', '100')
    assert.equal(ended?.resolution, 'matched')
    await shop.whenStatus(payment, 'PAID')
    await until('its entries are no breaks any more', async () => {
      return (await silkgate(sandbox, 'break', 'list', '--kind', 'unknown_entry')).length === 0
    })
    await assertVerified()
  })

  test('of a report line with its payment settles it as if the line had named it', async () => {
    const payment = await sold(5_000)
    const batch = of('2026-11-25', 5_000, 'NOT-OURS-AT-ALL')
    await settle(batch, 'S20261127STDEUR', '2026-11-27')
    await receive(
      sandbox,
      'third.sta',
      creditsOn('261127', 3, [{ minor: netOf(batch), text: 'S20261127STDEUR' }]),
      'bank',
    )
    const found = await theOne('unknown_transaction')
    const printed = await silkgate(sandbox, 'break', 'candidates', String(found.breakId))
    assert.deepEqual(
      printed.map(({ id, differenceMinor }) => `${id} ${differenceMinor}`),
      [`${payment} 0`],
    )
    const none = await asks(ana, found, { chosen: ['4'.repeat(30)], differenceMinor: '0' })
    assert.match(JSON.stringify(none.body), /no payment, refund or dispute of that id/)
    const did = await asks(ana, found, { chosen: [payment], differenceMinor: '0' })
    assert.equal(did.body.resolution, 'matched')
    await shop.whenStatus(payment, 'PAID')
    await assertVerified()
  })

  test('of a report line with its payment holds when a better file says another amount', async () => {
    const payment = await sold(20_000)
    const batch = of('2026-11-20', 19_000, 'NOT-OURS-EITHER')
    await settle(batch, 'S20261124STDEUR', '2026-11-24')
    const found = await theOne('unknown_transaction')
    const theirs = { chosen: [payment], differenceMinor: '-1000' }
    await asks(ana, found, theirs)
    assert.equal((await asks(ben, found, theirs)).body.resolution, 'matched')
    await theOne('amount_differs')
    const right = of('2026-11-20', 20_000, 'NOT-OURS-EITHER')
    await settle(right, 'S20261124STDEUR', '2026-11-24')
    await until(
      'the line agrees',
      async () => (await silkgate(sandbox, 'break', 'list', '--kind', 'amount_differs')).length === 0,
    )
    const paid = creditsOn('261124', 4, [{ minor: netOf(right), text: 'S20261124STDEUR' }])
    await receive(sandbox, 'fourth.sta', paid, 'bank')
    await shop.whenStatus(payment, 'PAID')
    await assertVerified()
  })

  test('of a refund line with its refund takes it as if the line had named it, and no second line with the same', async () => {
    const payment = await sold(8_000)
    const refund = await shop.refund(payment, { amountOfMoney: { amount: 3_000, currencyCode: 'EUR' } })
    await until('the refund went back', async () => {
      const [row] = await sandbox.db.read<{ accepted: boolean }>({
        text: 'select accepted from refunds where refund_id = $1',
        values: [refund.id],
      })
      return row?.accepted
    })
    const line = (id: string, minor: number) => ({ type: 'REFUND' as const, id, requestId: `X${id}`, minor, fees: {} })
    const paid = {
      type: 'PAYMENT' as const,
      id: 'paid',
      requestId: payment,
      minor: 8_000,
      fees: { INTERCHANGE_FEE: 72 },
    }
    const batch: Batch = {
      ...{ day: '2026-11-26', agreement: 'STDEUR', currency: 'EUR' },
      items: [paid, line('one', -2_990), line('two', -3_000)],
    }
    await settle(batch, 'S20261128STDEUR', '2026-11-28')
    const lines = await until('two breaks', async () => {
      const all = await silkgate(sandbox, 'break', 'list', '--kind', 'unknown_transaction')
      return all.length === 2 ? all : undefined
    })
    const [first, second] = lines.toSorted((one, two) => (String(one.about) < String(two.about) ? -1 : 1))
    assert.ok(first !== undefined && second !== undefined)
    const printed = await silkgate(sandbox, 'break', 'candidates', String(first.breakId))
    assert.deepEqual(
      printed.map(({ is, id, text, minor, differenceMinor }) => [is, id, text, minor, differenceMinor]),
      [['refund', refund.id, payment, '-3000', '-10']],
    )
    const of = (differenceMinor: string) => ({ chosen: [refund.id], differenceMinor })
    assert.equal((await asks(ana, first, of('10'))).body.resolution, 'matched')
    assert.deepEqual(await silkgate(sandbox, 'break', 'candidates', String(second.breakId)), [])
    assert.match(JSON.stringify((await asks(ana, second, of('0'))).body), /or another line is/)
    await theOne('amount_differs')
    const right = { ...batch, items: [paid, line('one', -3_000), line('two', -3_000)] }
    await settle(right, 'S20261128STDEUR', '2026-11-28')
    await until('the line agrees by a better file, which names no refund either', async () => {
      return (await silkgate(sandbox, 'break', 'list', '--kind', 'amount_differs')).length === 0
    })
    const trail = await silkgate(sandbox, 'trail', payment)
    assert.match(JSON.stringify(trail), /"REFUND"/)
    await assertVerified()
  })

  test('of a line about a lost dispute is with the dispute that it names by its own id, and with no other', async () => {
    const [payment, another] = [await sold(7_000), await sold(7_000)]
    const lost = async (paymentId: string): Promise<string> => {
      const { disputeRequestId } = await dispute(sandbox, paymentId, 'escalation', 7_000)
      const { id } = await whenDispute(shop, paymentId, 'DRAFT')
      await shop.client.v1.disputes.cancel(shop.merchantId, id, {})
      await until('it is lost', async () => {
        const text = `select 1 from disputes where dispute_id = $1 and outcome = 'lost'`
        return (await sandbox.db.read({ text, values: [id] })).length === 1
      })
      return disputeRequestId
    }
    const [own] = [await lost(payment), await lost(another)]
    const line = { type: 'CHARGEBACK' as const, id: own, requestId: 'NOBODYS', minor: -7_000, fees: {} }
    const batch: Batch = { ...{ day: '2026-11-28', agreement: 'STDEUR', currency: 'EUR' }, items: [line] }
    await settle(batch, 'S20261130STDEUR', '2026-11-30')
    const found = await until('its break', async () => {
      const all = await silkgate(sandbox, 'break', 'list', '--kind', 'unknown_transaction')
      return all.find(({ about }) => String(about).endsWith(own))
    })
    const printed = await silkgate(sandbox, 'break', 'candidates', String(found.breakId))
    assert.deepEqual(
      printed.map(({ is, text, minor, differenceMinor }) => [is, text, minor, differenceMinor]),
      [['dispute', payment, '-7000', '0']],
    )
    const did = await asks(ana, found, { chosen: [printed[0]?.id], differenceMinor: '0' })
    assert.equal(did.body.resolution, 'matched')
    await assertVerified()
  })

  test('of a line with a payment that another line settles already is refused, though its money has not come', async () => {
    const payment = await sold(9_000)
    const line = (id: string, requestId: string) => ({
      ...{ type: 'PAYMENT' as const, id, requestId, minor: 9_000, fees: { INTERCHANGE_FEE: 81 } },
    })
    const batch: Batch = {
      ...{ day: '2026-11-27', agreement: 'STDEUR', currency: 'EUR' },
      items: [line('its own', payment), line('another', 'NOBODY-KNOWS-IT')],
    }
    await settle(batch, 'S20261129STDEUR', '2026-11-29')
    const found = await until('its break', async () => {
      const all = await silkgate(sandbox, 'break', 'list', '--kind', 'unknown_transaction')
      return all.find(({ about }) => String(about).endsWith('/another'))
    })
    assert.deepEqual(await silkgate(sandbox, 'break', 'candidates', String(found.breakId)), [])
    const again = await asks(ana, found, { chosen: [payment], differenceMinor: '0' })
    assert.match(JSON.stringify(again.body), /or another line is/)
    await assertVerified()
  })
})
