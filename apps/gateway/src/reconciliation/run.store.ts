import type { Currency } from '@silkgate/domain'
import type { DueQuery } from '../due.store.ts'
import type { Db, Statement, Tx } from '../postgres/db.ts'
import type { LinesOfBatch } from './lines-of-batch.ts'

/**
 * Asks for a run of the reconciliation, in the transaction that brought something to compare. A run that is asked for already
 * cannot start before this transaction has ended: it would not see what was brought.
 */
export const wantReconciliation = (runId: string, at: Date, because: string): Statement => ({
  name: 'want_reconciliation',
  text: `insert into reconciliation_runs (run_id, wanted_at, because) values ($1, $2, $3)
         on conflict ((true)) where started_at is null do update set because = reconciliation_runs.because`,
  values: [runId, at, because],
})

/** When the reconciliation is to run next: when it was asked for, or at noon (UTC) while settlement is open. */
export const reconciliationDue: DueQuery = `
  select coalesce((select min(wanted_at) from reconciliation_runs where ran_at is null),
                  (date_trunc('day', (since.at - interval '12 hours') at time zone 'UTC') + interval '36 hours')
                    at time zone 'UTC')
    from (select greatest(min(taken_at), (select max(ran_at) from reconciliation_runs)) as at
            from settlement_batches where settled_at is null) since`

/** Starts what was asked for, and again what died at work; answers the ids. */
export const startRun = async (db: Db, at: Date): Promise<readonly string[]> => {
  const rows = await db.write<{ run_id: string }>('reconcile.commit_run', {
    name: 'start_run',
    text: 'update reconciliation_runs set started_at = coalesce(started_at, $1) where ran_at is null returning run_id',
    values: [at],
  })
  return rows.map(({ run_id }) => run_id)
}

/**
 * What agrees and what does not, in an order of its own, without ids and times. What did not agree for a while, and does now,
 * is no part of it: that depends on what came when. Files are named by their content.
 */
const canonical = `
  select concat_ws('|', 'receipt', r.settlement_batch_id, e.account_id, s.number, e.position, r.minor, r.how) as line
    from settlement_receipts r join bank_entries e using (entry_id) join bank_statements s using (statement_id)
  union all
  select concat_ws('|', 'break', kind,
                   coalesce((select concat_ws(' ', sha256, nullif(split_part(about, ' ', 2), ''))
                               from received_files f where f.file_id::text = split_part(about, ' ', 1)), about),
                   currency, minor, ours, theirs, resolution)
    from breaks where resolution is distinct from 'agreed'`

/** Ends runs. */
export const finishRun = (db: Db, runIds: readonly string[], at: Date): Promise<unknown> =>
  db.write('reconcile.commit_run', {
    text: `update reconciliation_runs set ran_at = $2, result_hash = (
             select encode(sha256(convert_to(coalesce(string_agg(line, E'\\n' order by line collate "C"), ''), 'UTF8')), 'hex')
               from (${canonical}) c)
            where run_id = any ($1::uuid[])`,
    values: [runIds, at],
  })

type BatchRow = { clearing_batch_id: string; agreement: string; day: string; currency: Currency }

const batchOf = (row: BatchRow, at: Date): LinesOfBatch => ({
  clearingBatchId: row.clearing_batch_id,
  agreement: row.agreement,
  clearingDay: row.day,
  currency: row.currency,
  at,
})

const batchColumns = 'clearing_batch_id, participant_agreement_id as agreement, clearing_day::text as day, currency'

/** Clearing batches with lines that do not agree; the first condition is that of the index. */
export const batchesInDoubt = async (db: Db, at: Date): Promise<LinesOfBatch[]> => {
  const rows = await db.read<BatchRow>({
    text: `select ${batchColumns} from clearing_batches c
            where exists (select from report_lines l where l.clearing_batch_id = c.clearing_batch_id
                             and (outcome <> 'agreed' or fee_difference_minor <> 0) and outcome <> 'agreed')
            order by clearing_batch_id collate "C"`,
    values: [],
  })
  return rows.map((row) => batchOf(row, at))
}

/** A clearing batch, to compare its lines by itself. */
export const linesOfBatch = async (tx: Tx, clearingBatchId: string, at: Date): Promise<LinesOfBatch | undefined> => {
  const [row] = await tx.run<BatchRow>({
    text: `select ${batchColumns} from clearing_batches where clearing_batch_id = $1`,
    values: [clearingBatchId],
  })
  return row && batchOf(row, at)
}
