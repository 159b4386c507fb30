import type { Tx } from '../postgres/db.ts'
import { insertOf, tableOf } from '../postgres/rows.ts'
import { storable } from '../storable.ts'

const itemColumns = `file_row int, transaction_type text, transaction_id text, transaction_request_id text,
  original_transaction_id text, transaction_time timestamptz, psp_id text, amount_minor bigint, currency text,
  settlement_minor bigint`

const feeColumns = 'file_row int, transaction_id text, transaction_request_id text, fee_type text, minor bigint'

/** One batch at a time is taken in, whoever takes it; waits for who is at it. */
export const lockBatch = async (tx: Tx, batchId: string): Promise<void> => {
  await tx.run({ text: `select pg_advisory_xact_lock(hashtextextended('batch ' || $1, 0))`, values: [batchId] })
}

/** Makes the temporary tables that a batch's rows are worked on in; they are gone with the transaction. */
export const createStaging = async (tx: Tx): Promise<void> => {
  await tx.run({ text: `select set_config('work_mem', '64MB', true)`, values: [] })
  await tx.run({ text: `create temp table staged_items (${itemColumns}) on commit drop`, values: [] })
  await tx.run({ text: `create temp table staged_fees (${feeColumns}) on commit drop`, values: [] })
}

const namesOf = (columns: string): string => tableOf('', columns).names

/** Lines of transaction items, their columns in the order of the contract with `copyLine`. */
export const stageItems = (tx: Tx, lines: AsyncIterable<string>): Promise<void> =>
  tx.copy(`staged_items (${namesOf(itemColumns)})`, lines)

export const stageFees = (tx: Tx, lines: AsyncIterable<string>): Promise<void> =>
  tx.copy(`staged_fees (${namesOf(feeColumns)})`, lines)

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
           select $1, gone.file_row, $2, 'is the same row again', to_jsonb(gone.*)::text, $3 from gone
           on conflict do nothing`,
    values: [file.fileId, file.column, at],
  })
}

/** Quarantines rows that are there twice by their id: all but the first. Analyzes the table. */
export const setRepeatedItemsAside = (tx: Tx, file: { fileId: string; column: string }, at: Date): Promise<void> =>
  setAside(tx, 'staged_items', 'transaction_type, transaction_id', file, at)

/** The same for fees: a transaction has one of each type. */
export const setRepeatedFeesAside = (tx: Tx, file: { fileId: string; column: string }, at: Date): Promise<void> =>
  setAside(tx, 'staged_fees', 'transaction_id, fee_type', file, at)

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
