import { type ReportFormat, type ReportKind, type Result, reportKinds } from '@silkgate/domain'
import { errorAnswer } from '../http/errors.ts'
import { limitRemedy, parseLimit, queryReader } from '../http/read-query.ts'
import type { Route } from '../http/route.ts'
import { fileAnswer } from './file-answer.ts'
import type { ReportPageQuery, ReportsForMerchants } from './reports-for-merchants.ts'

const kinds = Object.keys(reportKinds) as ReportKind[]
export const reportFormats: readonly ReportFormat[] = [
  ...new Set(Object.values(reportKinds).flatMap(({ formats }): readonly ReportFormat[] => formats)),
]

const oneOf =
  <Word extends string>(words: readonly Word[]) =>
  (text: string): Word | undefined =>
    words.find((word) => word === text)

const parseDay = (text: string): string | undefined => {
  const at = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : Number.NaN)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : undefined
}
const dayRemedy = 'A day as 2026-11-26, please.'

const readQuery = (parameters: URLSearchParams): Result<ReportPageQuery> => {
  const query = queryReader(parameters, ['after', 'limit', 'kind', 'format', 'from', 'to'])
  const after = query.read(
    'after',
    (text) => (/^\d{1,18}$/.test(text) ? BigInt(text) : undefined),
    'The `next` of the page before, please.',
  )
  const limit = query.read('limit', parseLimit, limitRemedy)
  const kind = query.read('kind', oneOf(kinds), `One of ${kinds.join(', ')}, please.`)
  const format = query.read('format', oneOf(reportFormats), `One of ${reportFormats.join(', ')}, please.`)
  const [from, to] = [query.read('from', parseDay, dayRemedy), query.read('to', parseDay, dayRemedy)]
  return query.done(() => ({ after: after ?? 0n, limit: limit ?? 50, kind, format, from, to }))
}

/** The list of a merchant's reports, and each as it lies on disk. Names of other merchants are unknown ones. */
export const reportRoutes = ({ reports }: { readonly reports: ReportsForMerchants }): Route[] => [
  {
    method: 'GET',
    path: '/reporting/v1/:merchantId/reports',
    operation: 'reports.find',
    refuses: ['INVALID_VALUE'],
    run: async ({ merchant: { merchantId }, query, errorId }) => {
      const wanted = readQuery(query)
      if (!wanted.ok) return errorAnswer(errorId, wanted.refusals)
      return { status: 200, body: JSON.stringify(await reports.page(merchantId, wanted.value)) }
    },
  },
  {
    method: 'GET',
    path: '/reporting/v1/:merchantId/reports/:name',
    operation: 'reports.download',
    file: 'given',
    refuses: ['INVALID_REPORT_NAME'],
    run: async ({ merchant: { merchantId }, params: { name = '' }, errorId }) => {
      const found = await reports.open(merchantId, name)
      if (found === undefined) return errorAnswer(errorId, [{ error: 'INVALID_REPORT_NAME', propertyName: 'name' }])
      return fileAnswer(found)
    },
  },
]
