import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { anOrder } from '../support/merchant.ts'
import { addShop, aSandbox, noon, silkgate, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { advance, orders, payInWallet } from '../support/simulator.ts'

const anna = ['--as', 'anna@psp.example']
const ben = ['--as', 'ben@psp.example']

let sandbox: TestSandbox
before(async () => {
  sandbox = await aSandbox('error', noon)
})
after(() => sandbox?.close())

const run = (...command: readonly string[]) => silkgate(sandbox, ...command)

/** A shop whose payments of a day or a month in EUR may come to no more than so much. */
const limited = async (merchantId: string, ...limits: readonly string[]): Promise<Shop> => {
  const identity = await addShop(sandbox, merchantId)
  await silkgate(sandbox, 'merchant', 'set', merchantId, ...limits)
  return openShop(sandbox, identity)
}

const statusesOf = async (shop: Shop, ...amounts: readonly number[]): Promise<number[]> => {
  const statuses: number[] = []
  for (const amount of amounts) statuses.push((await shop.create(anOrder(amount))).status)
  return statuses
}

describe('a limit of a day', () => {
  test('may be reached and not passed; what is over it is stored as REJECTED and never sent', async () => {
    const shop = await limited('71', '--day-limit', 'EUR=5000')
    assert.deepEqual(await statusesOf(shop, 3000, 2001, 2000, 1), [201, 402, 201, 402])
    const refused = await shop.create(anOrder(100), 'a key')
    assert.deepEqual([refused.status, refused.codes, refused.paymentStatus], [402, ['86601402'], 'REJECTED'])
    const stored = (await shop.payment(refused.paymentId)) as { statusOutput?: { statusCode?: number } }
    assert.equal(stored.statusOutput?.statusCode, 100)
    const again = await shop.create(anOrder(100), 'a key')
    assert.deepEqual([again.status, again.paymentId], [402, refused.paymentId])
    assert.ok(!(await orders(sandbox)).some((order) => order.paymentRequestId === refused.paymentId))
  })

  test('is of its currency alone', async () => {
    const shop = await limited('72', '--day-limit', 'EUR=1000')
    assert.equal((await shop.create(anOrder(5000, 'HKD'))).status, 201)
    assert.equal((await shop.create(anOrder(5000, 'EUR'))).status, 402)
  })

  test('is not passed by many who ask at once', async () => {
    const shop = await limited('73', '--day-limit', 'EUR=5000')
    const asked = await Promise.all(Array.from({ length: 20 }, () => shop.create(anOrder(1000))))
    const statuses = asked.map(({ status }) => status).sort()
    assert.deepEqual(statuses, [...Array(5).fill(201), ...Array(15).fill(402)])
  })

  test('counts what is paid or can still be; not what has ended unpaid, nor the days before', async () => {
    const shop = await limited('74', '--day-limit', 'EUR=3000')
    const { redirectUrl, paymentId } = await shop.redirected(anOrder(1000))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    const open = await shop.redirected(anOrder(2000))
    assert.deepEqual(await statusesOf(shop, 1), [402])
    await advance(sandbox, 'PT15M')
    assert.equal(await shop.statusOf(open.paymentId), 'CANCELLED')
    assert.deepEqual(await statusesOf(shop, 2000, 1), [201, 402])
    await advance(sandbox, 'PT12H')
    assert.deepEqual(await statusesOf(shop, 3000, 1), [201, 402])
  })
})

describe('a limit of a month', () => {
  test('counts the days before too, until the next month', async () => {
    const shop = await limited('75', '--month-limit', 'EUR=3000', '--day-limit', 'EUR=2000')
    const { redirectUrl, paymentId } = await shop.redirected(anOrder(2000))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    await advance(sandbox, 'P1D')
    const refused = await shop.create(anOrder(1001))
    assert.deepEqual([refused.status, refused.codes], [402, ['86601402']])
    assert.match(JSON.stringify(refused.body), /agreed for a month/)
    const takings = await sandbox.db.read<{ day: string; minor: bigint }>({
      text: 'select day::text, minor from merchant_takings where merchant_id = 75 order by day desc limit 2',
      values: [],
    })
    assert.deepEqual(
      takings.map(({ minor }) => minor),
      [2000n, 0n],
      'days that are over are added up once',
    )
    assert.deepEqual(await statusesOf(shop, 1000, 1), [201, 402])
    await advance(sandbox, 'P6D')
    assert.deepEqual(await statusesOf(shop, 2000, 1), [201, 402])
  })
})

describe('a change of a merchant', () => {
  before(() => addShop(sandbox, '79'))

  test('of its keys is in its history', async () => {
    const [key] = await run('webhook-key', 'add', '79', ...anna)
    await run('webhook-key', 'use', '79', String(key?.keyId), ...ben)
    await run('webhook-key', 'retire', '79', String(key?.keyId), ...anna)
    const changes = (await run('merchant', 'history', '79')).slice(-3)
    assert.deepEqual(
      changes.map(({ what, by, after }) => [what, by, (after as { keyId: string }).keyId]),
      [
        ['webhook key added', 'anna@psp.example', key?.keyId],
        ['webhook key put in use', 'ben@psp.example', key?.keyId],
        ['webhook key retired', 'anna@psp.example', key?.keyId],
      ],
    )
  })

  test('of its name, address and category leaves what is not named', async () => {
    const changed = ['--name', 'Tea Rooms B.V.', '--mcc', '5812', '--city', 'Delft']
    const [set = {}] = await run('merchant', 'set', '79', ...changed, ...ben)
    const { city, address1 } = set.address as Record<string, string>
    assert.deepEqual(
      [set.name, set.displayName, city, address1],
      ['Tea Rooms B.V.', 'Demo Shop', 'Delft', 'Keizersgracht 1'],
    )
    const [change = {}] = (await run('merchant', 'history', '79')).slice(-1)
    const known = (one: unknown) => (({ name, mcc }) => `${name} ${mcc}`)(one as Record<string, string>)
    assert.deepEqual(
      [known(change.before), known(change.after), change.by],
      ['Demo Shop B.V. 5947', 'Tea Rooms B.V. 5812', 'ben@psp.example'],
    )
    await assert.rejects(run('merchant', 'set', '79', '--mcc', '58', ...ben), /--mcc: four digits/)
    await assert.rejects(run('merchant', 'set', '79', '--country', 'Holland', ...ben), /--country: two capital letters/)
  })

  test('is due on the day of its review: a person is told once, until its KYB is approved anew', async () => {
    const reviewOn = (day: string) =>
      sandbox.db.write('chore.set_up', {
        text: 'update merchant_kyb set review_on = $1 where merchant_id = 79',
        values: [day],
      })
    await reviewOn('2026-11-23')
    await advance(sandbox, 'PT1S')
    const [told, ...more] = await run('exceptions')
    assert.deepEqual([told?.merchantId, told?.kind, told?.about, more], ['79', 'kyb_review_due', 'KYB 2026-11-23', []])
    await run('exception', 'resolve', 'KYB 2026-11-23', 'kyb_review_due', '--reason', 'asked for papers', ...anna)
    await advance(sandbox, 'PT1M')
    assert.deepEqual(await run('exceptions'), [])
    await reviewOn('2026-11-22')
    await advance(sandbox, 'PT1S')
    assert.equal((await run('exceptions')).length, 1)
    await run('merchant', 'kyb', 'submit', '79', '--evidence', 'vault/79/kyb-2027.pdf', ...anna)
    await run('merchant', 'kyb', 'approve', '79', '--review-on', '2099-01-01', ...ben)
    assert.deepEqual(await run('exceptions'), [])
  })
})
