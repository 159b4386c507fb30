import type { Address, ContractVersion, Merchant, MerchantId, MerchantStatus } from '@silkgate/domain'
import { money, withVolumes } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'

/** Amounts by currency, in its smallest unit, as JSON holds them. */
export type Amounts = Record<string, string>

export const amountsFrom = (amounts: Amounts): Record<string, bigint> =>
  Object.fromEntries(Object.entries(amounts).map(([currency, minor]) => [currency, BigInt(minor)]))

export const toAmounts = (amounts: Readonly<Record<string, bigint>>): Amounts =>
  Object.fromEntries(Object.entries(amounts).map(([currency, minor]) => [currency, minor.toString()]))

type MerchantRow = {
  merchant_id: bigint
  status: MerchantStatus
  name: string
  display_name: string
  mcc: string
  address: Address
  settlement_currency: string
  further_currencies: string[]
  limits: Amounts
  day_limits: Amounts
  month_limits: Amounts
  refunds_need_approval: boolean
  refunds_after_paid: boolean
  expires_after_seconds: number
  contracts: {
    valid_from: string
    fee_basis_points: string
    fee_fixed_minor: string
    refunds_fee: boolean
    special: { currency: string; wallet: string; from_volume: string; basis_points: string; fixed: string }[] | null
  }[]
  volumes: { currency: string; minor: string; applies_from: string }[] | null
}

const selectMerchants = `
  select m.*,
         (select json_agg(json_build_object('valid_from', c.valid_from, 'fee_basis_points', c.fee_basis_points::text,
                                            'fee_fixed_minor', c.fee_fixed_minor::text, 'refunds_fee', c.refunds_fee,
                                            'special', s.special)
                          order by c.valid_from)
            from contracts c cross join lateral (
              select json_agg(json_build_object('currency', p.currency, 'wallet', p.wallet,
                                                'from_volume', p.from_volume_minor::text,
                                                'basis_points', p.fee_basis_points::text, 'fixed', p.fee_fixed_minor::text)
                              order by p.currency, p.wallet, p.from_volume_minor) as special
                from contract_prices p where p.merchant_id = c.merchant_id and p.valid_from = c.valid_from) s
           where c.merchant_id = m.merchant_id) as contracts,
         (select json_agg(json_build_object('currency', v.currency, 'minor', v.minor::text, 'applies_from', v.applies_from))
            from merchant_volumes v where v.merchant_id = m.merchant_id) as volumes
    from merchants m`

const contractsFrom = (row: MerchantRow): readonly ContractVersion[] => {
  const versions = (row.contracts ?? []).map((version) => ({
    validFrom: new Date(version.valid_from),
    feeBasisPoints: BigInt(version.fee_basis_points),
    feeFixed: money(row.settlement_currency, BigInt(version.fee_fixed_minor)),
    ...(version.refunds_fee && { refundsFee: true }),
    ...(version.special === null
      ? {}
      : {
          special: version.special.map((price) => ({
            currency: price.currency,
            wallet: price.wallet === '' ? undefined : price.wallet,
            fromVolume: BigInt(price.from_volume),
            feeBasisPoints: BigInt(price.basis_points),
            feeFixedMinor: BigInt(price.fixed),
          })),
        }),
  }))
  const volumes = (row.volumes ?? []).map(({ currency, minor, applies_from }) => ({
    ...{ currency, minor: BigInt(minor), appliesFrom: new Date(applies_from) },
  }))
  return volumes.length === 0 ? versions : withVolumes(versions, volumes)
}

const fromRow = (row: MerchantRow): Merchant => ({
  merchantId: row.merchant_id.toString(),
  status: row.status,
  name: row.name,
  displayName: row.display_name,
  mcc: row.mcc,
  address: row.address,
  settlementCurrency: row.settlement_currency,
  furtherCurrencies: row.further_currencies,
  limits: amountsFrom(row.limits),
  dayLimits: amountsFrom(row.day_limits),
  monthLimits: amountsFrom(row.month_limits),
  refundsNeedApproval: row.refunds_need_approval,
  refundsAfterPaid: row.refunds_after_paid,
  expiresAfterSeconds: row.expires_after_seconds,
  contracts: contractsFrom(row),
})

