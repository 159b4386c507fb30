import type { Dispute, MerchantId } from '@silkgate/domain'
import type { Behind } from '../../http/list-query.ts'
import { stampAt } from '../../http/place.ts'
import type { Db } from '../../postgres/db.ts'
import { type DisputeRow, disputeFromRow } from '../dispute.row.ts'
import type { Stand } from './stands.ts'

const conditions: Readonly<Record<Stand, string>> = {
  open: 'answer is null and outcome is null',
  answered: 'answer is not null and outcome is null',
  ended: 'outcome is not null',
}

export type DisputeFilter = {
  /** Undefined: of every merchant. */
  readonly merchantId: MerchantId | undefined
  readonly stand: Stand
  readonly after: Behind | undefined
  readonly limit: number
}

/** By what a list of that stand is ordered: by its deadline, or the latest first. */
export const placeOf = (stand: Stand, { answerBy, statusChangedAt, disputeId: id }: Dispute): Behind => ({
  at: stampAt(stand === 'open' ? answerBy : statusChangedAt),
  id,
})

/** Disputes that stand so. */
export const listDisputes = async (
  db: Db,
  { merchantId, stand, after, limit }: DisputeFilter,
): Promise<readonly Dispute[]> => {
  const [column, order, beyond] = stand === 'open' ? ['answer_by', '', '>'] : ['status_changed_at', 'desc', '<']
  const rows = await db.read<DisputeRow>({
    text: `select * from disputes
            where ${conditions[stand]} and ($1::bigint is null or merchant_id = $1)
              and ($2::timestamptz is null or (${column}, dispute_id) ${beyond} ($2, $3))
            order by ${column} ${order}, dispute_id ${order} limit $4`,
    values: [merchantId ?? null, after?.at ?? null, after?.id ?? null, limit],
  })
  return rows.map(disputeFromRow)
}
