import type { MerchantId, PaymentId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import type { StoredPayment } from './payment.row.ts'
import { readPayments } from './payment.store.ts'

/** One payment of a merchant, or undefined: a foreign one is as unknown as one that never was. */
export const getPayment =
  (db: Db) =>
  async (merchantId: MerchantId, paymentId: PaymentId): Promise<StoredPayment | undefined> => {
    const [stored] = await readPayments(db, merchantId, [paymentId])
    return stored
  }

/** Those of some payments that are this merchant's, by their ids. */
export const getPayments =
  (db: Db) =>
  async (merchantId: MerchantId, ids: readonly PaymentId[]): Promise<ReadonlyMap<PaymentId, StoredPayment>> => {
    const found = await readPayments(db, merchantId, [...new Set(ids)])
    return new Map(found.map((stored) => [stored.payment.paymentId, stored]))
  }
