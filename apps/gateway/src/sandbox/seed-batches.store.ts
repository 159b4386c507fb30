import type { Tx } from '../postgres/db.ts'
import { firstSeeded, run, seededMerchants, settledAt } from './seed-payments.store.ts'

const cleared = `(select merchant_id, clearing_batch_id, currency, day, sum(interchange)::bigint as interchange,
    sum(service)::bigint as service, sum(kept)::bigint as kept, sum(fee)::bigint as fee from cleared group by 1, 2, 3, 4) c`
const settlementBatch = "'S' || to_char(day + 2, 'YYYYMMDD') || 'STD' || currency"

const ofBatch = (reason: string, debit: string, credit: string, minor: string, about = 'clearing_batch_id') => `
  select merchant_id, md5(${about} || merchant_id || '${reason}' || '${debit}')::uuid, null, ${about},
         case when ${minor} > 0 then '${debit}' else '${credit}' end, case when ${minor} > 0 then '${credit}' else '${debit}' end,
         currency, abs(${minor}), '${reason}', ${settledAt} from ${cleared} where ${minor} <> 0`

const batches = `
  with sums as (
    select clearing_batch_id, currency, day, sum(lines)::bigint as lines, sum(gross)::bigint as gross, sum(fees)::bigint as fees,
           sum(interchange + service)::bigint as charged from cleared group by 1, 2, 3),
  made as (
    insert into clearing_batches (clearing_batch_id, participant_agreement_id, currency, clearing_day, items_file, summary_file,
      fees_file, items_said, items_said_minor, items_read, items_read_minor, fees_said, fees_said_minor, fees_read,
      fees_read_minor, summary_said, summary_net_minor, taken_at, looked_for_missing_at)
    select clearing_batch_id, 'STD' || currency, currency, day, md5(clearing_batch_id || 'items')::uuid,
           md5(clearing_batch_id || 'summary')::uuid, md5(clearing_batch_id || 'fees')::uuid, lines, gross, lines, gross, fees,
           charged, fees, charged, lines, gross - charged, (day + 1 + time '03:00') at time zone 'UTC', $1 from sums),
  settled as (
    insert into settlement_batches (settlement_batch_id, participant_agreement_id, currency, file_id, said_minor,
      settlement_date, value_date, taken_at, settled_at, finished_at)
    select ${settlementBatch}, 'STD' || currency, currency, md5(clearing_batch_id || 'settlement')::uuid, gross - charged,
           day + 2, day + 2, (day + 2 + time '03:00') at time zone 'UTC', ${settledAt}, ${settledAt} from sums)
  insert into settlement_batch_parts (settlement_batch_id, clearing_batch_id, said_minor)
  select ${settlementBatch}, clearing_batch_id, gross - charged from sums`

/** An account of its own, closed since: what the simulated bank says of the others goes on where it was. */
const account = "'NL00SEED' || currency"
const statements = `
  with account as (
    insert into bank_accounts (account_id, currency, purpose, name, bic, town, country, added_at, closed_at)
    select distinct ${account}, currency, 'safeguarding', 'silkgate sandbox, seeded', 'SLKGNL2A', 'Amsterdam', 'NL',
           $1::timestamptz, $1::timestamptz from settlement_batches where settlement_batch_id = any ($2)),
  running as (
    select *, sum(said_minor) over (partition by currency order by value_date) as closing from settlement_batches
     where settlement_batch_id = any ($2)),
  statement as (
    insert into bank_statements (statement_id, account_id, file_id, format, number, from_day, to_day, currency, opening_minor,
      closing_minor, taken_at)
    select md5(settlement_batch_id || 'statement')::uuid, ${account}, md5(settlement_batch_id || 'file')::uuid, 'camt.053',
           to_char(value_date, 'YYYYMMDD'), value_date, value_date, currency, closing - said_minor, closing, settled_at
      from running),
  entry as (
    insert into bank_entries (entry_id, statement_id, account_id, position, booking_day, value_day, currency, minor,
      charges_minor, is_reversal, reference, bank_reference, remittance, counterparty, details, purpose, explained_at)
    select md5(settlement_batch_id || 'entry')::uuid, md5(settlement_batch_id || 'statement')::uuid, ${account}, 1, value_date,
           value_date, currency, said_minor, 0, false, settlement_batch_id, '', settlement_batch_id, 'Alipay+', '[]',
           'settlement', settled_at from running where said_minor <> 0)
  insert into settlement_receipts (settlement_batch_id, entry_id, minor, how, at)
  select settlement_batch_id, md5(settlement_batch_id || 'entry')::uuid, said_minor, 'reference', settled_at
    from running where said_minor <> 0`

const transfers = `
  with places as (
    insert into transfer_positions (merchant_id, last) select merchant_id, count(*) from booked group by merchant_id)
  insert into transfers (merchant_id, transfer_id, payment_id, about, debit, credit, currency, minor, reason, at,
    accounting_date, position)
  select merchant_id, transfer_id, payment_id, about, debit, credit, currency, minor, reason, at,
         (at at time zone 'Europe/Amsterdam')::date, row_number() over (partition by merchant_id order by at, transfer_id)
    from booked`

/** What settled the payments: batches, the bank's entries, and every posting at its place. */
export const finishSeeding = async (tx: Tx, now: Date, count: number): Promise<void> => {
  for (const text of [
    ofBatch('scheme fees', 'scheme_fees_interchange', 'receivable', 'interchange'),
    ofBatch('scheme fees', 'scheme_fees_service', 'receivable', 'service'),
    ofBatch('batch received', 'bank_safeguarding', 'receivable', '(kept - interchange - service)', settlementBatch),
    ofBatch('settled', 'pending', 'available', 'kept'),
    ofBatch('fee', 'available', 'fee_revenue', 'fee'),
  ]) {
    await run(tx, `insert into booked ${text}`)
  }
  await run(tx, batches, now)
  const made = await tx.run<{ id: string }>({
    text: `select distinct ${settlementBatch} as id from cleared`,
    values: [],
  })
  await run(
    tx,
    statements,
    now,
    made.map(({ id }) => id),
  )
  await run(tx, transfers)
  await run(
    tx,
    `insert into order_numbers (merchant_id, next)
     select m, $3::bigint + 1 from generate_series($1::bigint, $1::bigint + $2::bigint - 1) m`,
    ...[firstSeeded, seededMerchants, count],
  )
  await run(
    tx,
    'analyze payments, payment_events, refunds, transfers, report_lines, clearing_batches, settlement_batches',
  )
}
