import { randomUUID } from 'node:crypto'
import { openReportFiles } from '../../apps/gateway/src/report/index.ts'
import { type ReportFormat, type ReportKind, reportNameOf } from '../../packages/domain/src/index.ts'
import type { TestSandbox } from './sandbox.ts'
import { clockOf } from './simulator.ts'

export type MadeReport = { readonly reportId: string; readonly name: string; readonly sha256: string }

type Naming = {
  readonly kind?: ReportKind
  readonly format?: ReportFormat
  readonly version?: number
  readonly readyAt?: Date
}

/** Puts a report on disk and into the books as the daily run does once it is made, of a day. */
export const makeReport = async (
  sandbox: TestSandbox,
  merchantId: string,
  day: string,
  body: string | Buffer,
  { kind = 'wx', format = 'csv', version = 1, readyAt }: Naming = {},
): Promise<MadeReport> => {
  const [name, reportId] = [reportNameOf({ kind, format, merchantId, day, version }), randomUUID()]
  const at = readyAt ?? (await clockOf(sandbox))
  const bytes = (async function* () {
    yield Buffer.from(body)
  })()
  const written = await openReportFiles(sandbox.dataDir, randomUUID).write(merchantId, name, bytes)
  await sandbox.db.write('chore.set_up', {
    text: `insert into reports (merchant_id, report_id, kind, format, name, day, since, version, made_at, from_position,
                                to_position, from_event, to_event, byte_size, sha256, rows, totals, ready_at)
           values ($1, $2, $3, $4, $5, $6, $6, $7, $8, 0, 0, 0, 0, $9, $10, 3, '[]', $8)`,
    values: [merchantId, reportId, kind, format, name, day, version, at, written.byteSize, written.sha256],
  })
  return { reportId, name, sha256: written.sha256 }
}
