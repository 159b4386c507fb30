import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { crashPoints } from '../../apps/gateway/src/crash-points.ts'
import { bankOf } from '../support/bank.ts'
import { demoShop } from '../support/merchant.ts'
import { assertAllHolds, sell } from '../support/remittance.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { advance, clockOf } from '../support/simulator.ts'
import { isOfRemittance } from './groups.ts'
import { crashAt } from './walk.ts'

describe('a gateway that dies while it pays merchants', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox('error', noon)
    await sandbox.db.write('chore.set_up', {
      text: 'update contracts set reserve_basis_points = 1000, reserve_days = 1 where merchant_id = 1234',
      values: [],
    })
  })
  after(() => sandbox?.close())

  type Books = { sold: bigint; paid: bigint; swept: bigint; open: bigint; owed: bigint }

  const booksNow = async (): Promise<Books> => {
    const [books] = await sandbox.db.read<Books>({
      text: `
        select (select count(*) from payments where settled) as sold,
               (select coalesce(sum(minor), 0)::bigint from remittances where status = 'confirmed') as paid,
               (select coalesce(sum(abs(minor)), 0)::bigint from sweeps where left_at is not null) as swept,
               (select count(*) from remittances where status <> 'confirmed')
                 + (select count(*) from sweeps where withdrawn_at is null and num_nonnulls(left_at, arrived_at) <> 2) as open,
               (select sum(case credit when 'available' then minor else - minor end)::bigint from transfers
                 where merchant_id = 1234 and 'available' in (debit, credit)) as owed`,
      values: [],
    })
    assert.ok(books)
    return books
  }
  /** A hundred euros less 1.50, each: all of it is paid, but for what a reserve released on the way. */
  const isAllPaid = ({ sold, paid, open, owed }: Books, count: number): boolean =>
    sold === BigInt(count) && open === 0n && paid + owed === sold * 9_850n

  /** What should have come to its end long ago: what was sold, what merchants are paid, and what we move ourselves. */
  const overdue = async () => {
    const at = await clockOf(sandbox)
    return sandbox.db.read({
      text: `
        select payment_id as of from payments where not settled and captured_at < $1::timestamptz - interval '10 days'
        union all select remittance_id from remittances
                   where status <> 'confirmed' and created_at < $1::timestamptz - interval '7 days'
        union all select sweep_id from sweeps where withdrawn_at is null and num_nonnulls(left_at, arrived_at) <> 2
                                                and ordered_at < $1::timestamptz - interval '7 days'`,
      values: [at],
    })
  }

  const points = crashPoints.filter(isOfRemittance)
  // What was sold at one point is still on its way at the next ones, as on any day of business.
  for (const point of points) {
    test(`${point} leaves nothing behind`, async () => {
      await sell(sandbox, demoShop, 10_000)
      await crashAt(sandbox, point, { during: () => advance(sandbox, 'P7D') })
      await sandbox.startGateway()
      assert.deepEqual(await overdue(), [])
    })
  }

  test('pays once what was sold at each of them', async () => {
    let books = await booksNow()
    for (let days = 0; days < 14 && !isAllPaid(books, points.length); days++) {
      await advance(sandbox, 'P1D')
      assert.deepEqual(await overdue(), [])
      books = await booksNow()
    }
    assert.ok(isAllPaid(books, points.length), `within two weeks: ${Object.entries(books).join(' ')}`)
    const debits = (await bankOf(sandbox)).entries.filter(({ amount }) => amount.startsWith('-'))
    assert.equal(
      debits.reduce((sum, { amount }) => sum - BigInt(amount), 0n),
      books.paid + books.swept,
    )
  })

  test('keeps every promise', () => assertAllHolds(sandbox))
})
