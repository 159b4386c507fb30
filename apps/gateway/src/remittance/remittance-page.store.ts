import type { MerchantId, RemittanceId } from '@silkgate/domain'
import { behindPlace, inOrder, stampOf } from '../postgres/by-place.ts'
import type { Db } from '../postgres/db.ts'
import type { MovementRow, RemittanceRow } from './remittance.row.ts'
import type { MovementPlace, RemittanceQuery } from './remittance-query.ts'

export type PlacedRemittance = RemittanceRow & { readonly place_at: string }

/** A merchant's remittances behind a place, at most so many. One has a handful a day, so they are sorted as they are found. */
export const pageOfRemittances = (
  db: Db,
  merchantId: MerchantId,
  query: RemittanceQuery,
): Promise<PlacedRemittance[]> => {
  const ordered = { at: 'created_at', id: 'remittance_id', order: query.order }
  const values: unknown[] = [merchantId, query.limit]
  const wanted = [
    'merchant_id = $1',
    ...behindPlace(ordered, query, values),
    ...(query.currency === undefined ? [] : [`currency = $${values.push(query.currency)}`]),
    ...(query.statuses === undefined ? [] : [`status = any ($${values.push(query.statuses)})`]),
  ].join(' and ')
  const text = `select *, ${stampOf('created_at')} as place_at from remittances where ${wanted} ${inOrder(ordered)} limit $2`
  return db.read<PlacedRemittance>({ text, values })
}

/** A movement, and which refund or dispute it is about. */
export type ListedMovement = MovementRow & { readonly transaction_id: string | null }

/** The movements of a remittance behind a place, by their kind, then their id: the order of its primary key. */
export const pageOfMovements = (
  db: Db,
  merchantId: MerchantId,
  remittanceId: RemittanceId,
  { after, limit }: { readonly after: MovementPlace | undefined; readonly limit: number },
): Promise<ListedMovement[]> =>
  db.read<ListedMovement>({
    name: `page_of_movements_${after === undefined ? 'first' : 'next'}`,
    text: `
    select m.*, case when m.kind in ('payment', 'fee') then m.payment_id else t.about end as transaction_id
      from (select * from remittance_payments where merchant_id = $1 and remittance_id = $2
               ${after === undefined ? '' : 'and (kind, movement_id) > ($4, $5)'}
             order by kind, movement_id limit $3) m
      left join transfers t on t.merchant_id = $1 and t.payment_id is not null
                           and t.transfer_id = case when m.kind not in ('payment', 'fee') then m.movement_id::uuid end
     order by m.kind, m.movement_id`,
    values: [merchantId, remittanceId, limit, ...(after === undefined ? [] : [after.kind, after.id])],
  })
