import type { Colour, MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import type { LogoType, Variant } from './variant.ts'

type VariantRow = {
  merchant_id: bigint
  variant: string
  accent: Colour | null
  radius_px: number | null
  note: string | null
  logo: Buffer | null
  logo_type: LogoType | null
  changed_at: Date
}

const fromRow = (row: VariantRow): Variant => ({
  merchantId: row.merchant_id.toString(),
  variant: row.variant,
  accent: row.accent ?? undefined,
  radiusPx: row.radius_px ?? undefined,
  note: row.note ?? undefined,
  logo: row.logo && row.logo_type ? { type: row.logo_type, bytes: row.logo } : undefined,
  changedAt: row.changed_at,
})

export const readVariant = async (db: Db, merchantId: MerchantId, variant: string): Promise<Variant | undefined> => {
  const [row] = await db.read<VariantRow>({
    name: 'read_checkout_variant',
    text: 'select * from checkout_variants where merchant_id = $1 and variant = $2',
    values: [merchantId, variant],
  })
  return row && fromRow(row)
}

export const listVariants = async (db: Db, merchantId: MerchantId): Promise<Variant[]> => {
  const text = 'select * from checkout_variants where merchant_id = $1 order by variant'
  return (await db.read<VariantRow>({ text, values: [merchantId] })).map(fromRow)
}

/** Puts a variant in the place of what had its name. */
export const putVariant = (db: Db, variant: Variant): Promise<unknown> =>
  db.write('chore.set_up', {
    text: `insert into checkout_variants (merchant_id, variant, accent, radius_px, note, logo, logo_type, changed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (merchant_id, variant) do update
              set (accent, radius_px, note, logo, logo_type, changed_at)
                = (excluded.accent, excluded.radius_px, excluded.note, excluded.logo, excluded.logo_type, excluded.changed_at)`,
    values: [
      variant.merchantId,
      variant.variant,
      variant.accent ?? null,
      variant.radiusPx ?? null,
      variant.note ?? null,
      variant.logo?.bytes ?? null,
      variant.logo?.type ?? null,
      variant.changedAt,
    ],
  })

export const removeVariant = async (db: Db, merchantId: MerchantId, variant: string): Promise<boolean> => {
  const removed = await db.write('chore.set_up', {
    text: 'delete from checkout_variants where merchant_id = $1 and variant = $2 returning variant',
    values: [merchantId, variant],
  })
  return removed.length === 1
}
