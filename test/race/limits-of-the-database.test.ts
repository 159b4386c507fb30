import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { storedPayment } from '../support/books.ts'
import { playRounds } from '../support/dice.ts'
import { anOrder, demoShop } from '../support/merchant.ts'
import { aSandbox, type TestSandbox } from '../support/sandbox.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { payInWallet } from '../support/simulator.ts'

/** What a program that forgot every rule would do with a payment: its own SQL, on connections of its own. */
describe('the database by itself', () => {
  let sandbox: TestSandbox
  let shop: Shop
  let connections: pg.Client[]
  before(async () => {
    sandbox = await aSandbox()
    shop = openShop(sandbox, demoShop)
    connections = await Promise.all(
      ['silkgate_app', 'silkgate_app', 'silkgate_app', undefined].map(async (role) => {
        const client = new pg.Client({ connectionString: sandbox.databaseUrl })
        await client.connect()
        if (role !== undefined) await client.query(`set role ${role}`)
        return client
      }),
    )
  })
  after(async () => {
    await Promise.all((connections ?? []).map((client) => client.end()))
    await sandbox?.close()
  })

  const captured = async (amount: number): Promise<string> => {
    const { paymentId, redirectUrl } = await shop.redirected(anOrder(amount))
    await payInWallet(sandbox, redirectUrl)
    await shop.whenStatus(paymentId, 'CAPTURED')
    return paymentId
  }

  /** Runs statements in one transaction; answers the constraint that refused it, or nothing. */
  const tryTo = async (client: pg.Client, ...statements: [text: string, values: unknown[]][]) => {
    try {
      await client.query('begin')
      for (const [text, values] of statements) await client.query(text, values)
      await client.query('commit')
      return undefined
    } catch (error) {
      await client.query('rollback')
      const { code, constraint } = error as pg.DatabaseError
      assert.equal(code, '23514', String(error))
      return constraint
    }
  }

  const add = (column: 'refunding_minor' | 'refunded_minor', paymentId: string, minor: number) =>
    [`update payments set ${column} = ${column} + $2 where payment_id = $1`, [paymentId, minor]] as [string, unknown[]]

  test('lets of concurrent transactions only those take back that fit, in flight or done', (t) =>
    playRounds(t, 60, async (dice) => {
      const paid = 1_000 + dice.below(9_000)
      const paymentId = await captured(paid)
      const wishes = connections.map(() => 1 + dice.below(paid))
      const refusals = await Promise.all(
        connections.map((client, index) => {
          const column = dice.pick(['refunding_minor', 'refunded_minor'] as const)
          return tryTo(client, add(column, paymentId, wishes[index] ?? 0))
        }),
      )
      const taken = wishes.filter((_, index) => refusals[index] === undefined).reduce((sum, wish) => sum + wish, 0)
      const { refunded_minor, refunding_minor, captured_minor } = await storedPayment(sandbox, paymentId)
      assert.equal(refunded_minor + refunding_minor, BigInt(taken))
      assert.ok(BigInt(taken) <= captured_minor && taken > 0)
      for (const [index, refusal] of refusals.entries()) {
        if (refusal === undefined) continue
        assert.equal(refusal, 'refunds_within_what_was_paid')
        assert.ok((wishes[index] ?? 0) > paid - taken, 'what still fits is not refused')
      }
    }))

  test('refuses transactions that each read before the other wrote, and would each have fitted alone', (t) =>
    playRounds(t, 20, async (dice) => {
      const paid = 1_000 + dice.below(9_000)
      const paymentId = await captured(paid)
      const half = Math.floor(paid / 2) + 1
      const [one, other] = dice.shuffled(connections)
      assert.ok(one !== undefined && other !== undefined)
      for (const client of [one, other]) {
        await client.query('begin')
        const { rows } = await client.query('select refunding_minor from payments where payment_id = $1', [paymentId])
        assert.equal(rows[0]?.refunding_minor, 0n, 'each sees that nothing went back')
      }
      const [text, values] = add('refunding_minor', paymentId, half)
      const take = async (client: pg.Client) => {
        const refused = await client.query(text, values).then(
          () => undefined,
          (error: pg.DatabaseError) => error.constraint,
        )
        await client.query(refused === undefined ? 'commit' : 'rollback')
        return refused
      }
      const refusals = await Promise.all([take(one), take(other)])
      assert.deepEqual(new Set(refusals), new Set([undefined, 'refunds_within_what_was_paid']))
      assert.equal((await storedPayment(sandbox, paymentId)).refunding_minor, BigInt(half))
    }))

  test('refuses to take away what was captured from under a refund, and refunds of what never came', async () => {
    const paymentId = await captured(5_000)
    const { paymentId: open } = await shop.redirected()
    const [client] = connections
    assert.ok(client)
    assert.equal(await tryTo(client, add('refunding_minor', paymentId, 5_000)), undefined)
    const less: [string, unknown[]] = ['update payments set captured_minor = 4999 where payment_id = $1', [paymentId]]
    const refused = [
      await tryTo(client, less),
      await tryTo(client, add('refunding_minor', paymentId, 1)),
      await tryTo(client, add('refunded_minor', paymentId, 1)),
      await tryTo(client, add('refunded_minor', open, 1)),
      await tryTo(client, add('refunding_minor', open, 1)),
    ]
    assert.deepEqual(refused, Array(5).fill('refunds_within_what_was_paid'))
    const late: [string, unknown[]] = ['update payments set late_success_minor = 700 where payment_id = $1', [open]]
    assert.equal(await tryTo(client, late, add('refunding_minor', open, 700)), undefined)
    assert.equal(await tryTo(client, add('refunded_minor', open, 1)), 'refunds_within_what_was_paid')
  })
})
