import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { bankOf } from '../support/bank.ts'
import { demoShop, type Identity, secondShop } from '../support/merchant.ts'
import {
  addPaidShop,
  assertAllHolds,
  heldFor,
  type Line,
  payByHand,
  placeHold,
  releaseHold,
  remittancesOf,
  sell,
  strikes,
} from '../support/remittance.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { sendSigned } from '../support/signed-request.ts'
import { advance, setFaults } from '../support/simulator.ts'

const [anna, ben] = ['anna@psp.example', 'ben@psp.example']

/** Shops that are paid by hand alone, each with a story of its own. */
const ids = {
  ...{ rejected: '2001', returned: '2002', reserve: '2003', held: '2004', large: '2005', owing: '2006', twice: '2007' },
  ...{ late: '2008', calledOff: '2009' },
}

/** The first remittance of each. */
const firstOf = (id: string): string => `R000000${id}EUR0000001`

describe('merchants are paid', () => {
  let sandbox: TestSandbox
  const payments = new Map<string, string>()
  const shops = new Map<string, Identity>()
  const aloneBefore = process.env.REMIT_ALONE_MINOR
  before(async () => {
    process.env.REMIT_ALONE_MINOR = '50000'
    sandbox = await aSandbox('error', noon)
    payments.set('1234', await sell(sandbox, demoShop, 10_000))
    payments.set('5678', await sell(sandbox, secondShop, 20_000, 'HKD'))
    for (const id of Object.values(ids)) {
      const terms = id === ids.reserve ? { reserveBasisPoints: 1_000, reserveDays: 3 } : {}
      const shop = await addPaidShop(sandbox, id, { rhythm: 'threshold', ...terms })
      shops.set(id, shop)
      payments.set(id, await sell(sandbox, shop, id === ids.large ? 100_000 : 10_000))
    }
    const endpoint = ['http://127.0.0.1:9/nobody', '--events', 'remittance.rejected']
    await silkgate(sandbox, 'webhook-endpoint', 'add', ids.rejected, ...endpoint)
    const all = Object.values(ids).map(firstOf)
    await setFaults(
      sandbox,
      strikes('payout-rejected', firstOf(ids.rejected), all),
      strikes('payout-rejected-after-acceptance', firstOf(ids.late), all),
      strikes('payout-returned', firstOf(ids.returned), all),
      { name: 'payout-answered-twice' },
    )
    // Tuesday noon to Friday noon: all of it is PAID, and those with a daily rhythm were paid.
    await advance(sandbox, 'P3D')
  })
  after(async () => {
    if (aloneBefore === undefined) delete process.env.REMIT_ALONE_MINOR
    await sandbox?.close()
  })

  const the = async (id: string): Promise<Line> => (await remittancesOf(sandbox, id)).at(-1) ?? {}
  const remittance = (...words: string[]) => silkgate(sandbox, 'remittance', ...words)
  const trailOf = async (id: string): Promise<Line> =>
    (await silkgate(sandbox, 'trail', payments.get(id) ?? ''))[0] ?? {}

  test('each run says whom it did not pay, and why', async () => {
    const skips = await remittance('list', '--skipped')
    assert.deepEqual(
      skips.filter(({ merchantId }) => merchantId === ids.held).map(({ reason, available }) => [reason, available]),
      [['below_threshold', '9850']],
    )
  })

  test('runs at once pay once', async () => {
    await Promise.all([1, 2, 3].map(() => payByHand(sandbox, ids.twice)))
    assert.deepEqual(
      (await remittancesOf(sandbox, ids.twice)).map(({ minor }) => minor),
      ['9850'],
    )
    assert.deepEqual(await heldFor(sandbox, ids.twice), { remittance_in_transit: 9_850n })
  })

  test('who is on hold is not paid, until a second person releases the hold', async () => {
    await placeHold(sandbox, ids.held, 'merchant', ids.held, anna)
    const [skip] = await payByHand(sandbox, ids.held)
    assert.equal(skip?.reason, 'may_not_be_paid')
    await releaseHold(sandbox, ids.held, ben)
    const [paid] = await payByHand(sandbox, ids.held)
    assert.equal(paid?.minor, '9850')
  })

  test('a large one waits for a second person, who is not the one that started the run', async () => {
    const [large] = await payByHand(sandbox, ids.large, anna)
    assert.deepEqual([large?.status, large?.minor], ['awaiting_approval', '98590'])
    const id = String(large?.remittanceId)
    await assert.rejects(remittance('approve', id, '--as', anna), /has started its run/)
    const [approved] = await remittance('approve', id, '--as', ben)
    assert.equal(approved?.approvedBy, ben)
    await assert.rejects(remittance('approve', id, '--as', ben), /cannot be approved/)
  })

  test('one can be called off before the bank is told, and is paid by the next run', async () => {
    await placeHold(sandbox, ids.calledOff, 'remittance', firstOf(ids.calledOff), anna)
    await payByHand(sandbox, ids.calledOff)
    const cancel = ['--as', ben, '--reason', 'an order was disputed']
    const [off] = await remittance('cancel', firstOf(ids.calledOff), ...cancel)
    assert.deepEqual([off?.status, off?.cancelledBy], ['cancelled', ben])
    assert.deepEqual(await heldFor(sandbox, ids.calledOff), { available: 9_850n })
    const [again] = await payByHand(sandbox, ids.calledOff)
    assert.equal(again?.minor, '9850')
    await advance(sandbox, 'PT2M')
    await assert.rejects(remittance('cancel', String(again?.remittanceId), ...cancel), /cannot be called off/)
  })

  test('the reserve of the contract is kept', async () => {
    const [kept] = await payByHand(sandbox, ids.reserve)
    assert.deepEqual([kept?.minor, kept?.reserve, kept?.availableAtCutoff], ['8850', '1000', '9850'])
    assert.deepEqual(await heldFor(sandbox, ids.reserve), { reserve: 1_000n, remittance_in_transit: 8_850n })
  })

  test('the bank is told by a file whose bytes are kept', async () => {
    for (const id of [ids.rejected, ids.returned, ids.late, ids.owing]) await payByHand(sandbox, id)
    await advance(sandbox, 'PT2M')
    const [shown] = await remittance('show', firstOf(ids.reserve))
    // Its answer may have come, where these words took minutes.
    assert.match(String(shown?.status), /^(sent|accepted)$/)
    const { name, sha256 } = (shown as { file: { name: string; sha256: string } }).file
    const bytes = readFileSync(join(sandbox.dataDir, 'orders', name))
    assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256)
    assert.match(bytes.toString(), /<EndToEndId>R0000002003EUR0000001<\/EndToEndId>/)
    assert.match(bytes.toString(), /<InstdAmt Ccy="EUR">88\.50<\/InstdAmt>/)
  })

  test('the next days tell what became of each', async () => {
    await advance(sandbox, 'P2D')
    await setFaults(sandbox)
    const statuses = Object.fromEntries(
      (await remittance('list')).map(({ remittanceId, status }) => [remittanceId, status]),
    )
    assert.deepEqual(statuses, {
      R0000001234EUR0000001: 'confirmed',
      R0000005678HKD0000001: 'confirmed',
      [firstOf(ids.rejected)]: 'rejected',
      [firstOf(ids.returned)]: 'confirmed',
      [firstOf(ids.reserve)]: 'confirmed',
      [firstOf(ids.held)]: 'confirmed',
      [firstOf(ids.large)]: 'confirmed',
      [firstOf(ids.owing)]: 'confirmed',
      [firstOf(ids.twice)]: 'confirmed',
      [firstOf(ids.late)]: 'rejected',
      [firstOf(ids.calledOff)]: 'cancelled',
      R0000002009EUR0000002: 'confirmed',
    })
    assert.deepEqual(await heldFor(sandbox, ids.twice), {})
    assert.deepEqual(await heldFor(sandbox, ids.rejected), { available: 9_850n })
    await assertAllHolds(sandbox)
  })

  test('the bank has paid each once', async () => {
    const { entries } = await bankOf(sandbox)
    const paid = entries.filter(({ amount }) => amount.startsWith('-'))
    const sweeps = await silkgate(sandbox, 'sweep', 'list')
    assert.equal(paid.length - sweeps.filter(({ leftAt }) => leftAt !== undefined).length, 9)
  })

  test('a trail leads from the payment to the line of its remittance', async () => {
    for (const id of ['1234', '5678', ids.large]) {
      const trail = await trailOf(id)
      assert.equal(trail.money, 'paid to the merchant')
      const [line] = trail.remittanceBank as Line[]
      assert.ok(line?.bookingDay)
    }
    const [, second] = (await trailOf(ids.calledOff)).remittances as Line[]
    assert.equal(second?.status, 'confirmed')
  })

  test('what the bank said is kept, and the same answer twice says nothing new', async () => {
    const [shown] = await remittance('show', firstOf(ids.rejected))
    assert.match(String(shown?.reason), /^AC04 /)
    const answers = shown?.answers as Line[]
    assert.deepEqual(
      answers.map(({ code, move }) => [code, move]),
      [
        ['RJCT', 'reject'],
        ['RJCT', 'nothing'],
      ],
    )
  })

  test('the merchant is told what became of it, and endpoints that ask for it are', async () => {
    const identity = shops.get(ids.rejected) ?? assert.fail()
    const path = `/reporting/v1/${ids.rejected}/events?type=remittance.rejected`
    const { body } = await sendSigned(sandbox.gatewayUrl, identity, { path })
    const [told] = body.events as { event: { remittance: Line } }[]
    const said = told?.event.remittance ?? assert.fail('no event')
    assert.deepEqual(
      [said.id, said.status, said.amount],
      [firstOf(ids.rejected), 'rejected', { currency: 'EUR', minor: '9850' }],
    )
    assert.match(String(said.reason), /^AC04 /)
    const [asked] = await sandbox.db.read<{ count: bigint }>({
      text: `select count(*) from webhook_deliveries d join webhook_events e using (merchant_id, event_id)
              where e.remittance_id is not null and d.merchant_id = $1`,
      values: [ids.rejected],
    })
    assert.equal(asked?.count, 1n)
  })

  test('what came back is paid by the next run, and each remittance says into which', async () => {
    for (const id of [ids.rejected, ids.late]) {
      const [again] = await payByHand(sandbox, id)
      assert.equal(again?.minor, '9850')
      const [made] = await remittance('payments', String(again?.remittanceId))
      assert.deepEqual([made?.kind, made?.about, made?.minor], ['rejected', firstOf(id), '9850'])
      const [first] = await remittancesOf(sandbox, id)
      assert.equal(first?.carriedInto, again?.remittanceId)
    }
  })

  test('a refund after the remittance is owed, and taken from what is sold next', async () => {
    const identity = shops.get(ids.owing) ?? assert.fail()
    const shop = openShop(sandbox, identity)
    const paymentId = payments.get(ids.owing) ?? ''
    const refunded = await shop.refund(paymentId, { amountOfMoney: { amount: 4_000, currencyCode: 'EUR' } })
    assert.equal(refunded.status, 201, refunded.message)
    await sell(sandbox, identity, 20_000)
    await advance(sandbox, 'PT2M')
    assert.deepEqual(await heldFor(sandbox, ids.owing), { available: -4_000n })
    const [skip] = await payByHand(sandbox, ids.owing)
    assert.deepEqual([skip?.reason, skip?.available], ['nothing_available', '-4000'])
  })

  test('a week later all of it has come to its end', async () => {
    await advance(sandbox, 'P4D')
    const returned = await the(ids.returned)
    assert.deepEqual([returned.status, returned.reason], ['returned', 'AC04 The account of Cdtr is closed'])
    assert.deepEqual(await heldFor(sandbox, ids.returned), { available: 9_850n })
    assert.equal((await the(ids.rejected)).status, 'confirmed')
    assert.equal((await the(ids.late)).status, 'confirmed')
    const [released] = await payByHand(sandbox, ids.reserve)
    assert.equal(released?.minor, '1000')
    const [netted] = await payByHand(sandbox, ids.owing)
    assert.equal(netted?.minor, '15710')
    const kinds = (await remittance('payments', String(netted?.remittanceId))).map(({ kind, minor }) => [kind, minor])
    assert.deepEqual(kinds, [
      ['refund', '-4000'],
      ['payment', '20000'],
      ['fee', '-290'],
    ])
    await assertAllHolds(sandbox)
  })
})
