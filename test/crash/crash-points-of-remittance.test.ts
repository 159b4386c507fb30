import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { crashPoints } from '../../apps/gateway/src/crash-points.ts'
import { bankOf } from '../support/bank.ts'
import { demoShop } from '../support/merchant.ts'
import { assertAllHolds, sell } from '../support/remittance.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { advance } from '../support/simulator.ts'
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
                 + (select count(*) from sweeps where num_nonnulls(left_at, arrived_at) <> 2) as open,
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

  for (const [index, point] of crashPoints.filter(isOfRemittance).entries()) {
    test(`${point} pays once`, async () => {
      await sell(sandbox, demoShop, 10_000)
      await crashAt(sandbox, point, { during: () => advance(sandbox, 'P7D') })
      await sandbox.startGateway()
      let books = await booksNow()
      for (let days = 0; days < 7 && !isAllPaid(books, index + 1); days++) {
        await advance(sandbox, 'P1D')
        books = await booksNow()
      }
      assert.ok(isAllPaid(books, index + 1), `within a week: ${Object.entries(books).join(' ')}`)
      const debits = (await bankOf(sandbox)).entries.filter(({ amount }) => amount.startsWith('-'))
      assert.equal(
        debits.reduce((sum, { amount }) => sum - BigInt(amount), 0n),
        books.paid + books.swept,
      )
    })
  }

  test('keeps every promise', () => assertAllHolds(sandbox))
})
