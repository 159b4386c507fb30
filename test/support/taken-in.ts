import { type Batch, batchIdOf } from './reports.ts'
import type { TestSandbox } from './sandbox.ts'
import { until } from './until.ts'

export const expectedLines = ({ items }: Batch) =>
  items.map(({ id, minor, fees }) => ({
    transaction_id: id,
    settlement_minor: BigInt(minor),
    fees: BigInt(Object.values(fees).reduce((sum, one) => sum + one, 0)),
  }))

/** What a sandbox's gateway has taken in of reports. */
export const settlementOf = (sandbox: () => TestSandbox) => {
  const rowsOf = <T extends Record<string, unknown>>(text: string, ...values: unknown[]) =>
    sandbox().db.read<T>({ text, values })

  /** Days of their own, so that no test meets the batches of another. */
  let dayNumber = 0
  const aDay = () => `2026-0${1 + Math.floor(dayNumber / 28)}-${String(1 + (dayNumber++ % 28)).padStart(2, '0')}`

  const batchIsIn = (batch: Batch) =>
    until('the batch is in', async () => {
      const [row] = await rowsOf<Record<string, bigint>>(
        'select * from clearing_batches where clearing_batch_id = $1',
        batchIdOf(batch),
      )
      return row
    })

  const breaksOf = (batchId: string) =>
    rowsOf<{
      kind: string
      about: string
      field: string
      ours: string
      theirs: string
      minor: bigint
      resolved_at: Date | null
    }>(
      `select kind, about, field, ours, theirs, minor, resolved_at from breaks
      where (clearing_batch_id = $1 or settlement_batch_id = $1)
        and kind in ('total_differs', 'count_differs', 'row_differs', 'file_refused') order by kind, about`,
      batchId,
    )

  const openBreaksOf = async (batch: Batch) =>
    (await breaksOf(batchIdOf(batch)))
      .filter(({ resolved_at }) => resolved_at === null)
      .map(({ kind, field, ours, theirs, minor }) => ({ kind, field, ours, theirs, minor }))

  const linesOf = (batch: Batch) =>
    rowsOf<{ transaction_id: string; settlement_minor: bigint; fees: bigint }>(
      `select transaction_id, settlement_minor, interchange_minor + service_minor as fees from report_lines
      where clearing_batch_id = $1 order by file_row`,
      batchIdOf(batch),
    )

  const quarantineOf = (fileId: string | undefined) =>
    rowsOf<{ file_row: number; file_column: string; reason: string }>(
      'select file_row, file_column, reason from quarantined_rows where file_id = $1 order by file_row',
      fileId,
    )

  return { rowsOf, aDay, batchIsIn, breaksOf, openBreaksOf, linesOf, quarantineOf }
}
