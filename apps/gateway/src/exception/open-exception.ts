import { type ExceptionKind, exceptionKinds, type MerchantId, type Said } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { insertException } from './exception.store.ts'

/** Opens an exception outside the one door, for what belongs to no payment of ours. Opening it again changes nothing. */
export const openException = async (
  db: Db,
  exception: { merchantId: MerchantId; paymentId: string; kind: ExceptionKind; detail: Said; at: Date },
): Promise<void> => {
  const { merchantId, paymentId, kind, detail, at } = exception
  await insertException(db, {
    merchant_id: merchantId,
    payment_id: paymentId,
    refund_id: '',
    kind,
    detail,
    opened_at: at,
    deadline_at: new Date(at.getTime() + exceptionKinds[kind].hours * 3_600_000),
    resolved_at: null,
  })
}
