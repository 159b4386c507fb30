import { csvAnswer } from '../../http/csv.ts'
import { errorAnswer } from '../../http/errors.ts'
import { invalid } from '../../http/schema.ts'
import { json, type OperatorRequest, type OperatorRoute, pageAnswer } from '../../operator/index.ts'
import { type PaymentList, paymentColumns } from './payment-list.ts'
import { type PaymentFilter, readPaymentQuery } from './read-payment-query.ts'

/** Looking for payments: page by page, what they come to, and as a file of exactly what is looked for. */
export const paymentListRoutes = (payments: PaymentList): OperatorRoute[] => {
  const reading =
    (answer: (filter: PaymentFilter, request: OperatorRequest) => ReturnType<OperatorRoute['run']>) =>
    async (request: OperatorRequest) => {
      const filter = readPaymentQuery(request.query, request.by.merchantId)
      return filter.ok ? answer(filter.value, request) : errorAnswer(request.errorId, filter.refusals)
    }
  return [
    {
      method: 'GET',
      path: '/payments',
      operation: 'payments.list',
      needs: 'payments.read',
      refuses: ['INVALID_VALUE'],
      run: reading(async (filter) => pageAnswer(await payments.page(filter))),
    },
    {
      method: 'GET',
      path: '/payments/totals',
      operation: 'payments.totals',
      needs: 'payments.read',
      refuses: ['INVALID_VALUE'],
      run: reading(async (filter, { query }) => json(await payments.totals(filter, query.get('all') === 'true'))),
    },
    {
      method: 'GET',
      path: '/payments/export',
      operation: 'payments.export',
      needs: 'reports.read',
      refuses: ['INVALID_VALUE'],
      run: reading(async (filter, { query, errorId }) => {
        const columns = query.get('columns')?.split(',') ?? paymentColumns
        const unknown = columns.find((column) => !paymentColumns.includes(column))
        if (unknown !== undefined) {
          const remedy = `There is no column ${unknown}. There are ${paymentColumns.join(', ')}.`
          return errorAnswer(errorId, [invalid('columns', remedy)])
        }
        return csvAnswer(columns, payments.lines(filter, columns))
      }),
    },
  ]
}
