import type { Account, MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'

export type StoredTransfer = {
  readonly merchant_id: bigint
  readonly transfer_id: string
  readonly payment_id: string | null
  readonly about: string | null
  /** `2026-11-26` */
  readonly accounting_date: string
  readonly at: Date
  readonly position: bigint | null
  readonly reason: string
  readonly debit: Account
  readonly credit: Account
  readonly currency: string
  readonly minor: bigint
}

export type TransferQuery = {
  readonly merchantId?: MerchantId | undefined
  readonly paymentId?: string | undefined
  readonly about?: string | undefined
  /** The first instant, and the first that is left out. */
  readonly from?: Date | undefined
  readonly to?: Date | undefined
  /** `2026-11-26` */
  readonly accountingDate?: string | undefined
}

/** How many rows are held at a time. */
const pageSize = 2_000

/**
 * Gives `take` the transfers that a query asks for, page by page, all of one state of the database: by merchant and instant.
 * However many there are, one page of them is in memory.
 */
export const readTransfers = (
  db: Db,
  query: TransferQuery,
  take: (page: readonly StoredTransfer[]) => Promise<void> | void,
): Promise<void> =>
  db.snapshot(async (tx) => {
    const values: unknown[] = []
    const conditions = [
      query.merchantId && `merchant_id = $${values.push(query.merchantId)}`,
      query.paymentId && `payment_id = $${values.push(query.paymentId)}`,
      query.about && `about = $${values.push(query.about)}`,
      query.from && `at >= $${values.push(query.from)}`,
      query.to && `at < $${values.push(query.to)}`,
      query.accountingDate && `accounting_date = $${values.push(query.accountingDate)}`,
    ].filter(Boolean)
    await tx.run({
      text: `declare found no scroll cursor for
             select merchant_id, transfer_id, payment_id, about, accounting_date::text, at, position, reason, debit, credit,
                    currency, minor
               from transfers where ${['true', ...conditions].join(' and ')} order by merchant_id, at, transfer_id`,
      values,
    })
    for (;;) {
      const page = await tx.run<StoredTransfer>({ text: `fetch ${pageSize} from found`, values: [] })
      if (page.length > 0) await take(page)
      if (page.length < pageSize) return
    }
  })
