import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { askConsole, signIn } from '../support/console.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { openShop } from '../support/shop.ts'

describe('what operators change of merchants in the console', () => {
  let sandbox: TestSandbox
  const cookies: Record<string, string> = {}
  before(async () => {
    sandbox = await aSandbox('error', noon)
    for (const who of ['operator', 'operator2', 'merchant']) {
      cookies[who] = (await signIn(sandbox, `${who}@sandbox.example`)).cookie
    }
  })
  after(() => sandbox?.close())

  const ask = (who: string, path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') =>
    askConsole(sandbox, cookies[who] ?? '', path, { method, ...(body === undefined ? {} : { body }) })

  /** What is wrong with which field. */
  const wrongOf = (answer: Awaited<ReturnType<typeof ask>>): string[] =>
    ((answer.body.errors ?? []) as { propertyName?: string; message?: string }[]).map(
      ({ propertyName, message }) => `${propertyName}: ${message}`,
    )

  const historyOf = async (merchantId: string): Promise<string[]> => {
    const { body } = await ask('operator', `/merchants/${merchantId}`)
    return (body.changes as { what: string; by: string }[]).map(({ what, by }) => `${what}, ${by}`)
  }

  test('one holds a payment, another releases it, and both stand in the history', async () => {
    const { paymentId } = await openShop(sandbox, demoShop).redirected(anOrder(1_000))
    const held = { about: 'payment', objectId: paymentId, reason: 'asked by the court' }
    const placed = await ask('operator', '/merchants/1234/holds', held)
    assert.equal(placed.status, 200)
    assert.deepEqual(wrongOf(await ask('operator2', '/merchants/1234/holds', held)), [
      `merchantId: The payment ${paymentId} is on hold already.`,
    ])
    assert.match(
      wrongOf(await ask('operator', '/merchants/1234/holds', { ...held, objectId: '1' }))[0] ?? '',
      /^payment: Merchant 1234 has no payment 1\.$/,
    )
    const release = `/merchants/1234/holds/${placed.body.holdId}/release`
    assert.match(wrongOf(await ask('operator', release, { reason: 'lifted' }))[0] ?? '', /somebody else must release/)
    assert.deepEqual(wrongOf(await ask('operator2', release, { reason: ' ' })), ['reason: A text is needed here.'])
    assert.equal((await ask('operator2', release, { reason: 'lifted' })).status, 200)
    const { body } = await ask('operator', `/payments/${paymentId}`)
    assert.deepEqual(
      (body.holds as { placedBy: string; releasedBy: string; releaseReason: string }[]).map(
        ({ placedBy, releasedBy, releaseReason }) => [placedBy, releasedBy, releaseReason],
      ),
      [['operator@sandbox.example', 'operator2@sandbox.example', 'lifted']],
    )
    assert.equal((await ask('merchant', `/payments/${paymentId}`)).body.holds, undefined)
    assert.deepEqual((await historyOf('1234')).slice(0, 2), [
      'hold released, operator2@sandbox.example',
      'hold placed, operator@sandbox.example',
    ])
    const { body: trail } = await ask('operator', '/audit?operation=holds')
    assert.deepEqual(
      (trail.rows as { operation: string; about: string }[]).map(({ operation, about }) => [operation, about]),
      [
        ['holds.release', '1234'],
        ['holds.place', '1234'],
      ],
    )
  })

  test('nobody holds what is not there, and no merchant holds anything', async () => {
    const merchant = { about: 'merchant', reason: 'x' }
    assert.equal((await ask('operator', '/merchants/99/holds', merchant)).body.errors?.[0]?.id, 'INVALID_MERCHANT_ID')
    assert.equal((await ask('merchant', '/merchants/1234/holds', merchant)).body.errors?.[0]?.id, 'NOT_PERMITTED')
  })

  const teaHouse = {
    ...{ merchantId: '77', name: 'Tea House B.V.', mcc: '5499', country: 'NL', city: 'Utrecht' },
    ...{ settlementCurrency: 'EUR', feeBasisPoints: '120', feeFixed: '5' },
  }

  test('a merchant is boarded by two people: added, its KYB approved by the other one, then live', async () => {
    assert.deepEqual(
      wrongOf(await ask('operator', '/merchants', { ...teaHouse, mcc: '54', feeFixed: '' })),
      ['feeFixed: A text is needed here.'],
      'a form is read whole before anything else is looked at',
    )
    assert.match(wrongOf(await ask('operator', '/merchants', { ...teaHouse, mcc: '54' }))[0] ?? '', /^mcc: Four digits/)
    assert.equal((await ask('operator', '/merchants', { ...teaHouse, limit: ['EUR=50000'] })).status, 200)
    assert.match(wrongOf(await ask('operator', '/merchants', teaHouse))[0] ?? '', /^merchantId: .* is there already/)
    const become = (who: string, what: string, reason?: string) =>
      ask(who, '/merchants/77/status', { what, ...(reason === undefined ? {} : { reason }) })
    assert.match(wrongOf(await become('operator', 'made live'))[0] ?? '', /KYB is not approved/)

    const decide = (who: string, decision: object) => ask(who, '/merchants/77/kyb/decision', decision)
    const approval = { status: 'approved', reviewOn: '2099-01-01' }
    assert.match(wrongOf(await decide('operator2', approval))[0] ?? '', /no evidence yet/)
    assert.equal((await ask('operator', '/merchants/77/kyb', { evidence: 'vault/77.pdf' })).status, 200)
    assert.match(wrongOf(await decide('operator', approval))[0] ?? '', /somebody else must decide/)
    assert.deepEqual(wrongOf(await decide('operator2', { status: 'approved' })), [
      'reviewOn: The day of the next review is needed.',
    ])
    assert.match(
      wrongOf(await decide('operator2', { ...approval, reviewOn: '2020-01-01' }))[0] ?? '',
      /^reviewOn: A day after today/,
    )
    assert.equal((await decide('operator2', approval)).status, 200)
    assert.equal((await become('operator', 'made live')).status, 200)
    assert.deepEqual(wrongOf(await become('operator', 'suspended')), ['reason: Say why.'])
    assert.equal((await become('operator', 'suspended', 'complaints')).status, 200)
    assert.equal((await become('operator', 'resumed', 'cleared')).status, 200)
    assert.deepEqual(await historyOf('77'), [
      'merchant resumed, operator@sandbox.example',
      'merchant suspended, operator@sandbox.example',
      'merchant made live, operator@sandbox.example',
      'KYB approved, operator2@sandbox.example',
      'KYB submitted, operator@sandbox.example',
      'merchant added, operator@sandbox.example',
    ])
  })

  test('limits are set and taken away, each by its currency', async () => {
    const set = (change: object) => ask('operator', '/merchants/77', change, 'PUT')
    assert.equal((await set({ limit: ['EUR=none'], dayLimit: ['EUR=900000'], expiresAfter: 'PT300S' })).status, 200)
    const { body } = await ask('operator', '/merchants/77')
    assert.deepEqual([body.limits, body.dayLimits, body.expiresAfterSeconds], [{}, { EUR: '900000' }, 300])
    assert.match(wrongOf(await set({ expiresAfter: 'PT5S' }))[0] ?? '', /^expiresAfter: From PT1M to PT10M/)
  })

  test('a payout account is used once another person has typed the number that its proof has', async () => {
    const account = { currency: 'EUR', holder: 'Tea House B.V.', town: 'Utrecht', country: 'NL', proof: 'letter 9' }
    const add = (more: object) => ask('operator', '/merchants/77/payout-accounts', { ...account, ...more })
    assert.match(wrongOf(await add({ iban: 'NL00ABNA0417164300' }))[0] ?? '', /^iban: .*is no IBAN/)
    assert.match(
      wrongOf(await add({ iban: 'NL91ABNA0417164300', currency: 'HKD', bic: 'ABNANL2A' }))[0] ?? '',
      /^currency/,
    )
    const added = await add({ iban: 'NL91 ABNA 0417 1643 00' })
    assert.deepEqual([added.body.currency, added.body.version], ['EUR', 1])
    const approve = (who: string, number: string, version = 1) =>
      ask(who, '/merchants/77/payout-accounts/EUR/approval', { version, account: number })
    assert.match(wrongOf(await approve('operator', 'NL91ABNA0417164300'))[0] ?? '', /somebody else must approve/)
    assert.match(wrongOf(await approve('operator2', 'NL91ABNA0417164309'))[0] ?? '', /^account: This is not the number/)
    assert.match(wrongOf(await approve('operator2', 'NL91ABNA0417164300', 2))[0] ?? '', /added version 1 meanwhile/)
    assert.equal((await approve('operator2', 'nl91 abna 0417 1643 00')).status, 200)
    // Another one in its place cools off.
    await add({ iban: 'DE89370400440532013000' })
    await approve('operator2', 'DE89370400440532013000', 2)
    const { body } = await ask('operator', '/merchants/77')
    assert.deepEqual(
      (body.payoutAccounts as { stand: string; account: string }[]).map(({ stand, account }) => [stand, account]),
      [
        ['in_use', '•••• 4300'],
        ['cooling_off', '•••• 3000'],
      ],
    )
  })

  test('a payout account is closed once another person agrees', async () => {
    const closing = (who: string, path: string, more: object) =>
      ask(who, `/merchants/77/payout-accounts/EUR/closing${path}`, { version: 2, ...more })
    const decide = (who: string, decision: string) => closing(who, '/decision', { decision })
    const stands = async () => {
      const { body } = await ask('operator', '/merchants/77')
      return (body.payoutAccounts as { stand: string }[]).map(({ stand }) => stand)
    }
    assert.match(wrongOf(await closing('operator', '', {}))[0] ?? '', /^reason/)
    assert.match(wrongOf(await closing('operator', '', { reason: 'x', version: 1 }))[0] ?? '', /added version 2/)
    assert.equal((await closing('operator', '', { reason: 'a new bank' })).status, 200)
    assert.match(wrongOf(await decide('operator', 'approved'))[0] ?? '', /somebody else must agree/)
    assert.equal((await decide('operator', 'refused')).status, 200)
    assert.equal((await closing('operator', '', { reason: 'a new bank' })).status, 200)
    assert.deepEqual(await stands(), ['in_use', 'cooling_off'])
    assert.equal((await decide('operator2', 'approved')).status, 200)
    assert.deepEqual(await stands(), ['closed', 'closed'])
    assert.equal((await historyOf('77'))[0], 'payout account closed, operator2@sandbox.example')
  })

  test('a version of a contract holds once another person has approved it, and one can be refused', async () => {
    const propose = (terms: object) => ask('operator', '/merchants/77/contract-proposals', terms)
    const waiting = async () => {
      const { body } = await ask('operator2', '/merchants/77')
      return body.proposal as { proposalId: string; terms: { feeBasisPoints: string } } | undefined
    }
    const decide = async (who: string, decision: object) =>
      ask(who, `/merchants/77/contract-proposals/${(await waiting())?.proposalId}/decision`, decision)
    assert.match(wrongOf(await propose({ feeBasisPoints: '1.2' }))[0] ?? '', /^feeBasisPoints: A whole number/)
    assert.match(
      wrongOf(await propose({ feeBasisPoints: '90', validFrom: '2020-01-01T00:00:00Z' }))[0] ?? '',
      /^validFrom: Fees of what was captured/,
    )
    assert.equal((await propose({ feeBasisPoints: '90', validFrom: '2098-01-01T00:00:00Z' })).status, 200)
    assert.match(wrongOf(await propose({ feeBasisPoints: '80' }))[0] ?? '', /waits to be decided on already/)
    assert.equal((await waiting())?.terms.feeBasisPoints, '90')
    assert.match(wrongOf(await decide('operator', { decision: 'approved' }))[0] ?? '', /somebody else must approve/)
    assert.equal((await decide('operator2', { decision: 'approved' })).status, 200)
    await propose({ feeBasisPoints: '1' })
    assert.equal((await decide('operator', { decision: 'refused', reason: 'a slip' })).status, 200)
    assert.equal(await waiting(), undefined)
    const { body } = await ask('operator', '/merchants/77')
    assert.deepEqual(
      (body.contracts as { validFrom: string; feeBasisPoints: string }[]).map(({ validFrom, feeBasisPoints }) => [
        validFrom.slice(0, 4),
        feeBasisPoints,
      ]),
      [
        ['1970', '120'],
        ['2098', '90'],
      ],
    )
    assert.equal((await ask('merchant', '/merchants/1234')).body.proposal, undefined)
  })
})
