import type { Db } from '../../apps/gateway/src/postgres/db.ts'

/** A file is named by its content, also as one of a batch, an entry by its account and day. */
const about = `coalesce((select concat_ws(' ', sha256, nullif(split_part(about, ' ', 2), ''))
                           from received_files f where f.file_id::text = split_part(about, ' ', 1)),
                        case kind when 'unknown_entry' then regexp_replace(about, '/.*(/....-..-..)/.*', '\\1')
                                  else about end) as about`

const queries = {
  balances: `select merchant_id, account, currency, sum(minor)::bigint as minor
               from (select merchant_id, debit as account, currency, minor from transfers
                     union all select merchant_id, credit, currency, -minor from transfers) t
              group by 1, 2, 3 having sum(minor) <> 0 order by 1, 2, 3`,
  payments: 'select payment_id, captured, settled, settlement_minor from payments order by payment_id',
  lines: `select clearing_batch_id, transaction_type, transaction_id, transaction_request_id, outcome, amount_minor,
                 settlement_minor, interchange_minor, service_minor, fee_difference_minor
            from report_lines order by 1, 2, 3`,
  breaks: `select kind, ${about}, currency, minor, field, ours, theirs from breaks where resolved_at is null order by 1, 2`,
  quarantined: `select f.sha256, q.file_row, q.file_column, q.reason from quarantined_rows q
                  join received_files f using (file_id) order by 1, 2, 3`,
  receipts: `select r.settlement_batch_id, e.account_id, e.booking_day::text, r.minor, r.how
               from settlement_receipts r join bank_entries e using (entry_id) order by 1, 2, 3, 4`,
  states: 'select source, sha256, state from received_files order by 1, 2',
  hash: 'select result_hash from reconciliation_runs where ran_at is not null order by run_id desc limit 1',
} as const

/** What does not name the files and the places in them. */
export const alikeInParts = ['balances', 'payments', 'lines', 'breaks', 'quarantined', 'receipts'] as const

/** All that files lead to. */
export type Books = Record<keyof typeof queries, readonly unknown[]>

export const booksOf = async (db: Db): Promise<Books> => {
  const entries = Object.entries(queries).map(async ([name, text]) => [name, await db.read({ text, values: [] })])
  return Object.fromEntries(await Promise.all(entries)) as Books
}

/** Rows that are in the one books and not in the others; of some parts alone. */
export const differences = (
  books: Books,
  expected: Books,
  parts: readonly (keyof Books)[] = Object.keys(queries) as (keyof Books)[],
): string[] =>
  parts.flatMap((part) => {
    const text = (row: unknown) => JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
    const [now, then] = [books[part].map(text), expected[part].map(text)]
    return [
      ...now.filter((row) => !then.includes(row)).map((row) => `+ ${part} ${row}`),
      ...then.filter((row) => !now.includes(row)).map((row) => `- ${part} ${row}`),
    ]
  })
