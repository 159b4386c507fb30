import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Account, accounts } from '@silkgate/domain'
import fc from 'fast-check'
import { type AsOf, balances, makeCheckpoint } from '../../apps/gateway/src/ledger/balance.store.ts'
import { publishPositions, transferPositions } from '../../apps/gateway/src/positions.store.ts'
import { type Posting, post } from '../support/postings.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'

const start = Date.parse('2026-11-01T12:00:00Z')
const someAccounts = (Object.keys(accounts) as Account[]).slice(0, 4)

type Turn = {
  readonly postings: readonly Omit<Posting, 'merchantId'>[]
  readonly afterwards: 'nothing' | 'publish' | 'sum'
}

const aPosting = fc
  .record({
    sides: fc.shuffledSubarray(someAccounts, { minLength: 2, maxLength: 2 }),
    minor: fc.bigInt(1n, 1_000n),
    hours: fc.integer({ min: 0, max: 50 }),
    currency: fc.constantFrom('EUR', 'HKD'),
  })
  .map(({ sides: [debit = 'pending', credit = 'available'], minor, hours, currency }) => ({
    ...{ debit, credit, minor, currency, at: new Date(start + hours * 3_600_000) },
  }))

const aTurn: fc.Arbitrary<Turn> = fc.record({
  postings: fc.array(aPosting, { minLength: 1, maxLength: 6 }),
  afterwards: fc.constantFrom('nothing', 'publish', 'sum'),
})

/** What the balances must be, added up one by one. */
const addedUp = (postings: readonly Omit<Posting, 'merchantId'>[]): Record<string, bigint> => {
  const sums: Record<string, bigint> = {}
  for (const { debit, credit, minor, currency } of postings) {
    sums[`${debit} ${currency}`] = (sums[`${debit} ${currency}`] ?? 0n) + minor
    sums[`${credit} ${currency}`] = (sums[`${credit} ${currency}`] ?? 0n) - minor
  }
  return sums
}

describe('balances', () => {
  let sandbox: TestSandbox
  let lastMerchant = 9_000
  before(async () => {
    sandbox = await aSandbox()
  })
  after(() => sandbox.close())

  const shown = async (merchantId: string, asOf?: AsOf): Promise<Record<string, bigint>> => {
    const rows = await balances(sandbox.db, { merchantId, asOf })
    return Object.fromEntries(rows.map(({ account, currency, minor }) => [`${account} ${currency}`, minor]))
  }

  test('are what was posted, now and as of any instant and position, wherever they were summed up before', async () => {
    const story = fc.asyncProperty(fc.array(aTurn, { minLength: 1, maxLength: 8 }), async (turns) => {
      const merchantId = String(++lastMerchant)
      const postings: Omit<Posting, 'merchantId'>[] = []
      const cuts: { position: bigint; postings: typeof postings }[] = []
      for (const { postings: more, afterwards } of turns) {
        await post(sandbox.db, ...more.map((one) => ({ merchantId, ...one })))
        postings.push(...more)
        if (afterwards === 'nothing') continue
        while ((await publishPositions(sandbox.db, transferPositions, merchantId)) > 0);
        if (afterwards === 'sum') await makeCheckpoint(sandbox.db, merchantId, 1n)
        cuts.push({ position: BigInt(postings.length), postings: [...postings] })
      }
      assert.deepEqual(await shown(merchantId), addedUp(postings))
      for (const hours of [0, 10, 25, 49]) {
        const at = new Date(start + hours * 3_600_000)
        assert.deepEqual(await shown(merchantId, { at }), addedUp(postings.filter((one) => one.at <= at)))
      }
      for (const cut of cuts) {
        assert.deepEqual(await shown(merchantId, { position: cut.position }), addedUp(cut.postings))
      }
    })
    await fc.assert(story, { numRuns: 25 })
  })

  test('of all merchants are those of each', async () => {
    const all = await balances(sandbox.db)
    for (const merchantId of ['9001', '9002', '9003']) {
      const own = all.filter((one) => one.merchantId === merchantId)
      assert.deepEqual(own, await balances(sandbox.db, { merchantId }))
    }
    const sum = all.reduce((total, { minor }) => total + minor, 0n)
    assert.equal(sum, 0n, 'what one account gave, another has')
  })

  test('are summed up once so many postings came', async () => {
    const merchantId = '8001'
    const at = new Date(start)
    for (const [count, isMade] of [
      [9, false],
      [1, true],
      [9, false],
    ] as const) {
      const one: Posting = { merchantId, debit: 'pending', credit: 'available', minor: 1n, at }
      await post(sandbox.db, ...Array.from({ length: count }, () => one))
      while ((await publishPositions(sandbox.db, transferPositions, merchantId)) > 0);
      assert.equal(await makeCheckpoint(sandbox.db, merchantId, 10n), isMade)
    }
    assert.deepEqual(await shown(merchantId), { 'pending EUR': 19n, 'available EUR': -19n })
  })
})
