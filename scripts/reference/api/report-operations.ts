import { reportKinds, reportNameOf } from '@silkgate/domain'
import { reportView } from '../../../apps/gateway/src/report/index.ts'
import { reportFormats } from '../../../apps/gateway/src/report-delivery/reports.routes.ts'
import type { OperationWords } from './operation-words.ts'

const naming = { kind: 'wx', format: 'xml', merchantId: '1234', day: '2026-11-24', version: 1 } as const

/** What the examples speak of. */
export const reportName = reportNameOf(naming)

const report = reportView({
  ...naming,
  ...{ reportId: '0198e1c2-7f00-7a40-b1f2-3d4e5f607182', name: reportName, since: '2026-11-24', currency: undefined },
  ...{ madeAt: new Date('2026-11-24T22:30:00Z'), deliveredAt: new Date('2026-11-24T22:30:00Z') },
  ...{ positions: { after: 0n, upTo: 12n }, events: { after: 0n, upTo: 9n }, invoiceNumber: undefined },
  made: {
    ...{ byteSize: 2411n, sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', rows: 4n },
    ...{ totals: [], readyAt: new Date('2026-11-24T22:30:00Z') },
  },
})

const day = { format: 'date' }

/** What a merchant reads of its reports. */
export const reportOperations: Readonly<Record<string, OperationWords & { readonly answer: () => object }>> = {
  'reports.find': {
    summary: 'List reports',
    says:
      'In the order in which they became ready. Ask again with `next` as `after` until `hasMore` is false, and keep `next`: a ' +
      'report never comes to stand before one that was read. One that was removed has `removedAt`.',
    query: { after: '0', limit: 50, kind: 'wx', format: 'xml', from: '2026-11-24', to: '2026-11-24' },
    queryWords: {
      after: { says: 'The `next` of the page before' },
      limit: { says: 'How many at most', schema: { minimum: 1, maximum: 100, default: 50 } },
      kind: { says: 'What is told', schema: { enum: Object.keys(reportKinds) } },
      format: { says: 'How it is written', schema: { enum: [...reportFormats] } },
      from: { says: 'Of this day or later', schema: day },
      to: { says: 'Of this day or earlier', schema: day },
    },
    answer: () => JSON.parse(JSON.stringify({ reports: [report], next: '7', hasMore: false })) as object,
  },
  'reports.download': {
    summary: 'Download a report',
    says:
      'The same bytes as over SFTP, packed where the name ends in `.gz`. `ETag` and `Repr-Digest` hold their SHA-256, which ' +
      'the list has as `sha256`.',
    answer: () => ({}),
  },
}
