import {
  type MerchantId,
  money,
  postings,
  type RemittanceEvent,
  type RemittanceId,
  type RemittanceMove,
  remittanceMoveOf,
  statusAfter,
  type Transfer,
} from '@silkgate/domain'
import { postTransfers } from '../ledger/index.ts'
import type { Tx } from '../postgres/db.ts'
import type { RemittanceRow } from './remittance.row.ts'
import { changeRemittance, lockRemittance } from './remittance.store.ts'
import { tellOfRemittance } from './remittance-event.store.ts'

export type HeardOfRemittance = {
  readonly merchantId: MerchantId
  readonly remittanceId: RemittanceId
  readonly event: RemittanceEvent
  readonly at: Date
  /** Who approves or calls off. */
  readonly by?: string
  readonly reason?: string
}

const transfersOf = (move: RemittanceMove, row: RemittanceRow): readonly Transfer[] => {
  const [merchantId, amount] = [row.merchant_id.toString(), money(row.currency, row.minor)]
  switch (move) {
    case 'cancel':
      return postings.remittanceUndone(merchantId, 'cancelled', amount)
    case 'reject':
      return postings.remittanceUndone(merchantId, 'rejected', amount)
    case 'confirm':
      return postings.remittanceConfirmed(merchantId, amount)
    case 'confirm_after_all':
      return postings.remittedAfterAll(merchantId, amount)
    case 'give_back':
      return postings.remittanceReturned(merchantId, amount)
    default:
      return []
  }
}

/**
 * The one door for what happens to a remittance: holds it, decides by the table, and writes down how far it has come, with what
 * is posted for it, in the caller's transaction. Heard twice, it changes nothing the second time. Undefined where there is none.
 */
export const hearRemittance = async (
  tx: Tx,
  { merchantId, remittanceId, event, at, by, reason }: HeardOfRemittance,
): Promise<{ readonly move: RemittanceMove; readonly before: RemittanceRow } | undefined> => {
  const before = await lockRemittance(tx, merchantId, remittanceId)
  if (before === undefined) return undefined
  const move = remittanceMoveOf(before.status, event)
  const status = statusAfter(move)
  if (status === undefined) return { move, before }
  await changeRemittance(tx, before, { status, at, by, reason })
  await tellOfRemittance(tx, before, { status, at, reason })
  await postTransfers(tx, transfersOf(move, before), { about: remittanceId, at })
  return { move, before }
}
