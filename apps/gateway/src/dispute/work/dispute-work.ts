import {
  type Dispute,
  type ErrorCode,
  isDisputeId,
  type MerchantId,
  merchantOf,
  paymentOfDispute,
} from '@silkgate/domain'
import { errorAnswer, type HttpAnswer } from '../../http/errors.ts'
import { pageOf } from '../../http/place.ts'
import type { Caller } from '../../http/route.ts'
import type { OperatorRequest, SignedIn } from '../../operator/index.ts'
import type { StoredPayment } from '../../payment/index.ts'
import type { Db } from '../../postgres/db.ts'
import { fileHeaders } from '../dispute.routes.ts'
import { readDispute } from '../dispute.store.ts'
import { amountSeen, disputeSeen } from '../dispute-seen.ts'
import type { disputesForMerchants } from '../disputes-for-merchants.ts'
import { type DisputeFilter, listDisputes, placeOf } from './dispute-list.store.ts'

type Needs = {
  readonly db: Db
  readonly newId: () => string
  readonly getPayment: (merchantId: MerchantId, paymentId: string) => Promise<StoredPayment | undefined>
  readonly disputes: ReturnType<typeof disputesForMerchants>
}

/** A document as it is handed in; `key` is the same however often it is sent. */
export type Evidence = { readonly fileName: string; readonly content: string; readonly key: string }

/** Disputes as the console asks for them: by the same use cases as merchants' programs. */
export const disputeWork = (needs: Needs) => {
  const find = (by: SignedIn, disputeId: string): Promise<Dispute | undefined> => {
    const merchantId = isDisputeId(disputeId) ? merchantOf(paymentOfDispute(disputeId)) : undefined
    const isSeen = merchantId !== undefined && (by.merchantId ?? merchantId) === merchantId
    return isSeen ? readDispute(needs.db, merchantId, disputeId) : Promise.resolve(undefined)
  }
  const callerOf = (by: SignedIn, disputeId: string, what: string, body: unknown, key: string): Caller => ({
    ...{ body, apiKeyId: by.email, idempotenceKey: key },
    merchantId: merchantOf(paymentOfDispute(disputeId)),
    path: `/operator/v1/disputes/${disputeId}/${what}`,
  })

  return {
    absent: async ({
      by,
      params: { disputeId = '' },
    }: Pick<OperatorRequest, 'by' | 'params'>): Promise<ErrorCode | undefined> =>
      (await find(by, disputeId)) === undefined ? 'INVALID_DISPUTE_ID' : undefined,

    list: async (filter: DisputeFilter) => {
      const found = await listDisputes(needs.db, { ...filter, limit: filter.limit + 1 })
      const page = pageOf(found, filter.limit, (dispute) => placeOf(filter.stand, dispute))
      return { ...page, rows: page.rows.map(disputeSeen) }
    },

    /** One dispute beside what went back of its payment already: that must not go back twice. */
    one: async (by: SignedIn, disputeId: string) => {
      const dispute = await find(by, disputeId)
      const stored = dispute && (await needs.getPayment(dispute.merchantId, dispute.paymentId))
      if (dispute === undefined || stored === undefined) return undefined
      const { amount, refundedMinor, refundingMinor } = stored.payment
      return { ...disputeSeen(dispute), wentBack: amountSeen({ ...amount, minor: refundedMinor + refundingMinor }) }
    },

    answer: (by: SignedIn, disputeId: string, answer: 'defended' | 'accepted', key: string): Promise<HttpAnswer> =>
      needs.disputes.answer(callerOf(by, disputeId, 'answer', { answer, key }, key), disputeId, answer),

    handIn: (by: SignedIn, disputeId: string, { fileName, content, key }: Evidence): Promise<HttpAnswer> => {
      const upload = { fileName, content: Buffer.from(content, 'base64') }
      return needs.disputes.addFile(callerOf(by, disputeId, 'files', upload, key), disputeId)
    },

    /** Evidence says who the consumer is: whoever looks leaves an entry in the audit trail before they see it. */
    file: async (disputeId: string, fileId: string): Promise<HttpAnswer> => {
      const found = await needs.disputes.find.file(merchantOf(paymentOfDispute(disputeId)), fileId)
      if (found === undefined) return errorAnswer(needs.newId(), [{ error: 'INVALID_FILE_ID', propertyName: 'fileId' }])
      await needs.db.transaction('chore.keep_audit', async () => undefined)
      return { status: 200, headers: fileHeaders(found.file), body: '', bytes: found.content }
    },
  }
}

export type DisputeWork = ReturnType<typeof disputeWork>
