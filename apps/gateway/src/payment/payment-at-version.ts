import { apply, type ContractVersion, type MerchantId, newPayment, type PaymentId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { readEvent } from './news.ts'
import type { StoredPayment } from './payment.row.ts'
import { readEvents, readPayments } from './payment.store.ts'
import { paymentView } from './payment-view.ts'

/** The payment as it was when its facts had this version: its recorded events replayed on the payment as it began. */
const atVersion = (
  stored: StoredPayment,
  contracts: readonly ContractVersion[],
  events: readonly { version: number; event: Record<string, unknown> }[],
  version: number,
) => {
  const { merchantId, paymentId, amount, settlementCurrency, createdAt } = stored.payment
  const base = newPayment({ merchantId, paymentId, amount, settlementCurrency, createdAt })
  const payment = events
    .filter((row) => row.version <= version)
    .reduce((before, row) => apply(before, readEvent(row.event), contracts), base)
  return { payment, request: stored.request }
}

/** Renders payments for merchants as they were at given versions. Unknown ids are left out. */
export const viewsAtVersions = async (
  db: Db,
  { merchantId, contracts }: { merchantId: MerchantId; contracts: readonly ContractVersion[] },
  wanted: readonly { paymentId: PaymentId; version: number }[],
): Promise<ReadonlyMap<string, unknown>> => {
  const ids = [...new Set(wanted.map(({ paymentId }) => paymentId))]
  const [stored, events] = await Promise.all([readPayments(db, merchantId, ids), readEvents(db, merchantId, ids)])
  const byId = new Map(stored.map((one) => [one.payment.paymentId, one]))
  const views = new Map<string, unknown>()
  for (const { paymentId, version } of wanted) {
    const one = byId.get(paymentId)
    const own = events.filter((row) => row.payment_id === paymentId)
    if (one !== undefined) views.set(`${paymentId}/${version}`, paymentView(atVersion(one, contracts, own, version)))
  }
  return views
}
