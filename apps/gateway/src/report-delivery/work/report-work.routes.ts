import { isMerchantId, type ReportKind, reportKinds } from '@silkgate/domain'
import { z } from 'zod'
import { errorAnswer } from '../../http/errors.ts'
import { behindBy, listParts, readListQuery, wordsOf } from '../../http/list-query.ts'
import { placeBy } from '../../http/place.ts'
import { type OperatorRoute, pageAnswer } from '../../operator/index.ts'
import { fileAnswer } from '../file-answer.ts'
import type { ReportWork } from './report-work.ts'

const listQuery = z.looseObject({
  ...listParts,
  after: behindBy(placeBy('stamp', 'uuid')),
  kind: wordsOf(Object.keys(reportKinds) as ReportKind[]),
})

/** What merchants were given: the list, and each file as it lies there. */
export const reportWorkRoutes = (work: ReportWork): OperatorRoute[] => [
  {
    method: 'GET',
    path: '/reports',
    operation: 'reports.list',
    needs: 'reports.read',
    refuses: ['INVALID_VALUE'],
    run: async ({ by, query, errorId }) => {
      const read = readListQuery(listQuery, query)
      if (!read.ok) return errorAnswer(errorId, read.refusals)
      const { merchant, kind, from, until, after, limit } = read.value
      return pageAnswer(
        await work.page({ merchantId: by.merchantId ?? merchant, kinds: kind, from, until, after, limit }),
      )
    },
  },
  {
    method: 'GET',
    path: '/reports/:merchantId/:name',
    operation: 'reports.fetch',
    needs: 'reports.read',
    refuses: ['INVALID_REPORT_NAME'],
    run: async ({ by, params: { merchantId = '', name = '' }, errorId }) => {
      const found = isMerchantId(merchantId) ? await work.open(by.merchantId, merchantId, name) : undefined
      if (found !== undefined) return fileAnswer(found)
      return errorAnswer(errorId, [{ error: 'INVALID_REPORT_NAME', propertyName: 'name' }])
    },
  },
]
