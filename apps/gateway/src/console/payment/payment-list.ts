import type { MerchantId } from '@silkgate/domain'
import type { Db } from '../../postgres/db.ts'
import { type ListedPayment, listPayments, merchantNames, type PaymentFilter } from './payment-list.store.ts'
import { cursorOf } from './read-payment-query.ts'

const listed = (row: ListedPayment, names: ReadonlyMap<MerchantId, string>) => ({
  paymentId: row.payment_id,
  merchantId: row.merchant_id.toString(),
  merchant: names.get(row.merchant_id.toString()),
  status: row.status,
  amount: { currency: row.currency, minor: row.amount_minor.toString() },
  wallet: row.wallet ?? undefined,
  merchantReference: row.merchant_reference ?? undefined,
  merchantOrderId: row.merchant_order_id ?? undefined,
  createdAt: row.created_at,
  statusChangedAt: row.status_changed_at,
})

/** Payments as the console lists them. */
export const paymentList = ({ db }: { readonly db: Db }) => ({
  page: async (filter: PaymentFilter) => {
    const [found, names] = await Promise.all([
      listPayments(db, { ...filter, limit: filter.limit + 1 }),
      merchantNames(db),
    ])
    const shown = found.slice(0, filter.limit)
    const last = shown.at(-1)
    return {
      rows: shown.map((row) => listed(row, names)),
      ...(found.length > shown.length && last !== undefined
        ? { next: cursorOf({ createdAt: last.created_at, paymentId: last.payment_id }) }
        : {}),
    }
  },
})

export type PaymentList = ReturnType<typeof paymentList>
