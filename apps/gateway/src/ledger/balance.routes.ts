import { csvAnswer, inOneBlock } from '../http/csv.ts'
import { errorAnswer } from '../http/errors.ts'
import type { Route } from '../http/route.ts'
import { balanceCells, balanceColumns, type balancesOfMerchant, readBalanceQuery } from './balances-of-merchant.ts'

type Needs = { readonly now: () => Date; readonly balancesOf: ReturnType<typeof balancesOfMerchant> }

/** What a merchant is owed, now or as of an instant or a position of its books. */
export const balanceRoutes = ({ now, balancesOf }: Needs): Route[] => [
  {
    method: 'GET',
    path: '/reporting/v1/:merchantId/balances',
    operation: 'balances.get',
    refuses: ['INVALID_VALUE'],
    csv: true,
    run: async ({ merchant: { merchantId }, query, wantsCsv, errorId }) => {
      const at = now()
      const wanted = readBalanceQuery(query, at)
      if (!wanted.ok) return errorAnswer(errorId, wanted.refusals)
      const found = await balancesOf(merchantId, wanted.value)
      if (!found.ok) return errorAnswer(errorId, found.refusals)
      if (wantsCsv) return csvAnswer(balanceColumns, inOneBlock(found.value.map(balanceCells)))
      const asOf = wanted.value ?? { at }
      const when = 'at' in asOf ? { asOf: asOf.at } : { position: asOf.position.toString() }
      return { status: 200, body: JSON.stringify({ ...when, balances: found.value }) }
    },
  },
]
