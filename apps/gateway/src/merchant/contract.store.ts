import type { Currency, MerchantId, NegativePolicy, Rhythm, SpecialPrice } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import { type Amounts, amountsFrom, toAmounts } from './merchant.store.ts'

/** All that is agreed with a merchant from an instant on; amounts are in the smallest unit of their currency. */
export type ContractTerms = {
  readonly feeBasisPoints: bigint
  readonly feeFixedMinor: bigint
  /** Whether a refund gives back its share of the fee. */
  readonly refundsFee: boolean
  readonly prices: readonly SpecialPrice[]
  readonly rhythm: Rhythm
  readonly thresholds: Readonly<Record<Currency, bigint>>
  readonly reserveBasisPoints: bigint
  readonly reserveDays: number
  readonly allowedNegative: Readonly<Record<Currency, bigint>>
  readonly negativePolicy: NegativePolicy
}

export type DatedTerms = ContractTerms & { readonly validFrom: Date }

type ContractRow = {
  valid_from: Date
  fee_basis_points: bigint
  fee_fixed_minor: bigint
  refunds_fee: boolean
  rhythm: Rhythm
  thresholds: Amounts
  reserve_basis_points: bigint
  reserve_days: number
  allowed_negative: Amounts
  negative_policy: NegativePolicy
}

type PriceRow = {
  valid_from: Date
  currency: Currency
  wallet: string
  from_volume_minor: bigint
  fee_basis_points: bigint
  fee_fixed_minor: bigint
}

const priceFrom = (row: PriceRow): SpecialPrice => ({
  currency: row.currency,
  wallet: row.wallet === '' ? undefined : row.wallet,
  fromVolume: row.from_volume_minor,
  feeBasisPoints: row.fee_basis_points,
  feeFixedMinor: row.fee_fixed_minor,
})

/** Every version of a merchant's contract, the first first. */
export const readContracts = async (
  { read }: { read: Db['read'] | Tx['run'] },
  merchantId: MerchantId,
): Promise<DatedTerms[]> => {
  const values = [merchantId]
  const rows = await read<ContractRow>({
    text: 'select * from contracts where merchant_id = $1 order by valid_from',
    values,
  })
  const prices = await read<PriceRow>({
    text: 'select * from contract_prices where merchant_id = $1 order by currency, wallet, from_volume_minor',
    values,
  })
  return rows.map((row) => ({
    validFrom: row.valid_from,
    feeBasisPoints: row.fee_basis_points,
    feeFixedMinor: row.fee_fixed_minor,
    refundsFee: row.refunds_fee,
    prices: prices.filter((price) => price.valid_from.getTime() === row.valid_from.getTime()).map(priceFrom),
    rhythm: row.rhythm,
    thresholds: amountsFrom(row.thresholds),
    reserveBasisPoints: row.reserve_basis_points,
    reserveDays: row.reserve_days,
    allowedNegative: amountsFrom(row.allowed_negative),
    negativePolicy: row.negative_policy,
  }))
}

/** Adds a version of a merchant's contract; answers false where one begins at the same instant. */
export const insertContract = async (tx: Tx, merchantId: MerchantId, terms: DatedTerms): Promise<boolean> => {
  const added = await tx.run({
    text: `insert into contracts (merchant_id, valid_from, fee_basis_points, fee_fixed_minor, rhythm, thresholds,
                                  reserve_basis_points, reserve_days, allowed_negative, negative_policy, refunds_fee)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing returning merchant_id`,
    values: [
      ...[merchantId, terms.validFrom, terms.feeBasisPoints, terms.feeFixedMinor, terms.rhythm],
      ...[toAmounts(terms.thresholds), terms.reserveBasisPoints, terms.reserveDays],
      ...[toAmounts(terms.allowedNegative), terms.negativePolicy, terms.refundsFee],
    ],
  })
  if (added.length === 0) return false
  for (const price of terms.prices) {
    await tx.run({
      text: `insert into contract_prices (merchant_id, valid_from, currency, wallet, from_volume_minor, fee_basis_points,
                                          fee_fixed_minor)
             values ($1, $2, $3, $4, $5, $6, $7)`,
      values: [
        ...[merchantId, terms.validFrom, price.currency, price.wallet ?? '', price.fromVolume],
        ...[price.feeBasisPoints, price.feeFixedMinor],
      ],
    })
  }
  return true
}
