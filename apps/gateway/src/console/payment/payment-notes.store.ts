import type { MerchantId, PaymentId } from '@silkgate/domain'
import type { Db } from '../../postgres/db.ts'

type Payment = { readonly merchantId: MerchantId; readonly paymentId: PaymentId }

/** A note that somebody wrote on a payment. */
export type PaymentNote = {
  readonly at: Date
  readonly by: string
  readonly note: string
  readonly isInternal: boolean
}

/** The notes on a payment, the oldest first; the merchant's people do not see what the operator's wrote. */
export const readNotes = (db: Db, { merchantId, paymentId }: Payment, isForMerchant: boolean): Promise<PaymentNote[]> =>
  db.read<PaymentNote>({
    text: `select at, written_by as by, note, is_internal as "isInternal" from payment_notes
            where merchant_id = $1 and payment_id = $2 and not (is_internal and $3) order by at, note_id`,
    values: [merchantId, paymentId, isForMerchant],
  })

/** Keeps a note, and one with the same id once; answers whether what is kept is this one. */
export const insertNote = async (
  db: Db,
  { merchantId, paymentId }: Payment,
  { noteId, at, by, note, isInternal }: PaymentNote & { readonly noteId: string },
): Promise<boolean> => {
  const added = await db.write('chore.write_note', {
    text: `insert into payment_notes (merchant_id, payment_id, note_id, at, written_by, is_internal, note)
           values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning 1`,
    values: [merchantId, paymentId, noteId, at, by, isInternal, note],
  })
  if (added.length > 0) return true
  const same = await db.read({
    text: `select 1 from payment_notes
            where merchant_id = $1 and payment_id = $2 and note_id = $3 and written_by = $4 and note = $5`,
    values: [merchantId, paymentId, noteId, by, note],
  })
  return same.length > 0
}

/** What was said on the wire about a payment, both ways, as it is kept: masked. */
export type KeptMessage = {
  readonly messageId: string
  readonly at: Date
  readonly api: string
  readonly outcome: string
  readonly httpStatus: number | null
  readonly durationMs: number | null
  readonly request: string | null
  readonly response: string | null
}

/** Calls to Alipay+ and its notifications, the oldest first. */
export const readMessages = (db: Db, { merchantId, paymentId }: Payment): Promise<KeptMessage[]> =>
  db.read<KeptMessage>({
    text: `select message_id as "messageId", at, api, outcome, http_status as "httpStatus", duration_ms as "durationMs",
                  request_body as request, response_body as response
             from messages where merchant_id = $1 and payment_id = $2 order by at, message_id`,
    values: [merchantId, paymentId],
  })
