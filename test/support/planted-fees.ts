import { silkgate, type TestSandbox } from './sandbox.ts'

const run = ({ db }: TestSandbox, text: string, ...values: unknown[]) => db.write('chore.set_up', { text, values })

/** Fees of a day, 1.00 of each currency and merchant, as if they had been taken, and posted one after the other. */
export const plantFees = (
  sandbox: TestSandbox,
  merchants: readonly number[],
  currencies: readonly string[],
  day: string,
) =>
  run(
    sandbox,
    `with last as (update transfer_positions set last = last + $2 where merchant_id = any ($3)
                   returning merchant_id, last - $2 as before)
     insert into transfers (merchant_id, transfer_id, debit, credit, currency, minor, reason, at, accounting_date, position)
     select merchant_id, gen_random_uuid(), 'available', 'fee_revenue', c.currency, 100, 'fee', $4::date, $4::date, before + c.n
       from last cross join unnest($1::text[]) with ordinality as c (currency, n)`,
    ...[currencies, currencies.length, merchants, day],
  )

/** A fee that has no position yet. */
export const plantUnpublishedFee = (sandbox: TestSandbox, merchantId: number, currency: string, day: string) =>
  run(
    sandbox,
    `insert into transfers (merchant_id, transfer_id, debit, credit, currency, minor, reason, at, accounting_date)
     values ($1, gen_random_uuid(), 'available', 'fee_revenue', $2, 100, 'fee', $3::date, $3::date)`,
    ...[merchantId, currency, day],
  )

/** Gives it its position. */
export const publishFee = (sandbox: TestSandbox, merchantId: number) =>
  run(
    sandbox,
    `with last as (update transfer_positions set last = last + 1 where merchant_id = $1 returning last)
     update transfers t set position = last.last from last
      where t.merchant_id = $1 and t.position is null and t.reason = 'fee'`,
    merchantId,
  )

/** From now on no invoice of a merchant can be written, until that is mended. */
export const breakInvoicesOf = (sandbox: TestSandbox, merchantId: number) =>
  run(sandbox, `alter table invoices add constraint broken check (merchant_id <> ${merchantId}) not valid`)

export const mendInvoices = (sandbox: TestSandbox) => run(sandbox, 'alter table invoices drop constraint broken')

/** What people were told could not be billed, with whether that still is so. */
export const invoicesNotBilled = async ({ db }: TestSandbox): Promise<string[]> => {
  const rows = await db.read<{ told: string }>({
    text: `select concat_ws(' ', merchant_id, payment_id, case when resolved_at is null then 'open' else 'ended' end) as told
             from exceptions where kind = 'invoice_failed' order by 1`,
    values: [],
  })
  return rows.map(({ told }) => told)
}

/** What `silkgate verify` finds broken of one invariant, whatever it finds of others. */
export const brokenOf = async (sandbox: TestSandbox, invariant: number): Promise<Record<string, unknown>[]> => {
  const said = await silkgate(sandbox, 'verify').catch((error: { stdout: string }) =>
    error.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  )
  return said.filter((one) => one.invariant === invariant && one.holds !== true)
}
