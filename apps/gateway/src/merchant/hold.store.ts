import type { MerchantId } from '@silkgate/domain'
import type { Db, Row, Tx } from '../postgres/db.ts'
import type { By } from './change.store.ts'

export type HoldAbout = 'merchant' | 'payment' | 'remittance'

export type Hold = Row & {
  readonly holdId: string
  readonly merchantId: bigint
  readonly about: HoldAbout
  readonly objectId: string
  readonly reason: string
  readonly placedBy: string
  readonly placedAt: Date
  readonly releasedBy: string | null
  readonly releasedAt: Date | null
  readonly releaseReason: string | null
}

const columns = `hold_id as "holdId", merchant_id as "merchantId", about, object_id as "objectId", reason,
  placed_by as "placedBy", placed_at as "placedAt", released_by as "releasedBy", released_at as "releasedAt",
  release_reason as "releaseReason"`

/** Holds of a merchant, or of all; those in force alone, or every one. The first first. */
export const readHolds = (
  { read }: { read: Db['read'] | Tx['run'] },
  filter: {
    readonly merchantId?: MerchantId | undefined
    readonly isInForce: boolean
    /** The payment or remittance that is held; left out: whatever is. */
    readonly objectId?: string
  },
): Promise<Hold[]> =>
  read<Hold>({
    text: `select ${columns} from holds
            where ($1::bigint is null or merchant_id = $1) and (released_at is null or not $2)
              and ($3::text is null or object_id = $3)
            order by placed_at, merchant_id, hold_id`,
    values: [filter.merchantId ?? null, filter.isInForce, filter.objectId ?? null],
  })

/** Whether a merchant has such a payment or remittance. */
export const hasObject = async (
  tx: Tx,
  merchantId: MerchantId,
  about: 'payment' | 'remittance',
  objectId: string,
): Promise<boolean> => {
  const text = `select from ${about}s where merchant_id = $1 and ${about}_id = $2`
  return (await tx.run({ text, values: [merchantId, objectId] })).length > 0
}

/** Whether a remittance was told to the bank, or is at its end. It stays as it is until the transaction ends. */
export const isPastHolding = async (tx: Tx, merchantId: MerchantId, remittanceId: string): Promise<boolean> => {
  const [row] = await tx.run<{ is_past: boolean }>({
    text: `select file_id is not null or status <> all ('{awaiting_approval,approved}') as is_past
             from remittances where merchant_id = $1 and remittance_id = $2 for update`,
    values: [merchantId, remittanceId],
  })
  return row?.is_past ?? false
}

/** Holds something; answers nothing where it is on hold already. */
export const insertHold = async (
  tx: Tx,
  hold: Pick<Hold, 'holdId' | 'about' | 'objectId' | 'reason'>,
  merchantId: MerchantId,
  { by, at }: By,
): Promise<Hold | undefined> => {
  const [placed] = await tx.run<Hold>({
    text: `insert into holds (merchant_id, hold_id, about, object_id, reason, placed_by, placed_at)
           values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning ${columns}`,
    values: [merchantId, hold.holdId, hold.about, hold.objectId, hold.reason, by, at],
  })
  return placed
}

/** Ends a hold that is in force. */
export const endHold = async (tx: Tx, hold: Hold, reason: string, { by, at }: By): Promise<Hold | undefined> => {
  const [released] = await tx.run<Hold>({
    text: `update holds set released_by = $3, released_at = $4, release_reason = $5
            where merchant_id = $1 and hold_id = $2 and released_at is null returning ${columns}`,
    values: [hold.merchantId, hold.holdId, by, at, reason],
  })
  return released
}
