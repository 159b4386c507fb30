import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { mayBePaid, payoutAccountOf, payoutTermsAt, whyMerchantNotPaid } from '../../apps/gateway/src/merchant/index.ts'
import type { Tx } from '../../apps/gateway/src/postgres/db.ts'
import { anOrder, demoShop, type Identity, secondShop } from '../support/merchant.ts'
import { addSecondKey, addShop, aSandbox, silkgate, silkgateWith, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'
import { sendSigned } from '../support/signed-request.ts'
import { payInWallet } from '../support/simulator.ts'
import { until } from '../support/until.ts'

const anna = ['--as', 'anna@psp.example']
const ben = ['--as', 'Ben@psp.example']

const production = {
  SILKGATE_MODE: 'production',
  PUBLIC_URL: 'https://pay.psp.example',
  APP_DATABASE_URL: 'postgres://app@db.example/silkgate',
  MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
  ALIPAYPLUS_URL: 'https://alipayplus.example',
  ALIPAYPLUS_CLIENT_ID: 'CLIENT',
  ALIPAYPLUS_ACQUIRER_ID: '1020',
}

let sandbox: TestSandbox
before(async () => {
  sandbox = await aSandbox()
})
after(() => sandbox?.close())

const run = (...command: readonly string[]) => silkgate(sandbox, ...command)
const fails = (says: RegExp, ...command: readonly string[]) =>
  assert.rejects(silkgate(sandbox, ...command), says, command.join(' '))
const inBooks = <T>(work: (tx: Tx) => Promise<T>) => sandbox.db.transaction('chore.set_up', work)

const pay = (shop: Identity) =>
  sendSigned(sandbox.gatewayUrl, shop, {
    method: 'POST',
    path: `/v1/${shop.merchantId}/payments`,
    body: JSON.stringify(anOrder()),
  })

/** Asks until a payment is answered with a status, since gateways know of a change within five seconds. */
const whenAnswered = (shop: Identity, status: number): Promise<string> =>
  until(`payments are answered ${status}`, async () => {
    const { status: answered, body } = await pay(shop)
    const [error] = (body.errors ?? []) as { message: string }[]
    return answered === status && (error?.message ?? 'taken')
  })

const historyOf = async (merchantId: string) =>
  (await run('merchant', 'history', merchantId)).map(({ what, by }) => `${what}, ${by}`)

describe('a merchant in production', () => {
  const terms = ['--name', 'Tea House B.V.', '--mcc', '5499', '--country', 'NL', '--settlement-currency', 'EUR']
  let teaHouse: Identity

  test('is added by somebody, and takes no payments while it is boarded', async () => {
    await assert.rejects(
      silkgateWith(production, sandbox, 'merchant', 'add', '77', ...terms),
      /--as: who you are is needed/,
    )
    const [added] = await silkgateWith(production, sandbox, 'merchant', 'add', '77', ...terms, ...anna)
    assert.equal(added?.status, 'boarding')
    teaHouse = await addSecondKey(sandbox, '77')
    const { status, body } = await pay(teaHouse)
    const [error] = body.errors as { id: string; code: string; message: string }[]
    assert.deepEqual([status, error?.id, error?.code], [403, 'MERCHANT_TAKES_NO_PAYMENTS', '86690403'])
    assert.match(error?.message ?? '', /being boarded/)
    assert.equal(await inBooks((tx) => mayBePaid(tx, '77', new Date())), false)
  })

  test('goes live once somebody else has approved who it is', async () => {
    await fails(/cannot go live: its KYB is not approved/, 'merchant', 'go-live', '77', ...anna)
    await fails(/has no evidence yet/, 'merchant', 'kyb', 'approve', '77', '--review-on', '2099-01-01', ...ben)
    await run('merchant', 'kyb', 'submit', '77', '--evidence', 'vault/77/kyb-2026.pdf', ...anna)
    await fails(
      /--as: anna@psp.example has submitted the evidence; somebody else must decide/,
      ...['merchant', 'kyb', 'approve', '77', '--review-on', '2099-01-01', ...anna],
    )
    await fails(
      /--review-on: a day after today/,
      'merchant',
      'kyb',
      'approve',
      '77',
      '--review-on',
      '2020-01-01',
      ...ben,
    )
    await fails(/cannot go live: its KYB is not approved/, 'merchant', 'go-live', '77', ...anna)
    const [decided] = await run('merchant', 'kyb', 'approve', '77', '--review-on', '2099-01-01', ...ben)
    const { status, evidence, decidedBy, reviewOn } = (decided?.kyb ?? {}) as Record<string, unknown>
    assert.deepEqual(
      [status, evidence, decidedBy, reviewOn],
      ['approved', 'vault/77/kyb-2026.pdf', 'ben@psp.example', '2099-01-01'],
    )
    assert.equal((await run('merchant', 'go-live', '77', ...anna))[0]?.status, 'live')
    await whenAnswered(teaHouse, 201)
    assert.equal(await inBooks((tx) => mayBePaid(tx, '77', new Date())), true)
    const [, afterReview] = [new Date('2098-12-31T12:00:00Z'), new Date('2099-01-01T12:00:00Z')]
    assert.equal(await inBooks((tx) => whyMerchantNotPaid(tx, '77', afterReview)), 'kyb_review_due')
  })

  test('keeps a history of who changed what', async () => {
    assert.deepEqual(await historyOf('77'), [
      'merchant added, anna@psp.example',
      'API key added, operator@sandbox.example',
      'KYB submitted, anna@psp.example',
      'KYB approved, ben@psp.example',
      'merchant made live, anna@psp.example',
    ])
    const [, , , approved] = await run('merchant', 'history', '77')
    const { before, after: then } = approved as { before?: { status?: string }; after?: { status?: string } }
    assert.deepEqual([before?.status, then?.status], ['submitted', 'approved'])
    await assert.rejects(run('merchant', 'history', '78'), /There is no merchant 78/)
  })
})

describe('a merchant that is suspended', () => {
  test('takes no payments and is paid nothing until it is resumed; what it took can be given back', async () => {
    const identity = await addShop(sandbox, '88')
    const shop = openShop(sandbox, identity)
    const { paymentId, redirectUrl } = await shop.redirected()
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    await fails(/is live, so it cannot be resumed/, 'merchant', 'resume', '88', '--reason', 'x', ...anna)
    await run('merchant', 'suspend', '88', '--reason', 'complaints', ...anna)
    assert.equal(await inBooks((tx) => whyMerchantNotPaid(tx, '88', new Date())), 'merchant_suspended')
    assert.match(await whenAnswered(identity, 403), /is suspended/)
    assert.equal((await shop.refund(paymentId)).status, 201)
    await run('merchant', 'resume', '88', '--reason', 'cleared', ...ben)
    await whenAnswered(identity, 201)
  })

  test('can be closed, and then never comes back', async () => {
    await run('merchant', 'close', '88', '--reason', 'gave notice', ...anna)
    await fails(/is closed, so it cannot be resumed/, 'merchant', 'resume', '88', '--reason', 'x', ...anna)
    assert.equal(await inBooks((tx) => mayBePaid(tx, '88', new Date())), true, 'what it earned is still paid')
    assert.deepEqual((await historyOf('88')).slice(2), [
      'merchant suspended, anna@psp.example',
      'merchant resumed, ben@psp.example',
      'merchant closed, anna@psp.example',
    ])
  })
})

describe('a hold', () => {
  test('of a merchant bites at once, and is released by somebody else', async () => {
    const [hold] = await run('hold', 'place', '1234', '--reason', 'court order', ...anna)
    assert.equal(await inBooks((tx) => whyMerchantNotPaid(tx, '1234', new Date())), 'merchant_on_hold')
    await fails(/on hold already/, 'hold', 'place', '1234', '--reason', 'again', ...ben)
    const id = String(hold?.holdId).slice(0, 8)
    await fails(
      /anna@psp.example has placed it; somebody else/,
      'hold',
      'release',
      '1234',
      id,
      '--reason',
      'x',
      ...anna,
    )
    await fails(/No hold in force of merchant 5678/, 'hold', 'release', '5678', id, '--reason', 'x', ...ben)
    assert.equal((await run('hold', 'list')).length, 1)
    const [released] = await run('hold', 'release', '1234', id, '--reason', 'lifted', ...ben)
    assert.deepEqual([released?.releasedBy, released?.releaseReason], ['ben@psp.example', 'lifted'])
    assert.equal(await inBooks((tx) => mayBePaid(tx, '1234', new Date())), true)
    assert.deepEqual(
      [(await run('hold', 'list', '1234')).length, (await run('hold', 'list', '1234', '--all')).length],
      [0, 1],
    )
  })

  test('of a payment holds that one alone', async () => {
    const { paymentId } = await openShop(sandbox, secondShop).redirected(anOrder(1500, 'HKD'))
    await fails(
      /merchant 1234 has no payment/,
      'hold',
      'place',
      '1234',
      '--payment',
      paymentId,
      '--reason',
      'x',
      ...anna,
    )
    await fails(
      /merchant 5678 has no remittance/,
      'hold',
      'place',
      '5678',
      '--remittance',
      'R1',
      '--reason',
      'x',
      ...anna,
    )
    await run('hold', 'place', '5678', '--payment', paymentId, '--reason', 'disputed delivery', ...anna)
    assert.deepEqual(
      (await run('hold', 'list', '5678')).map(({ about, objectId }) => [about, objectId]),
      [['payment', paymentId]],
    )
    assert.equal(await inBooks((tx) => mayBePaid(tx, '5678', new Date())), true)
  })
})

describe('a payout account', () => {
  const where = ['--town', 'Rotterdam', '--country', 'NL']
  const account = ['--currency', 'EUR', '--holder', 'Demo Shop B.V.', ...where, '--proof', 'letter of the bank']
  const dayMs = 86_400_000
  const ibanAt = async (merchantId: string, at: Date) =>
    (await inBooks((tx) => payoutAccountOf(tx, merchantId, 'EUR', at)))?.account

  test('is usable once a second person has approved it', async () => {
    await addShop(sandbox, '90')
    const iban = ['--iban', 'NL91 ABNA 0417 1643 00']
    const [added] = await run('payout-account', 'add', '90', ...account, ...iban, ...anna)
    assert.deepEqual([added?.version, added?.usableFrom], [1, null])
    assert.equal(await ibanAt('90', new Date(Date.now() + dayMs)), undefined)
    await fails(/has added the account; somebody else/, 'payout-account', 'approve', '90', 'EUR', ...anna)
    await run('payout-account', 'approve', '90', 'EUR', ...ben)
    assert.deepEqual(await ibanAt('90', new Date(Date.now() + 60_000)), { iban: 'NL91ABNA0417164300' })
    await fails(/was approved by ben@psp.example already/, 'payout-account', 'approve', '90', 'EUR', ...ben)
  })

  test('that takes the place of another one is used once its cooling-off is over; until then the one before', async () => {
    await run('payout-account', 'add', '1234', ...account, '--iban', 'NL91ABNA0417164300', ...anna)
    const [approved] = await run('payout-account', 'approve', '1234', 'EUR', ...ben)
    const usableFrom = new Date(String(approved?.usableFrom))
    assert.equal(usableFrom.getTime() - new Date(String(approved?.approvedAt)).getTime(), dayMs)
    assert.deepEqual(await ibanAt('1234', new Date(usableFrom.getTime() - 1)), { iban: 'NL32DEMO0000001234' })
    assert.deepEqual(await ibanAt('1234', usableFrom), { iban: 'NL91ABNA0417164300' })
    const versions = await run('payout-account', 'list', '1234')
    assert.deepEqual(
      versions.map(({ version, proof }) => [version, proof]),
      [
        [1, 'sandbox'],
        [2, 'letter of the bank'],
      ],
    )
  })

  test('outside of SEPA is a number with a bank', async () => {
    const found = await inBooks((tx) => payoutAccountOf(tx, '5678', 'HKD', new Date(Date.now() + 60_000)))
    assert.deepEqual(
      [found?.account, found?.bic, found?.address.country],
      [{ number: '012345678901' }, 'DEMOHKHH', 'HK'],
    )
  })
})

describe('payout terms', () => {
  const at = (ms: number) => new Date(Date.now() + ms)

  test('are those of the contract in force: daily and without a reserve, where nothing else is agreed', async () => {
    assert.deepEqual(await inBooks((tx) => payoutTermsAt(tx, demoShop.merchantId, 'EUR', at(0))), {
      rhythm: 'daily',
      reserveBasisPoints: 0n,
      reserveDays: 0,
      allowedNegative: 0n,
      negativePolicy: 'carry_over',
    })
  })

  test('are agreed anew from an instant on; what is not named stays', async () => {
    const reserve = ['--reserve-basis-points', '500', '--reserve-days', '90', '--allowed-negative', 'EUR=10000']
    await run('contract', 'add', '1234', '--rhythm', 'threshold', '--threshold', 'EUR=50000', ...anna)
    await fails(/somebody else must approve/, 'contract', 'approve', '1234', ...anna)
    await run('contract', 'approve', '1234', ...ben)
    const later = at(3_600_000)
    await run('contract', 'add', '1234', '--valid-from', later.toISOString(), ...reserve, ...anna)
    await run('contract', 'refuse', '1234', '--reason', 'not agreed', ...anna)
    await fails(/waits for anybody/, 'contract', 'approve', '1234', ...ben)
    await run('contract', 'add', '1234', '--valid-from', later.toISOString(), ...reserve, ...anna)
    await run('contract', 'approve', '1234', ...ben)
    const terms = (when: Date) => inBooks((tx) => payoutTermsAt(tx, '1234', 'EUR', when))
    assert.equal((await terms(at(0))).rhythm, 'daily')
    const soon = await terms(at(1_800_000))
    assert.deepEqual([soon.rhythm, soon.threshold?.minor, soon.reserveDays], ['threshold', 50_000n, 0])
    const { rhythm, threshold, reserveBasisPoints, reserveDays, allowedNegative } = await terms(later)
    assert.deepEqual(
      [rhythm, threshold?.minor, reserveBasisPoints, reserveDays, allowedNegative],
      ['threshold', 50_000n, 500n, 90, 10_000n],
    )
  })

  test('do not begin before gateways can know of them, nor change what was', async () => {
    await fails(/--valid-from: .* or later is needed/, 'contract', 'add', '5678', '--valid-from', '2020-01-01', ...anna)
  })
})
