import type { KybStatus, MerchantId, MerchantStatus } from '@silkgate/domain'
import type { PageQuery } from '../../http/place.ts'
import type { Db } from '../../postgres/db.ts'

export type MerchantFilter = PageQuery & {
  readonly merchantId: MerchantId | undefined
  readonly statuses: readonly MerchantStatus[] | undefined
  /** A part of a name, in whatever case, or the beginning of an id. */
  readonly text: string | undefined
}

export type ListedMerchant = {
  readonly merchantId: bigint
  readonly name: string
  readonly displayName: string
  readonly status: MerchantStatus
  readonly country: string
  readonly currencies: readonly string[]
  readonly kyb: KybStatus | null
  readonly reviewOn: string | null
  readonly isHeld: boolean
}

/** Merchants by their ids. */
export const pageOfMerchants = (
  db: Db,
  { merchantId, statuses, text, after, limit }: MerchantFilter,
): Promise<ListedMerchant[]> =>
  db.read<ListedMerchant>({
    text: `select m.merchant_id as "merchantId", m.name, m.display_name as "displayName", m.status,
                  m.address ->> 'region' as country, m.settlement_currency || m.further_currencies as currencies,
                  k.status as kyb, k.review_on::text as "reviewOn",
                  exists (select from holds h where h.merchant_id = m.merchant_id and h.about = 'merchant'
                             and h.released_at is null) as "isHeld"
             from merchants m left join merchant_kyb k using (merchant_id)
            where ($1::bigint is null or m.merchant_id = $1) and ($2::text[] is null or m.status = any ($2))
              and ($3::text is null or strpos(lower(m.name), lower($3)) > 0
                   or strpos(lower(m.display_name), lower($3)) > 0 or starts_with(m.merchant_id::text, $3))
              and ($4::bigint is null or m.merchant_id > $4)
            order by m.merchant_id limit $5`,
    values: [merchantId ?? null, statuses ?? null, text ?? null, after?.at ?? null, limit],
  })
