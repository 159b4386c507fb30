import type { Account, MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'

const whose = '($1::bigint is null or p.merchant_id = $1)'

/** The accounts through which merchants' money goes, in that order. */
export const onItsWay = [
  'pending',
  'available',
  'reserve',
  'remittance_in_transit',
] as const satisfies readonly Account[]

/** What merchants' banks have confirmed since, by currency. */
export const readRemitted = async (
  db: Db,
  merchantId: MerchantId | undefined,
  since: Date,
): Promise<ReadonlyMap<string, bigint>> => {
  const rows = await db.read<{ currency: string; minor: bigint }>({
    text: `select currency, sum(minor)::bigint as minor from remittances p
            where confirmed_at is not null and status = 'confirmed' and confirmed_at >= $2 and ${whose} group by currency`,
    values: [merchantId ?? null, since],
  })
  return new Map(rows.map(({ currency, minor }) => [currency, minor]))
}
