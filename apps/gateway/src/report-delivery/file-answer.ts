import type { Readable } from 'node:stream'
import type { HttpAnswer } from '../http/errors.ts'
import type { KeptReport } from './delivery.store.ts'

const contentTypes: Readonly<Record<string, string>> = {
  gz: 'application/gzip',
  xml: 'application/xml',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** A report as it lies on disk, with its digest. */
export const fileAnswer = ({ report, stream }: { report: KeptReport; stream: Readable }): HttpAnswer => ({
  status: 200,
  headers: {
    'Content-Type': contentTypes[report.name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${report.name}"`,
    'Content-Length': String(report.bytes),
    'Cache-Control': 'private, no-cache',
    ETag: `"${report.sha256}"`,
    'Repr-Digest': `sha-256=:${Buffer.from(report.sha256, 'hex').toString('base64')}:`,
  },
  body: '',
  stream,
})
