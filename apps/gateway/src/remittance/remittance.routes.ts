import { type CsvCell, csvAnswer } from '../http/csv.ts'
import { errorAnswer } from '../http/errors.ts'
import { writeCursor } from '../http/place.ts'
import type { Route } from '../http/route.ts'
import { readMovementQuery, readRemittanceQuery, writeMovementCursor } from './remittance-query.ts'
import {
  movementCells,
  movementColumns,
  movementView,
  remittanceCells,
  remittanceColumns,
  remittanceView,
} from './remittance-view.ts'
import type { RemittancesOfMerchant } from './remittances-of-merchant.ts'

const noSuchRemittance = (errorId: string) =>
  errorAnswer(errorId, [{ error: 'INVALID_REMITTANCE_ID', propertyName: 'remittanceId' }])

const cellsOf = async function* <Row>(blocks: AsyncIterable<readonly Row[]>, cells: (row: Row) => CsvCell[]) {
  for await (const rows of blocks) yield rows.map(cells)
}

/** What a merchant was paid: all, one, and what one is made of. Remittances of other merchants are unknown ones. */
export const remittanceRoutes = ({ remittances }: { remittances: RemittancesOfMerchant }): Route[] => [
  {
    method: 'GET',
    path: '/reporting/v1/:merchantId/remittances',
    operation: 'remittances.find',
    refuses: ['INVALID_VALUE'],
    csv: true,
    run: async ({ merchant: { merchantId }, query, wantsCsv, errorId }) => {
      const wanted = readRemittanceQuery(query)
      if (!wanted.ok) return errorAnswer(errorId, wanted.refusals)
      if (wantsCsv)
        return csvAnswer(remittanceColumns, cellsOf(remittances.all(merchantId, wanted.value), remittanceCells))
      const { rows, next } = await remittances.page(merchantId, wanted.value)
      const body = { remittances: rows.map(remittanceView), ...(next && { next: writeCursor(next) }) }
      return { status: 200, body: JSON.stringify(body) }
    },
  },
  {
    method: 'GET',
    path: '/reporting/v1/:merchantId/remittances/:remittanceId',
    operation: 'remittances.get',
    refuses: ['INVALID_REMITTANCE_ID'],
    run: async ({ merchant: { merchantId }, params: { remittanceId = '' }, errorId }) => {
      const row = await remittances.one(merchantId, remittanceId)
      return row === undefined ? noSuchRemittance(errorId) : { status: 200, body: JSON.stringify(remittanceView(row)) }
    },
  },
  {
    method: 'GET',
    path: '/reporting/v1/:merchantId/remittances/:remittanceId/payments',
    operation: 'remittances.payments',
    refuses: ['INVALID_REMITTANCE_ID', 'INVALID_VALUE'],
    csv: true,
    run: async ({ merchant: { merchantId }, params: { remittanceId = '' }, query, wantsCsv, errorId }) => {
      const row = await remittances.one(merchantId, remittanceId)
      if (row === undefined) return noSuchRemittance(errorId)
      const wanted = readMovementQuery(query)
      if (!wanted.ok) return errorAnswer(errorId, wanted.refusals)
      if (wantsCsv) {
        const all = remittances.allMovements(row, wanted.value)
        return csvAnswer(
          movementColumns,
          cellsOf(all, (one) => movementCells(one, row.currency)),
        )
      }
      const { rows, next } = await remittances.movements(row, wanted.value)
      const payments = rows.map((one) => movementView(one, row.currency))
      return { status: 200, body: JSON.stringify({ payments, ...(next && { next: writeMovementCursor(next) }) }) }
    },
  },
]
