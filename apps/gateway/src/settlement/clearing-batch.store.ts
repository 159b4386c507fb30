import { type ClearingTotals, crossFoot, figure, type Total } from '@silkgate/domain'
import { type Break, closeBreaks, openBreaks } from '../break/index.ts'
import type { Db, Tx } from '../postgres/db.ts'

/** A clearing batch that is in: its files, and their totals. */
export type ClearingBatch = {
  readonly clearingBatchId: string
  readonly agreement: string
  readonly currency: string
  readonly clearingDay: string
  readonly files: Readonly<Record<'items' | 'fees' | 'summary', string>>
  readonly totals: ClearingTotals
}

type BatchRow = {
  clearing_batch_id: string
  participant_agreement_id: string
  currency: string
  clearing_day: string
  items_file: string
  fees_file: string
  summary_file: string
} & Record<
  | 'items_said'
  | 'items_said_minor'
  | 'items_read'
  | 'items_read_minor'
  | 'fees_said'
  | 'fees_said_minor'
  | 'fees_read'
  | 'fees_read_minor'
  | 'summary_said'
  | 'summary_net_minor',
  bigint
>

const total = (count: bigint, minor: bigint): Total => ({ count, minor })

const fromRow = (row: BatchRow): ClearingBatch => ({
  clearingBatchId: row.clearing_batch_id,
  agreement: row.participant_agreement_id,
  currency: row.currency,
  clearingDay: row.clearing_day,
  files: { items: row.items_file, fees: row.fees_file, summary: row.summary_file },
  totals: {
    items: {
      said: total(row.items_said, row.items_said_minor),
      read: total(row.items_read, row.items_read_minor),
    },
    fees: { said: total(row.fees_said, row.fees_said_minor), read: total(row.fees_read, row.fees_read_minor) },
    summary: total(row.summary_said, row.summary_net_minor),
  },
})

const reading = `select b.*, to_char(b.clearing_day, 'YYYY-MM-DD') as clearing_day from clearing_batches b`

/** A clearing batch, if it is in. */
export const readClearingBatch = async (of: Tx | Db, clearingBatchId: string): Promise<ClearingBatch | undefined> => {
  const statement = { text: `${reading} where clearing_batch_id = $1`, values: [clearingBatchId] }
  const [row] = await ('run' in of ? of.run<BatchRow>(statement) : of.read<BatchRow>(statement))
  return row && fromRow(row)
}

/** The clearing batch of a day that is in. */
export const batchOfDay = async (tx: Tx, agreement: string, clearingDay: string): Promise<string | undefined> => {
  const [row] = await tx.run<{ clearing_batch_id: string }>({
    text: 'select clearing_batch_id from clearing_batches where participant_agreement_id = $1 and clearing_day = $2',
    values: [agreement, clearingDay],
  })
  return row?.clearing_batch_id
}

/** Writes a batch, or what a corrected file of it says. */
export const saveClearingBatch = async (tx: Tx, batch: ClearingBatch, at: Date): Promise<void> => {
  const { items, fees, summary } = batch.totals
  await tx.run({
    text: `insert into clearing_batches (clearing_batch_id, participant_agreement_id, currency, clearing_day, items_file,
             summary_file, fees_file, items_said, items_said_minor, items_read, items_read_minor, fees_said, fees_said_minor,
             fees_read, fees_read_minor, summary_said, summary_net_minor, taken_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
           on conflict (clearing_batch_id) do update
              set items_file = $5, summary_file = $6, fees_file = $7, items_said = $8, items_said_minor = $9,
                  items_read = $10, items_read_minor = $11, fees_said = $12, fees_said_minor = $13, fees_read = $14,
                  fees_read_minor = $15, summary_said = $16, summary_net_minor = $17,
                  looked_for_missing_at = null`,
    values: [
      ...[batch.clearingBatchId, batch.agreement, batch.currency, batch.clearingDay],
      ...[batch.files.items, batch.files.summary, batch.files.fees],
      ...[items.said.count, items.said.minor, items.read.count, items.read.minor],
      ...[fees.said.count, fees.said.minor, fees.read.count, fees.read.minor],
      ...[summary.count, summary.minor, at],
    ],
  })
}

/** The header of the figure that a break is about, by what it is of. */
export type FieldOf = (of: 'items' | 'fees' | 'batch', kind: 'total_differs' | 'count_differs') => string

/** Opens a break for each figure of a batch that does not agree, and closes those that agree now. */
export const footClearingBatch = async (tx: Tx, batch: ClearingBatch, fieldOf: FieldOf, at: Date): Promise<void> => {
  const { clearingBatchId, currency, files } = batch
  const footings = crossFoot(batch.totals).map(({ of, kind, ours, theirs }): Break => {
    const minor = kind === 'total_differs' ? theirs - ours : 0n
    const about = of === 'batch' ? clearingBatchId : files[of]
    const texts = { field: fieldOf(of, kind), ours: figure(`${ours}`), theirs: figure(`${theirs}`) }
    return { kind, about, clearingBatchId, currency, minor, ...texts }
  })
  const differs = ({ ours, theirs }: Break) => ours !== theirs
  await openBreaks(tx, footings.filter(differs), at)
  await closeBreaks(
    tx,
    footings.filter((one) => !differs(one)),
    'it agrees',
    at,
  )
}

/** Closes what was open about a file that another one corrects. */
export const closeBreaksOfFile = (tx: Tx, fileId: string, at: Date): Promise<void> =>
  closeBreaks(
    tx,
    [
      { kind: 'count_differs', about: fileId },
      { kind: 'total_differs', about: fileId },
    ],
    'another file corrects it',
    at,
  )
