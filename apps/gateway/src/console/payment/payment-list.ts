import { formatMoney, type MerchantId, money } from '@silkgate/domain'
import type { CsvCell } from '../../http/csv.ts'
import { pageOf, stampAt } from '../../http/place.ts'
import type { Db } from '../../postgres/db.ts'
import {
  type ListedPayment,
  listPayments,
  merchantNames,
  type PaymentFilter,
  totalPayments,
} from './payment-list.store.ts'

type Names = ReadonlyMap<MerchantId, string>

const listed = (row: ListedPayment, names: Names) => ({
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

const placeOf = ({ created_at, payment_id: id }: ListedPayment) => ({ at: stampAt(created_at), id })

/** What a file of payments can tell of each, by the name that is its column's. */
const cells: Readonly<Record<string, (row: ListedPayment, names: Names) => CsvCell>> = {
  paymentId: (row) => row.payment_id,
  created: (row) => row.created_at.toISOString(),
  state: (row) => row.status,
  // A figure without its currency, so that a spreadsheet takes it as one.
  amount: (row) => formatMoney(money(row.currency, row.amount_minor)).split(' ')[0],
  currency: (row) => row.currency,
  wallet: (row) => row.wallet ?? undefined,
  reference: (row) => row.merchant_reference ?? undefined,
  orderNumber: (row) => row.merchant_order_id ?? undefined,
  merchantId: (row) => row.merchant_id,
  merchant: (row, names) => names.get(row.merchant_id.toString()),
  stateSince: (row) => row.status_changed_at.toISOString(),
}

export const paymentColumns = Object.keys(cells)

/** Counting stops there unless all are asked for. */
const mostCounted = 10_000
const rowsAtOnce = 1_000

/** Payments as the console lists them. */
export const paymentList = ({ db }: { readonly db: Db }) => ({
  page: async (filter: PaymentFilter) => {
    const [found, names] = await Promise.all([
      listPayments(db, { ...filter, limit: filter.limit + 1 }),
      merchantNames(db),
    ])
    const page = pageOf(found, filter.limit, placeOf)
    return { ...page, rows: page.rows.map((row) => listed(row, names)) }
  },

  /** What all that match come to, for each currency; `moreThan` where counting stopped. */
  totals: async (filter: PaymentFilter, isOfAll: boolean) => {
    const rows = await totalPayments(db, filter, isOfAll ? undefined : mostCounted + 1)
    const count = rows.reduce((sum, row) => sum + row.count, 0)
    return !isOfAll && count > mostCounted ? { rows: [], moreThan: mostCounted } : { rows }
  },

  /** All that match as lines of a file, in blocks that are read when they are wanted. */
  lines: async function* (filter: PaymentFilter, columns: readonly string[]) {
    const names = await merchantNames(db)
    let rows: readonly ListedPayment[]
    let after = filter.after
    do {
      rows = await listPayments(db, { ...filter, after, limit: rowsAtOnce })
      yield rows.map((row) => columns.map((column) => cells[column]?.(row, names)))
      const last = rows.at(-1)
      after = last && placeOf(last)
    } while (rows.length === rowsAtOnce)
  },
})

export type PaymentList = ReturnType<typeof paymentList>
