import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { placePayoutAccount } from '../../apps/gateway/src/merchant/payout-account.store.ts'
import { bankOf } from '../support/bank.ts'
import { atTheBank } from '../support/bank-sftp.ts'
import type { Identity } from '../support/merchant.ts'
import { sendOrdersAtOnce } from '../support/orders-at-once.ts'
import { addPaidShop, heldFor, type Line, payByHand, releaseHold, remittancesOf, sell } from '../support/remittance.ts'
import { aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { filesOf } from '../support/settlement.ts'
import { advance, setFaults } from '../support/simulator.ts'

const [anna, ben] = ['anna@psp.example', 'ben@psp.example']
const asAnna = ['--as', anna] as const

/** Shops with a story each: all but the first two are paid by hand alone. */
const ids = {
  ...{ weekly: '2101', threshold: '2102', partly: '2103', one: '2104', other: '2105', forgotten: '2106' },
  ...{ suspended: '2107', kyb: '2108', moved: '2109', held: '2110', unwritable: '2111', abroad: '2112' },
}

const firstOf = (id: string): string => `R000000${id}EUR0000001`

describe('what is told to the bank', () => {
  let sandbox: TestSandbox
  const shops = new Map<string, Identity>()
  const payments = new Map<string, string>()
  const theShop = (id: string): Identity => shops.get(id) ?? assert.fail(id)
  before(async () => {
    sandbox = await aSandbox('error', noon)
    const headers = { 'Content-Type': 'application/json' }
    // MT940 names of a debit for a whole group nothing but the group.
    await fetch(`${sandbox.simulatorUrl}/control/bank`, { method: 'PUT', headers, body: '{"format":"mt940"}' })
    for (const id of Object.values(ids)) {
      shops.set(id, await addPaidShop(sandbox, id, { rhythm: id === ids.weekly ? 'weekly' : 'threshold' }))
      payments.set(id, await sell(sandbox, theShop(id), 10_000))
    }
    await sell(sandbox, theShop(ids.partly), 20_000)
    await write(`update contracts set thresholds = '{"EUR": 15000}' where merchant_id = $1`, ids.threshold)
    await write(`update payout_accounts set iban = 'AE070331234567890123456' where merchant_id = $1`, ids.abroad)
    // Tuesday noon to Friday noon: all of it is PAID, and on Friday those with a weekly rhythm are paid.
    await advance(sandbox, 'P3D')
  })
  after(() => sandbox?.close())

  const write = (text: string, ...values: unknown[]) => sandbox.db.write('chore.set_up', { text, values })
  const remittance = (...words: string[]) => silkgate(sandbox, 'remittance', ...words)
  const standing = async (): Promise<Record<string, unknown>> =>
    Object.fromEntries((await remittance('list')).map(({ remittanceId, status }) => [remittanceId, status]))
  const breaks = () => silkgate(sandbox, 'break', 'list')
  const orderFileOf = async (id: string): Promise<string> => {
    const [{ file } = {}] = await remittance('show', id)
    return readFileSync(join(sandbox.dataDir, 'orders', (file as { name: string }).name), 'utf8')
  }
  const rename = (id: string, holder: string) =>
    write(
      `update remittances set account = jsonb_set(account, '{holder}', to_jsonb($2::text)) where merchant_id = $1`,
      id,
      holder,
    )

  test('a payment on hold is kept back from what is paid, held again too, and paid when the hold is released', async () => {
    const payment = payments.get(ids.partly) ?? ''
    const hold = ['hold', 'place', ids.partly, '--payment', payment, '--reason', 'looked into', ...asAnna] as const
    await silkgate(sandbox, ...hold)
    const [paid] = await payByHand(sandbox, ids.partly)
    assert.deepEqual([paid?.minor, paid?.keptBack, paid?.availableAtCutoff], ['19710', '9850', '29560'])
    await releaseHold(sandbox, ids.partly, ben)
    await silkgate(sandbox, ...hold)
    const [skip] = await payByHand(sandbox, ids.partly)
    assert.deepEqual([skip?.reason, skip?.available], ['nothing_available', '9850'])
    await advance(sandbox, 'PT2M')
    const [first] = await remittance('show', firstOf(ids.partly))
    assert.match(String(first?.status), /^(sent|accepted)$/)
    const late = ['--remittance', firstOf(ids.partly), '--reason', 'too late', ...asAnna]
    await assert.rejects(silkgate(sandbox, 'hold', 'place', ids.partly, ...late), /the bank was told of/)
    assert.deepEqual(first?.kept, [{ paymentId: payment, minor: '9850' }])
    const [kept] = await silkgate(sandbox, 'trail', payment)
    assert.equal(kept?.money, 'on our bank account; its remittance kept it back')
    await releaseHold(sandbox, ids.partly, ben)
    const [rest] = await payByHand(sandbox, ids.partly)
    assert.deepEqual([rest?.minor, rest?.carriedOver, rest?.movements], ['9850', '9850', '0'])
    assert.deepEqual(await heldFor(sandbox, ids.partly), { remittance_in_transit: 29_560n })
    const [{ remittances } = {}] = await silkgate(sandbox, 'trail', payment)
    assert.deepEqual(
      (remittances as Line[]).map(({ remittanceId }) => remittanceId),
      [firstOf(ids.partly), String(rest?.remittanceId)],
    )
  })

  test('euros that leave SEPA go in a file of their own', async () => {
    await payByHand(sandbox, ids.abroad)
    await advance(sandbox, 'PT2M')
    const [abroad, within] = [await orderFileOf(firstOf(ids.abroad)), await orderFileOf(firstOf(ids.partly))]
    assert.match(abroad, /<EndToEndId>R0000002112EUR0000001</)
    assert.doesNotMatch(abroad, /<Cd>SEPA</)
    assert.match(abroad, /<ChrgBr>SHAR</)
    assert.match(within, /<Cd>SEPA</)
  })

  test('is looked at once more before it is told, and kept back with its reason; two gateways at once tell it once', async () => {
    await setFaults(sandbox, { name: 'payout-forgotten', times: 1 }, { name: 'payout-booked-as-one' })
    await payByHand(sandbox, ids.forgotten)
    await advance(sandbox, 'PT2M')
    await sandbox.gateway().end('SIGTERM')
    for (const id of [ids.one, ids.other, ids.suspended, ids.kyb, ids.moved, ids.held, ids.unwritable])
      await payByHand(sandbox, id)
    await rename(ids.unwritable, '龍')
    await silkgate(sandbox, 'merchant', 'suspend', ids.suspended, '--reason', 'police', ...asAnna)
    await write(`update merchant_kyb set review_on = '2026-11-27' where merchant_id = $1`, ids.kyb)
    await sandbox.db.transaction('chore.set_up', (tx) => {
      const account = {
        account: { iban: 'NL20INGB0001234567' },
        holder: 'Shop',
        address: { town: 'Delft', country: 'NL' },
      }
      return placePayoutAccount(tx, { merchantId: ids.moved, currency: 'EUR', version: 2, ...account }, new Date(0))
    })
    const hold = [
      'hold',
      'place',
      ids.held,
      '--payment',
      payments.get(ids.held) ?? '',
      '--reason',
      'stolen phone',
    ] as const
    await silkgate(sandbox, ...hold, ...asAnna)
    const [last] = await sandbox.db.read<{ at: Date }>({ text: 'select max(placed_at) as at from holds', values: [] })
    await sendOrdersAtOnce(sandbox, last?.at ?? assert.fail())
    for (const id of [ids.one, ids.other]) assert.equal((await standing())[firstOf(id)], 'sent')
    await sandbox.startGateway()
    await advance(sandbox, 'PT2M')
    const all = await remittance('list', '--status', 'approved')
    assert.deepEqual(all.map(({ merchantId, waitsFor }) => `${merchantId} ${String(waitsFor).split(':')[0]}`).sort(), [
      `${ids.suspended} merchant_suspended`,
      `${ids.kyb} kyb_review_due`,
      `${ids.moved} payout_account_changed`,
      `${ids.held} payment_on_hold`,
      `${ids.unwritable} order_unwritable`,
    ])
    const close = ['payout-account', 'close', ids.held, 'EUR', '--reason', 'left us'] as const
    await assert.rejects(silkgate(sandbox, ...close, ...asAnna), new RegExp(`${firstOf(ids.held)} is under way`))
    const [{ file } = {}] = await remittance('show', firstOf(ids.one))
    const { name } = file as { name: string }
    // The one that comes second may leave what it could not give the file's name: the bank reads no .part.
    const there = (await filesOf(sandbox, 'bank')).map(({ path }) => path)
    assert.deepEqual(
      there.filter((path) => path.startsWith('/in/') && path.includes(name) && !path.endsWith('.part')),
      [`/in/${name}`],
    )
  })

  test('an order that cannot be written holds up no other: a person is told why, and it goes once it can be', async () => {
    const [told, ...more] = await breaks()
    assert.deepEqual(more, [])
    assert.deepEqual(
      [told?.kind, told?.about, told?.field, told?.ours],
      ['remittance_unwritable', firstOf(ids.unwritable), 'creditor.name', '"龍" has no letter that can be written'],
    )
    assert.match(String(told?.theirs), /silkgate remittance cancel/)
    await rename(ids.unwritable, 'Long')
    await advance(sandbox, 'PT2M')
    assert.match(String((await standing())[firstOf(ids.unwritable)]), /^(sent|accepted)$/)
    assert.deepEqual(await breaks(), [])
  })

  test('goes on where the reason ends; called off, its money is available, and a held payment stays', async () => {
    await silkgate(sandbox, 'merchant', 'resume', ids.suspended, '--reason', 'a mistake', '--as', ben)
    const off = ['--reason', 'kept back', '--as', ben] as const
    for (const id of [ids.moved, ids.held]) await remittance('cancel', firstOf(id), ...off)
    assert.deepEqual(await heldFor(sandbox, ids.moved), { available: 9_850n })
    const [moved = {}] = await payByHand(sandbox, ids.moved)
    assert.deepEqual([moved.minor, (moved.account as { version: number }).version], ['9850', 2])
    const [skip] = await payByHand(sandbox, ids.held)
    assert.deepEqual([skip?.reason, skip?.available], ['nothing_available', '9850'])
    await advance(sandbox, 'PT2M')
    assert.match(String((await standing())[firstOf(ids.suspended)]), /^(sent|accepted)$/)
  })

  test('is answered within minutes, and the answer is fetched soon after', async () => {
    await advance(sandbox, 'PT6M')
    for (const id of [ids.one, ids.other, ids.suspended]) assert.equal((await standing())[firstOf(id)], 'accepted')
    assert.equal((await standing())[firstOf(ids.forgotten)], 'sent')
  })

  test('sent again by mistake, it is refused as a duplicate, which undoes nothing', async () => {
    const [{ file } = {}] = await remittance('show', firstOf(ids.one))
    const { name } = file as { name: string }
    const customer = await atTheBank(sandbox)
    await customer.put('/in/again.xml', readFileSync(join(sandbox.dataDir, 'orders', name)))
    customer.close()
    // The file that the bank has forgotten is asked after every hour.
    await advance(sandbox, 'PT1H30M')
    const [shown = {}] = await remittance('show', firstOf(ids.one))
    const answers = (shown.answers as Line[]).map(({ code, reason, move }) => `${code} ${reason} ${move}`)
    assert.deepEqual(answers, ['ACSP  accept', 'RJCT AM05 A message with this MsgId came before nothing'])
    assert.equal(shown.status, 'accepted')
    assert.deepEqual(await breaks(), [])
  })

  test('one debit for a whole group confirms all of it', async () => {
    await advance(sandbox, 'P1D')
    for (const id of [ids.one, ids.other]) assert.equal((await standing())[firstOf(id)], 'confirmed')
    const amounts = (await bankOf(sandbox)).entries.map(({ amount }) => amount)
    assert.ok(amounts.includes('-19700'), amounts.join(' '))
    assert.deepEqual(await heldFor(sandbox, ids.one), {})
    await sell(sandbox, theShop(ids.weekly), 10_000)
    await sell(sandbox, theShop(ids.threshold), 10_000)
  })

  test('a week later: the rhythms of contracts, and what was sent and never came back', async () => {
    await advance(sandbox, 'P6D')
    const weekly = await remittancesOf(sandbox, ids.weekly)
    assert.deepEqual(
      weekly.map(({ minor, createdAt }) => `${minor} ${String(createdAt).slice(0, 10)}`),
      ['9850 2026-11-27', '9850 2026-12-04'],
    )
    const skips = await sandbox.db.read<{ reason: string }>({
      text: 'select distinct reason from remittance_skips where merchant_id = any ($1) order by 1',
      values: [[ids.weekly, ids.threshold]],
    })
    assert.deepEqual(
      skips.map(({ reason }) => reason),
      ['below_threshold', 'not_its_day'],
    )
    assert.deepEqual(
      (await remittancesOf(sandbox, ids.threshold)).map(({ minor }) => minor),
      ['19700'],
    )
    const [overdue, ...more] = await breaks()
    assert.deepEqual([overdue?.kind, overdue?.about, more], ['remittance_overdue', firstOf(ids.forgotten), []])
    assert.deepEqual(await heldFor(sandbox, ids.forgotten), { remittance_in_transit: 9_850n })
    const verified = await silkgate(sandbox, 'verify', '--all')
    assert.deepEqual(
      verified.filter(({ holds }) => holds !== true),
      [],
    )
  })
})
