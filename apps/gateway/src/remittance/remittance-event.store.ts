import { type MerchantId, type RemittanceStatus, remittanceEventOf } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import type { RemittanceRow } from './remittance.row.ts'

type Change = { readonly status: RemittanceStatus; readonly at: Date; readonly reason: string | undefined }

/** Writes down that a merchant is told what became of a remittance, for the endpoints that ask for it; each is told once. */
export const tellOfRemittance = async (tx: Tx, row: RemittanceRow, { status, at, reason }: Change): Promise<void> => {
  const type = remittanceEventOf(status)
  if (type === undefined) return
  await tx.run({
    text: `
    with told as (
      insert into webhook_events (merchant_id, event_id, remittance_id, remittance_reason, version, type, created_at)
      values ($1, md5($2::text || '|' || $3::text)::uuid, $2, $4, $5, $3, $6) on conflict do nothing returning event_id)
    insert into webhook_deliveries (merchant_id, endpoint_id, event_id, created_at)
    select p.merchant_id, p.endpoint_id, told.event_id, $6
      from told join webhook_endpoints p on p.merchant_id = $1 and p.removed_at is null and $3 = any (p.events)`,
    values: [row.merchant_id, row.remittance_id, type, reason ?? null, row.version + 1, at],
  })
}

/** What never changes of remittances, by their ids, as events tell it. */
export const remittancesTold = async (
  db: Db,
  merchantId: MerchantId,
  remittanceIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly id: string; readonly amount: object; readonly account: object }>> => {
  if (remittanceIds.length === 0) return new Map()
  const rows = await db.read<RemittanceRow>({
    text: 'select * from remittances where merchant_id = $1 and remittance_id = any ($2)',
    values: [merchantId, remittanceIds],
  })
  return new Map(
    rows.map(({ remittance_id: id, currency, minor, account }) => [
      id,
      { id, amount: { currency, minor: minor.toString() }, account },
    ]),
  )
}
