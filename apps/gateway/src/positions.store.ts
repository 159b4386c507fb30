import type { MerchantId } from '@silkgate/domain'
import type { DueQuery } from './due.store.ts'
import type { Db, Tx } from './postgres/db.ts'

/** A table whose rows get positions among their merchant's, after their commit. */
export type PositionedList = {
  readonly table: 'webhook_events' | 'transfers'
  /** Keeps the last position given out for each merchant. */
  readonly last: 'event_positions' | 'transfer_positions'
  readonly id: string
  /** The order, total, in which rows that wait get their positions. */
  readonly order: string
}

export const eventPositions: PositionedList = {
  table: 'webhook_events',
  last: 'event_positions',
  id: 'event_id',
  order: 'created_at, payment_id, version, refund_id nulls first, event_id',
}

export const transferPositions: PositionedList = {
  table: 'transfers',
  last: 'transfer_positions',
  id: 'transfer_id',
  order: 'at, transfer_id',
}

/** Merchants with rows that are committed and have no position yet. */
export const merchantsWithUnpublished = async (db: Db, { table }: PositionedList): Promise<MerchantId[]> => {
  const rows = await db.read<{ merchant_id: bigint }>({
    name: `merchants_unpublished_${table}`,
    text: `select distinct merchant_id from ${table} where position is null limit 1000`,
    values: [],
  })
  return rows.map((row) => row.merchant_id.toString())
}

/** The most that one commit gives positions to. */
export const publishedAtOnce = 1000

/**
 * Holds a merchant's list of positions until the commit, so that nobody else gives any out; answers the last one. Whoever holds
 * it may write rows with the next positions, if none of the merchant's waits for one.
 */
export const holdPositions = async (tx: Tx, { last }: PositionedList, merchantId: MerchantId): Promise<bigint> => {
  const [held] = await tx.run<{ last: bigint }>({
    name: `hold_${last}`,
    text: `insert into ${last} as p (merchant_id, last) values ($1, 0)
           on conflict (merchant_id) do update set last = p.last returning last`,
    values: [merchantId],
  })
  return held?.last ?? 0n
}

/**
 * Gives a merchant's committed rows the next positions of its list, the oldest first; answers how many. One publisher at
 * a time: it holds the merchant's row of positions until its commit, and looks for rows only once it has it, so that
 * positions become visible in their order. A row that commits later gets a later one.
 */
export const publishPositions = (db: Db, list: PositionedList, merchantId: MerchantId): Promise<number> =>
  db.transaction('publish.commit_positions', async (tx) => {
    const last = await holdPositions(tx, list, merchantId)
    const published = await tx.run<{ last: bigint; count: number }>({
      name: `publish_${list.table}`,
      text: `with fresh as (
               select ${list.id}, row_number() over (order by ${list.order}) as place
                 from ${list.table} where merchant_id = $1 and position is null order by ${list.order} limit ${publishedAtOnce}),
             published as (
               update ${list.table} e set position = $2::bigint + fresh.place from fresh
                where e.merchant_id = $1 and e.${list.id} = fresh.${list.id} returning e.position)
             update ${list.last} set last = greatest(last, (select max(position) from published))
              where merchant_id = $1 returning last, (select count(*)::integer from published) as count`,
      values: [merchantId, last],
    })
    return published[0]?.count ?? 0
  })

/** The beginning of time while a row waits for its position: the sandbox clock waits for it. */
export const positionDue: DueQuery = `
  select to_timestamp(0) where exists (select from webhook_events where position is null)
                            or exists (select from transfers where position is null)`
