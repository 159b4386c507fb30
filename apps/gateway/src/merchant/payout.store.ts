import {
  assert,
  type Currency,
  dayAt,
  type KybStatus,
  type MerchantId,
  type MerchantStatus,
  money,
  type NegativePolicy,
  type PayoutAccount,
  type PayoutStanding,
  type PayoutTerms,
  type PostalAddress,
  type Rhythm,
  type WhyNotPaid,
  whyNotPaid,
} from '@silkgate/domain'
import type { Db, Row, Tx } from '../postgres/db.ts'

type Reader = { read: Db['read'] | Tx['run'] }

type TermsRow = {
  rhythm: Rhythm
  threshold: bigint | null
  reserve_basis_points: bigint
  reserve_days: number
  allowed_negative: bigint
  negative_policy: NegativePolicy
}

/** How a merchant is paid in a currency by the contract that is in force at an instant. */
export const payoutTermsAt = async (
  tx: Tx,
  merchantId: MerchantId,
  currency: Currency,
  at: Date,
): Promise<PayoutTerms> => {
  const [row] = await tx.run<TermsRow>({
    text: `select rhythm, (thresholds ->> $2)::bigint as threshold, reserve_basis_points, reserve_days,
                  coalesce((allowed_negative ->> $2)::bigint, 0) as allowed_negative, negative_policy
             from contracts where merchant_id = $1 and valid_from <= $3 order by valid_from desc limit 1`,
    values: [merchantId, currency, at],
  })
  assert(row !== undefined, `merchant ${merchantId} has no contract at ${at.toISOString()}`)
  const { rhythm, threshold } = row
  return {
    rhythm,
    ...(rhythm === 'threshold' ? { threshold: money(currency, threshold ?? 0n) } : {}),
    reserveBasisPoints: row.reserve_basis_points,
    reserveDays: row.reserve_days,
    allowedNegative: row.allowed_negative,
    negativePolicy: row.negative_policy,
  }
}

export type PayoutAccountRow = Row & {
  merchant_id: bigint
  currency: Currency
  version: number
  iban: string | null
  account_number: string | null
  bic: string | null
  holder: string
  address: PostalAddress
  proof: string
  added_by: string
  added_at: Date
  approved_by: string | null
  approved_at: Date | null
  usable_from: Date | null
  closing_reason: string | null
  closing_asked_by: string | null
  closing_asked_at: Date | null
  closed_by: string | null
  closed_at: Date | null
}

export const payoutAccountFrom = (row: PayoutAccountRow): PayoutAccount => ({
  merchantId: row.merchant_id.toString(),
  currency: row.currency,
  version: row.version,
  account: row.iban === null ? { number: row.account_number ?? '' } : { iban: row.iban },
  ...(row.bic === null ? {} : { bic: row.bic }),
  holder: row.holder,
  address: row.address,
})

/** Where a merchant's money in a currency goes at an instant: the youngest open one that cooled off. */
export const payoutAccountOf = async (
  tx: Tx,
  merchantId: MerchantId,
  currency: Currency,
  at: Date,
): Promise<PayoutAccount | undefined> => {
  const [row] = await tx.run<PayoutAccountRow>({
    text: `select * from payout_accounts where merchant_id = $1 and currency = $2 and usable_from <= $3 and closed_at is null
            order by version desc limit 1`,
    values: [merchantId, currency, at],
  })
  return row && payoutAccountFrom(row)
}

type StandingRow = { status: MerchantStatus; kyb: KybStatus | null; review_on: string | null; is_held: boolean }

/** How a merchant stands; undefined where there is none. */
export const payoutStandingOf = async (
  { read }: Reader,
  merchantId: MerchantId,
): Promise<PayoutStanding | undefined> => {
  const [row] = await read<StandingRow>({
    text: `select m.status, k.status as kyb, k.review_on::text as review_on,
                  exists (select from holds h where h.merchant_id = m.merchant_id and h.about = 'merchant'
                             and h.released_at is null) as is_held
             from merchants m left join merchant_kyb k using (merchant_id) where m.merchant_id = $1`,
    values: [merchantId],
  })
  return (
    row && { status: row.status, kyb: row.kyb ?? undefined, reviewOn: row.review_on ?? undefined, isHeld: row.is_held }
  )
}

/** Why a merchant is paid nothing at an instant; undefined where it may be paid. */
export const whyMerchantNotPaid = async (tx: Tx, merchantId: MerchantId, at: Date): Promise<WhyNotPaid | undefined> => {
  const standing = await payoutStandingOf({ read: tx.run }, merchantId)
  assert(standing !== undefined, `there is no merchant ${merchantId}`)
  return whyNotPaid(standing, dayAt(at, 0))
}

/** Whether a merchant may be paid at an instant: its KYB is approved, it is not suspended, and nobody holds it. */
export const mayBePaid = async (tx: Tx, merchantId: MerchantId, at: Date): Promise<boolean> =>
  (await whyMerchantNotPaid(tx, merchantId, at)) === undefined
