import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { crashPoints } from '../../apps/gateway/src/crash-points.ts'
import { aSandbox, noon, type TestSandbox } from '../support/sandbox.ts'
import { until } from '../support/until.ts'
import { isOfInvoice } from './groups.ts'
import { crashAt } from './walk.ts'

describe('a gateway that dies while it issues invoices', () => {
  let sandbox: TestSandbox
  before(async () => {
    sandbox = await aSandbox('error', noon)
  })
  after(() => sandbox?.close())

  const run = (text: string, ...values: unknown[]) => sandbox.db.write('chore.set_up', { text, values })

  for (const [index, point] of crashPoints.filter(isOfInvoice).entries()) {
    test(`${point} bills each month once, and leaves no number out`, async () => {
      const month = `2026-0${index + 1}`
      const fees = async () => {
        await run(
          `insert into transfers (merchant_id, transfer_id, debit, credit, currency, minor, reason, at, accounting_date)
           select m, gen_random_uuid(), 'available', 'fee_revenue', 'EUR', 100, 'fee', $1::date, $1::date
             from unnest(array[1234, 5678]) m`,
          `${month}-15`,
        )
        // As if its month had just ended: no month was looked at yet.
        await run('delete from invoice_cuts')
        await run('delete from invoice_runs')
      }
      await crashAt(sandbox, point, { during: fees })
      await sandbox.startGateway()
      const [invoices] = await until(
        'the months are billed',
        async () => {
          const rows = await sandbox.db.read<{ numbers: string[]; months: bigint }>({
            text: `select array_agg(number order by number) as numbers, count(distinct month) as months from invoices
                  where (select count(*) from invoice_runs) = 10 - (select min(extract(month from at)) - 1 from transfers)
                    and not exists (select from invoice_cuts where due_at is not null)`,
            values: [],
          })
          return rows[0]?.months === BigInt(index + 1) && rows
        },
        60_000,
      )
      assert.deepEqual(
        invoices?.numbers,
        Array.from({ length: 2 * (index + 1) }, (_, number) => `SG2026-00000${number + 1}`),
      )
    })
  }
})
