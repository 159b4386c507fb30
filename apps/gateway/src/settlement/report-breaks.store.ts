import type { Row, Tx } from '../postgres/db.ts'
import { insertOf, tableOf } from '../postgres/rows.ts'
import { breakId } from '../reconciliation/index.ts'

/** What a report says that does not agree with something else. Its id follows from its kind and what it is about. */
export type ReportBreak = {
  readonly kind: 'total_differs' | 'count_differs' | 'row_differs' | 'file_refused' | 'file_missing'
  /** The file, batch, or row. */
  readonly about: string
  readonly clearingBatchId?: string | undefined
  readonly settlementBatchId?: string | undefined
  readonly currency: string
  /** What they say beyond what we have; 0 where it is no amount. */
  readonly minor: bigint
  readonly field: string
  readonly ours: string
  readonly theirs: string
}

const breaks = tableOf(
  'breaks',
  `break_id uuid, kind text, merchant_id bigint, about text, clearing_batch_id text, settlement_batch_id text,
   currency text, minor bigint, field text, ours text, theirs text, opened_at timestamptz`,
)

/**
 * Opens breaks. One that is open is brought up to date, one that has closed by itself opens again, and one that a person has
 * ended stays as it is.
 */
export const openBreaks = async (tx: Tx, found: readonly ReportBreak[], at: Date): Promise<void> => {
  if (found.length === 0) return
  const values: unknown[] = []
  const rows: Row[] = found.map((one) => ({
    ...{ kind: one.kind, merchant_id: '0', about: one.about, currency: one.currency, minor: String(one.minor) },
    ...{ clearing_batch_id: one.clearingBatchId, settlement_batch_id: one.settlementBatchId },
    ...{ field: one.field, ours: one.ours, theirs: one.theirs, opened_at: at },
  }))
  const insert = insertOf(breaks, rows, values).replace('r.break_id', breakId('r.kind', 'r.about'))
  await tx.run({
    text: `${insert}
           on conflict (break_id) do update
              set minor = excluded.minor, field = excluded.field, ours = excluded.ours, theirs = excluded.theirs,
                  resolved_at = null, resolution = null, reason = null
            where breaks.resolved_at is null or breaks.resolution = 'agreed'`,
    values,
  })
}

/** Closes breaks, where they are open, since what they are about agrees now. */
export const closeBreaks = async (
  tx: Tx,
  ended: readonly Pick<ReportBreak, 'kind' | 'about'>[],
  reason: string,
  at: Date,
): Promise<void> => {
  await tx.run({
    text: `update breaks set resolved_at = $3, resolution = 'agreed', reason = $2
            where break_id in (select ${breakId('kind', 'about')} from json_to_recordset($1) as r (kind text, about text))
              and resolved_at is null`,
    values: [JSON.stringify(ended.map(({ kind, about }) => ({ kind, about }))), reason, at],
  })
}

/** Closes the refusals of files of a batch that is in now. */
export const closeRefusals = async (tx: Tx, batchId: string, at: Date): Promise<void> => {
  await tx.run({
    text: `update breaks set resolved_at = $2, resolution = 'agreed', reason = 'another file of the batch is in'
            where kind = 'file_refused' and resolved_at is null
              and (clearing_batch_id = $1 or settlement_batch_id = $1)`,
    values: [batchId, at],
  })
}
