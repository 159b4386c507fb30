import type { Tx } from '../postgres/db.ts'
import { insertOf, tableOf } from '../postgres/rows.ts'
import { storable } from '../storable.ts'

/** merchant_id is whose the request id says that it is; 0 is nobody. */
const itemColumns = `merchant_id bigint, file_row int, transaction_type text, transaction_id text, transaction_request_id text,
  original_transaction_id text, transaction_time timestamptz, psp_id text, amount_minor bigint, currency text,
  settlement_minor bigint`

const feeColumns = 'file_row int, transaction_id text, transaction_request_id text, fee_type text, minor bigint'

/** One batch at a time is taken in, whoever takes it; waits for who is at it. */
export const lockBatch = async (tx: Tx, batchId: string): Promise<void> => {
  await tx.run({ text: `select pg_advisory_xact_lock(hashtextextended('batch ' || $1, 0))`, values: [batchId] })
}

/** Makes the temporary tables that a batch's rows are worked on in; they are gone with the transaction. */
export const createStaging = async (tx: Tx): Promise<void> => {
  await tx.run({ text: `select set_config('work_mem', '256MB', true)`, values: [] })
  await tx.run({
    text: `create temp table staged_items (${itemColumns}, found_payment_id text) on commit drop`,
    values: [],
  })
  await tx.run({ text: `create temp table staged_fees (${feeColumns}) on commit drop`, values: [] })
}

type Rows = Parameters<Tx['copy']>[1]

const namesOf = (columns: string): string => tableOf('', columns).names

/** Fills staged_items with rows whose cells are in the order of its columns. */
export const stageItems = (tx: Tx, rows: Rows): Promise<void> => tx.copy(`staged_items (${namesOf(itemColumns)})`, rows)

export const stageFees = (tx: Tx, rows: Rows): Promise<void> => tx.copy(`staged_fees (${namesOf(feeColumns)})`, rows)

const setAside = async (tx: Tx, table: string, key: string, file: { fileId: string; column: string }, at: Date) => {
  await tx.run({ text: `analyze ${table}`, values: [] })
  await tx.run({
    text: `with again as (
             select ${key}, min(file_row) as first from ${table} group by ${key} having count(*) > 1),
           gone as (
             delete from ${table} s using again a
              where (s.${key.replace(', ', ', s.')}) = (a.${key.replace(', ', ', a.')}) and s.file_row > a.first
             returning s.*)
           insert into quarantined_rows (file_id, file_row, file_column, reason, raw, at)
           select $1, gone.file_row, $2, 'is the same row again',
                  (to_jsonb(gone.*) - 'merchant_id' - 'found_payment_id')::text, $3
             from gone
           on conflict do nothing`,
    values: [file.fileId, file.column, at],
  })
}

/** Quarantines rows that are there twice by their id: all but the first. Analyzes the table. */
export const setRepeatedItemsAside = (tx: Tx, file: { fileId: string; column: string }, at: Date): Promise<void> =>
  setAside(tx, 'staged_items', 'transaction_type, transaction_id', file, at)

/** Adds staged fees up by transaction; answers whether a transaction has one of them twice. */
const sumFees = async (tx: Tx): Promise<boolean> => {
  const amountOf = (type: string) => `sum(minor) filter (where fee_type = '${type}')::bigint`
  const countOf = (type: string) => `count(*) filter (where fee_type = '${type}')`
  const types = ['INTERCHANGE_FEE', 'SERVICE_FEE'] as const
  await tx.run({
    text: `create temp table staged_fee_sums on commit drop as
           select transaction_id, ${amountOf(types[0])} as interchange, ${amountOf(types[1])} as service,
                  greatest(${types.map(countOf).join(', ')}) > 1 as is_repeated
             from staged_fees group by transaction_id`,
    values: [],
  })
  await tx.run({ text: 'analyze staged_fee_sums', values: [] })
  const rows = await tx.run({ text: 'select from staged_fee_sums where is_repeated limit 1', values: [] })
  return rows.length > 0
}

/** Quarantines fees that are there twice: a transaction has one of each type. Fills staged_fee_sums with the others. */
export const setRepeatedFeesAside = async (
  tx: Tx,
  file: { fileId: string; column: string },
  at: Date,
): Promise<void> => {
  if (!(await sumFees(tx))) return
  await setAside(tx, 'staged_fees', 'transaction_id, fee_type', file, at)
  await tx.run({ text: 'drop table staged_fee_sums', values: [] })
  await sumFees(tx)
}

const quarantined = tableOf(
  'quarantined_rows',
  'file_id uuid, file_row int, file_column text, reason text, raw text, at timestamptz',
)

/** Keeps rows that could not be read, for a person to look at. */
export const quarantine = async (
  tx: Tx,
  fileId: string,
  rows: readonly { line: number; column: string; reason: string; raw: string }[],
  at: Date,
): Promise<void> => {
  for (let from = 0; from < rows.length; from += 1000) {
    const values: unknown[] = []
    const some = rows.slice(from, from + 1000).map(({ line, column, reason, raw }) => ({
      ...{ file_id: fileId, file_row: line, file_column: column, reason: storable(reason), raw: storable(raw), at },
    }))
    await tx.run({ text: `${insertOf(quarantined, some, values)} on conflict do nothing`, values })
  }
}

type TotalRow = { count: bigint; minor: bigint }

const totalOf = async (tx: Tx, table: string, column: string): Promise<TotalRow> => {
  const [total] = await tx.run<TotalRow>({
    text: `select count(*) as count, coalesce(sum(${column}), 0)::bigint as minor from ${table}`,
    values: [],
  })
  return total ?? { count: 0n, minor: 0n }
}

/** What is staged. */
export const totalOfItems = (tx: Tx): Promise<TotalRow> => totalOf(tx, 'staged_items', 'settlement_minor')
export const totalOfFees = (tx: Tx): Promise<TotalRow> => totalOf(tx, 'staged_fees', 'minor')
