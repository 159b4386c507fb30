import { csvAnswer } from '../http/csv.ts'
import { errorAnswer } from '../http/errors.ts'
import { writeCursor } from '../http/place.ts'
import type { Route } from '../http/route.ts'
import type { allTransactions, transactionPage } from './transaction-list.ts'
import { readTransactionQuery } from './transaction-query.ts'
import { transactionCells, transactionColumns, transactionView } from './transaction-view.ts'

type Needs = {
  readonly now: () => Date
  readonly transactionPage: ReturnType<typeof transactionPage>
  readonly allTransactions: ReturnType<typeof allTransactions>
}

/** A merchant's payments, refunds and disputes, filtered: page by page, or all of them as CSV. */
export const transactionRoutes = ({ now, transactionPage, allTransactions }: Needs): Route[] => [
  {
    method: 'GET',
    path: '/reporting/v1/:merchantId/transactions',
    operation: 'transactions.find',
    refuses: ['INVALID_VALUE'],
    csv: true,
    run: async ({ merchant: { merchantId }, query, wantsCsv, errorId }) => {
      const wanted = readTransactionQuery(query)
      if (!wanted.ok) return errorAnswer(errorId, wanted.refusals)
      if (wantsCsv) {
        const pages = allTransactions(merchantId, wanted.value, new Date(now().getTime() + 1))
        return csvAnswer(transactionColumns, rowsOf(pages))
      }
      const { transactions, next } = await transactionPage(merchantId, wanted.value)
      const body = { transactions: transactions.map(transactionView), ...(next && { next: writeCursor(next) }) }
      return { status: 200, body: JSON.stringify(body) }
    },
  },
]

const rowsOf = async function* (pages: ReturnType<ReturnType<typeof allTransactions>>) {
  for await (const transactions of pages) yield transactions.map(transactionCells)
}
