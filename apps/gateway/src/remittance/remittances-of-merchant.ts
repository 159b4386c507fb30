import { isRemittanceId, type MerchantId } from '@silkgate/domain'
import { type Page, type Place, pageOf } from '../http/place.ts'
import type { Db } from '../postgres/db.ts'
import { readRemittance } from './list-remittances.store.ts'
import type { RemittanceRow } from './remittance.row.ts'
import { type ListedMovement, pageOfMovements, pageOfRemittances } from './remittance-page.store.ts'
import type { MovementPlace, MovementQuery, RemittanceQuery } from './remittance-query.ts'

/** Pages one after another, as they are wanted. */
const every = async function* <Row, At>(
  read: (after: At | undefined) => Promise<Page<Row, At>>,
  first: At | undefined,
): AsyncGenerator<readonly Row[]> {
  let after = first
  do {
    const { rows, next } = await read(after)
    yield rows
    after = next
  } while (after !== undefined)
}

const manyAtOnce = 1_000

/** What a merchant was paid, and what each remittance is made of. */
export const remittancesOfMerchant = (db: Db) => {
  const page = async (merchantId: MerchantId, query: RemittanceQuery): Promise<Page<RemittanceRow, Place>> => {
    const found = await pageOfRemittances(db, merchantId, { ...query, limit: query.limit + 1 })
    return pageOf(found, query.limit, (row) => ({ at: row.place_at, id: row.remittance_id }))
  }
  const movements = async (
    { merchant_id: merchantId, remittance_id: id }: RemittanceRow,
    { after, limit }: MovementQuery,
  ): Promise<Page<ListedMovement, MovementPlace>> => {
    const found = await pageOfMovements(db, merchantId.toString(), id, { after, limit: limit + 1 })
    return pageOf(found, limit, (row) => ({ kind: row.kind, id: row.movement_id }))
  }
  return {
    page,
    movements,
    all: (merchantId: MerchantId, query: RemittanceQuery) =>
      every((after) => page(merchantId, { ...query, after, limit: manyAtOnce }), query.after),
    allMovements: (row: RemittanceRow, query: MovementQuery) =>
      every((after) => movements(row, { after, limit: manyAtOnce }), query.after),
    /** One; undefined where the merchant has none of this id. */
    one: async (merchantId: MerchantId, id: string): Promise<RemittanceRow | undefined> =>
      isRemittanceId(id) ? readRemittance(db, merchantId, id) : undefined,
  }
}

export type RemittancesOfMerchant = ReturnType<typeof remittancesOfMerchant>
