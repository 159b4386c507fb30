import type { MerchantId, PaymentId, RemittanceId, RemittanceStatus } from '@silkgate/domain'
import type { Db, Row, Tx } from '../postgres/db.ts'
import type { MovementRow, RemittanceRow } from './remittance.row.ts'

/** Whatever reads: the database, or a transaction. */
type Reads = { readonly read: Db['read'] | Tx['run'] }

export type RemittanceFilter = {
  readonly merchantId?: MerchantId | undefined
  readonly currency?: string | undefined
  readonly status?: RemittanceStatus | undefined
  readonly runId?: string | undefined
  /** Made at or after `from`, before `to`. */
  readonly from?: Date | undefined
  readonly to?: Date | undefined
  readonly limit?: number | undefined
  readonly offset?: number | undefined
}

/** Remittances, the latest first; a thousand at most where no limit is given. */
export const listRemittances = (db: Reads, filter: RemittanceFilter): Promise<RemittanceRow[]> => {
  const { merchantId, currency, status, runId, from, to, limit = 1_000, offset = 0 } = filter
  return db.read<RemittanceRow>({
    text: `select * from remittances
            where ($1::bigint is null or merchant_id = $1) and ($2::text is null or currency = $2)
              and ($3::text is null or status = $3) and ($4::uuid is null or run_id = $4)
              and ($5::timestamptz is null or created_at >= $5) and ($6::timestamptz is null or created_at < $6)
            order by created_at desc, remittance_id collate "C" desc limit $7 offset $8`,
    values: [
      merchantId ?? null,
      currency ?? null,
      status ?? null,
      runId ?? null,
      from ?? null,
      to ?? null,
      limit,
      offset,
    ],
  })
}

export const readRemittance = async (
  { read }: Reads,
  merchantId: MerchantId,
  remittanceId: RemittanceId,
): Promise<RemittanceRow | undefined> => {
  const [row] = await read<RemittanceRow>({
    text: 'select * from remittances where merchant_id = $1 and remittance_id = $2',
    values: [merchantId, remittanceId],
  })
  return row
}

/**
 * What a remittance is made of, in the order in which it happened: their sum and what was carried over, less the reserve and what
 * was kept back, is its amount.
 */
export const paymentsOfRemittance = (
  { read }: Reads,
  merchantId: MerchantId,
  remittanceId: RemittanceId,
  { limit = 100_000, offset = 0 }: { readonly limit?: number; readonly offset?: number } = {},
): Promise<MovementRow[]> =>
  read<MovementRow>({
    text: `select * from remittance_payments where merchant_id = $1 and remittance_id = $2
            order by at, payment_id collate "C" nulls last, kind collate "C" desc, movement_id collate "C" limit $3 offset $4`,
    values: [merchantId, remittanceId, limit, offset],
  })

/** SQL: where money of a payment goes on into from a remittance r: what it did not pay, and what it kept back. */
export const goesOnInto = (paymentId: string): string => `lateral (
    select r.carried_into as remittance_id where r.carried_into is not null
    union all
    (select n.remittance_id from remittances n, remittance_kept k
      where n.merchant_id = r.merchant_id and n.currency = r.currency and n.remittance_id > r.remittance_id
        and k.merchant_id = r.merchant_id and k.remittance_id = r.remittance_id and k.payment_id = ${paymentId}
      order by n.remittance_id limit 1))`

/** SQL: the remittances (`remittance_id`) that the payment $2 of the merchant $1 is in, and those that its money went into. */
export const remittancesOfPaymentSql = `
  with recursive own as (
    select distinct remittance_id from remittance_payments where merchant_id = $1 and payment_id = $2
    union
    select later.remittance_id from own join remittances r on r.merchant_id = $1 and r.remittance_id = own.remittance_id
     cross join ${goesOnInto('$2')} later)
  select remittance_id from own`

/**
 * In which remittances the movements of a payment are, and which paid them: the one they are in, or, where that was not paid or
 * kept it back, the one that its money went into.
 */
export const remittancesOfPayment = (
  { read }: Reads,
  merchantId: MerchantId,
  paymentId: PaymentId,
): Promise<RemittanceRow[]> =>
  read<RemittanceRow>({
    text: `select r.* from (${remittancesOfPaymentSql}) own
      join remittances r on r.merchant_id = $1 and r.remittance_id = own.remittance_id
     order by r.created_at, r.remittance_id collate "C"`,
    values: [merchantId, paymentId],
  })

export type SkipRow = Row & {
  readonly run_id: string
  readonly merchant_id: bigint
  readonly currency: string
  readonly reason: string
  readonly available_minor: bigint
  readonly at: Date
}

/** Who had a balance and was not paid: by a run, or by the last run. */
export const listSkips = ({ read }: Reads, runId?: string): Promise<SkipRow[]> =>
  read<SkipRow>({
    text: `select * from remittance_skips
            where run_id = coalesce($1, (select run_id from remittance_runs order by at desc, run_id desc limit 1))
            order by merchant_id, currency`,
    values: [runId ?? null],
  })
