import type { MerchantId, RemittanceId, RemittanceStatus } from '@silkgate/domain'
import type { Tx } from '../postgres/db.ts'
import { insertOf, tableOf } from '../postgres/rows.ts'
import type { RemittanceRow } from './remittance.row.ts'

const remittances = tableOf(
  'remittances',
  `merchant_id bigint, remittance_id text, run_id uuid, currency text, minor bigint, status text, after_position bigint,
   cutoff_position bigint, available_at_cutoff bigint, allowed_negative bigint, carried_over_minor bigint,
   movements_minor bigint, reserve_minor bigint, kept_back_minor bigint, account jsonb, created_at timestamptz,
   started_by text, approved_at timestamptz, version integer`,
)

export type NewRemittance = Omit<
  RemittanceRow,
  | `${'sent' | 'accepted' | 'confirmed' | 'rejected' | 'returned' | 'cancelled'}_at`
  | `${'approved' | 'cancelled'}_by`
  | `${'file' | 'payment_information'}_id`
  | 'reason'
  | 'carried_into'
  | 'merchant_id'
> & { readonly merchant_id: MerchantId }

export const insertRemittance = async (tx: Tx, row: NewRemittance): Promise<void> => {
  const values: unknown[] = []
  await tx.run({ text: insertOf(remittances, [row], values), values })
}

export const insertReserve = (
  tx: Tx,
  { merchant_id, remittance_id, currency, reserve_minor, created_at }: NewRemittance,
  releaseAt: Date,
): Promise<unknown> =>
  tx.run({
    text: `insert into reserves (merchant_id, remittance_id, currency, minor, held_at, release_at)
           values ($1, $2, $3, $4, $5, $6)`,
    values: [merchant_id, remittance_id, currency, reserve_minor, created_at, releaseAt],
  })

/** A remittance, held until the transaction ends; undefined where there is none. */
export const lockRemittance = async (
  tx: Tx,
  merchantId: MerchantId,
  remittanceId: RemittanceId,
): Promise<RemittanceRow | undefined> => {
  const [row] = await tx.run<RemittanceRow>({
    text: 'select * from remittances where merchant_id = $1 and remittance_id = $2 for update',
    values: [merchantId, remittanceId],
  })
  return row
}

export type Changes = {
  readonly status: RemittanceStatus
  readonly at: Date
  readonly by?: string | undefined
  readonly reason?: string | undefined
}

/** Writes down how far a remittance, which is held, has come. A status that has its own column is stamped there. */
export const changeRemittance = (
  tx: Tx,
  { merchant_id, remittance_id }: Pick<RemittanceRow, 'merchant_id' | 'remittance_id'>,
  { status, at, by, reason }: Changes,
): Promise<unknown> => {
  const values: unknown[] = [merchant_id, remittance_id, status, at, reason ?? null]
  const who = by === undefined ? '' : `, ${status}_by = $${values.push(by)}`
  return tx.run({
    text: `update remittances set status = $3, version = version + 1, ${status}_at = $4, reason = coalesce($5, reason)${who}
            where merchant_id = $1 and remittance_id = $2`,
    values,
  })
}
