import { isDisputeId, isPaymentId, type MerchantId, paymentOfDispute } from '@silkgate/domain'
import type { getPayment } from '../payment/index.ts'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import { readDispute, readDisputesOf } from './dispute.store.ts'
import { fileOfMerchant } from './dispute-file.store.ts'
import { disputeView } from './dispute-view.ts'

type Needs = {
  readonly db: Db
  readonly masterKey: MasterKey
  readonly getPayment: ReturnType<typeof getPayment>
}

/** A merchant's disputes as it sees them. */
export const findDisputes = ({ db, masterKey, getPayment }: Needs) => ({
  file: fileOfMerchant({ db, masterKey }),
  one: async (merchantId: MerchantId, disputeId: string) => {
    const dispute = isDisputeId(disputeId) ? await readDispute(db, merchantId, disputeId) : undefined
    const stored = dispute && (await getPayment(merchantId, paymentOfDispute(disputeId)))
    return dispute && stored && disputeView(dispute, stored)
  },
  /** Every dispute of a payment, the oldest first; undefined when there is no such payment. */
  ofPayment: async (merchantId: MerchantId, paymentId: string) => {
    const stored = isPaymentId(paymentId) ? await getPayment(merchantId, paymentId) : undefined
    if (stored === undefined) return undefined
    const disputes = await readDisputesOf(db, merchantId, [paymentId])
    return { isCaptured: stored.payment.captured, disputes: disputes.map((one) => disputeView(one, stored)) }
  },
})