export const readMerchant = async (
  { read }: { read: Db['read'] | Tx['run'] },
  merchantId: MerchantId,
): Promise<Merchant | undefined> => {
  const text = `${selectMerchants} where m.merchant_id = $1`
  const [row] = await read<MerchantRow>({ text, values: [merchantId] })
  return row && fromRow(row)
}

export const listMerchants = async (db: Db): Promise<Merchant[]> => {
  const rows = await db.read<MerchantRow>({ text: `${selectMerchants} order by m.merchant_id`, values: [] })
  return rows.map(fromRow)
}

/** The contracts of every merchant. */
export const allContracts = async (tx: Tx): Promise<ReadonlyMap<MerchantId, readonly ContractVersion[]>> => {
  const rows = await tx.run<MerchantRow>({ text: selectMerchants, values: [] })
  return new Map(rows.map(fromRow).map(({ merchantId, contracts }) => [merchantId, contracts]))
}

/** Adds a merchant with its first contract version; answers false when the id is taken. */
export const insertMerchant = async (
  tx: Tx,
  merchant: Merchant,
  contract: ContractVersion,
  at: Date,
): Promise<boolean> => {
  const added = await tx.run({
    text: `insert into merchants (merchant_id, name, display_name, mcc, address, settlement_currency, limits, created_at,
                                  refunds_need_approval, refunds_after_paid, expires_after_seconds, status,
                                  further_currencies, day_limits, month_limits)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
           on conflict do nothing returning merchant_id`,
    values: [
      merchant.merchantId,
      merchant.name,
      merchant.displayName,
      merchant.mcc,
      merchant.address,
      merchant.settlementCurrency,
      toAmounts(merchant.limits),
      at,
      merchant.refundsNeedApproval,
      merchant.refundsAfterPaid,
      merchant.expiresAfterSeconds,
      merchant.status,
      merchant.furtherCurrencies,
      toAmounts(merchant.dayLimits),
      toAmounts(merchant.monthLimits),
    ],
  })
  if (added.length === 0) return false
  await tx.run({
    text: `insert into contracts (merchant_id, valid_from, fee_basis_points, fee_fixed_minor) values ($1, $2, $3, $4)`,
    values: [merchant.merchantId, contract.validFrom, contract.feeBasisPoints, contract.feeFixed.minor],
  })
  return true
}

export const setStatus = async (tx: Tx, merchantId: MerchantId, status: MerchantStatus): Promise<void> => {
  await tx.run({ text: 'update merchants set status = $2 where merchant_id = $1', values: [merchantId, status] })
}

/** What can be set anew of a merchant, for payments from now on. */
export type MerchantTerms = Pick<
  Merchant,
  'expiresAfterSeconds' | 'limits' | 'dayLimits' | 'monthLimits' | 'furtherCurrencies'
>

export const setTerms = async (tx: Tx, merchantId: MerchantId, terms: MerchantTerms): Promise<void> => {
  await tx.run({
    text: `update merchants set expires_after_seconds = $2, limits = $3, day_limits = $4, month_limits = $5,
                                further_currencies = $6
            where merchant_id = $1`,
    values: [
      ...[merchantId, terms.expiresAfterSeconds],
      ...[terms.limits, terms.dayLimits, terms.monthLimits].map(toAmounts),
      terms.furtherCurrencies,
    ],
  })
}

/** Who a merchant is, as consumers and Alipay+ know it. */
export type MerchantIdentity = Pick<Merchant, 'name' | 'displayName' | 'mcc' | 'address'>

export const setIdentity = async (
  tx: Tx,
  merchantId: MerchantId,
  { name, displayName, mcc, address }: MerchantIdentity,
): Promise<void> => {
  await tx.run({
    text: 'update merchants set name = $2, display_name = $3, mcc = $4, address = $5 where merchant_id = $1',
    values: [merchantId, name, displayName, mcc, address],
  })
}
