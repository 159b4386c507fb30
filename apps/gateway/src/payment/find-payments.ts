import type { Merchant } from '@silkgate/domain'
import { type FindQuery, searchedSince } from '../http/find-query.ts'
import type { Db } from '../postgres/db.ts'
import { readFoundPayments } from './find-payments.store.ts'
import { paymentView } from './payment-view.ts'

type Needs = { readonly db: Db; readonly now: () => Date }

/** A merchant's payments of the last 42 days as Connect's FindPaymentsResponse. */
export const findPayments =
  ({ db, now }: Needs) =>
  async (merchant: Merchant, query: FindQuery) => {
    const at = now()
    const { total, payments } = await readFoundPayments(db, merchant.merchantId, query, searchedSince(at))
    return {
      limit: query.limit,
      offset: query.offset,
      totalCount: total,
      payments: payments.map((stored) => paymentView(stored, { merchant, at })),
    }
  }

export type FindPayments = ReturnType<typeof findPayments>
