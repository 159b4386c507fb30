import type { MerchantId } from '@silkgate/domain'
import type { Place } from '../http/place.ts'
import type { Db } from '../postgres/db.ts'
import { type Transaction, transactionOf } from './transaction.row.ts'
import { readHorizon, readTransactions } from './transaction-list.store.ts'
import type { TransactionQuery } from './transaction-query.ts'
import { statusesOfKind } from './transaction-view.ts'

/** Transactions, and the place behind which to go on; none where these were the last. */
export type TransactionPage = { readonly transactions: readonly Transaction[]; readonly next: Place | undefined }

/** How many transactions are looked at, at least, before a page is answered that is not full. */
const [lookedAtOnce, looks] = [20_000, 5]

/** Whether transactions must be looked at one by one to know whether they are wanted: no index leads to them. */
const isLookedThrough = (query: TransactionQuery): boolean =>
  query.merchantReference === undefined &&
  query.paymentId === undefined &&
  query.remittanceId === undefined &&
  [query.statuses, query.wallet, query.currency].some((filter) => filter !== undefined)

/** Kinds that have none of the wanted statuses are left out. */
const withKindsOfStatuses = (query: TransactionQuery): TransactionQuery => ({
  ...query,
  kinds: query.kinds.filter((kind) => query.statuses?.some((status) => statusesOfKind[kind].includes(status)) ?? true),
})

const byPlace = (a: Transaction, b: Transaction): number => {
  if (a.place.at !== b.place.at) return a.place.at < b.place.at ? -1 : 1
  return a.place.id < b.place.id ? -1 : 1
}

/**
 * A page of a merchant's transactions in the order of time, then id. Whatever stood behind the place when the first page was
 * read comes exactly once, however much is added meanwhile. A page costs the same however much is stored: what is rare is
 * looked for among so many transactions, then the page is answered as it is, be it empty, with the place to go on from.
 */
export const transactionPage =
  (db: Db) =>
  async (merchantId: MerchantId, asked: TransactionQuery): Promise<TransactionPage> => {
    const query = withKindsOfStatuses(asked)
    const found: Transaction[] = []
    if (query.kinds.length === 0) return { transactions: found, next: undefined }
    let { after } = query
    for (let look = 0; look < looks; look++) {
      const rest = { ...query, after, limit: query.limit + 1 - found.length }
      const horizon = isLookedThrough(query) ? await readHorizon(db, merchantId, rest, lookedAtOnce) : undefined
      const ofKinds = await Promise.all(
        query.kinds.map(async (kind) =>
          (await readTransactions(db, merchantId, kind, rest, horizon)).map((row) => transactionOf(kind, row)),
        ),
      )
      const sorted = ofKinds.flat().sort(byPlace)
      found.push(...(query.order === 'oldest' ? sorted : sorted.reverse()))
      const transactions = found.slice(0, query.limit)
      if (found.length > query.limit) return { transactions, next: transactions.at(-1)?.place }
      if (horizon === undefined) return { transactions, next: undefined }
      after = { at: horizon }
    }
    return { transactions: found, next: after }
  }

/** All that a query finds until an instant, page by page as they are wanted. */
export const allTransactions = (db: Db) => {
  const readPage = transactionPage(db)
  return async function* (merchantId: MerchantId, query: TransactionQuery, until: Date) {
    const to = query.to !== undefined && query.to < until ? query.to : until
    let { after } = query
    do {
      const { transactions, next } = await readPage(merchantId, { ...query, to, after, limit: 1_000 })
      yield transactions
      after = next
    } while (after !== undefined)
  }
}
