import {
  type ContractVersion,
  type Currency,
  type Day,
  type FeesTaken,
  feeLines,
  type InvoiceLine,
  type MerchantId,
  walletIdOf,
} from '@silkgate/domain'
import { readMerchant } from '../merchant/index.ts'
import type { Tx } from '../postgres/db.ts'
import { planByIndexes } from '../postgres/plan-by-indexes.ts'

/** What one invoice is about. */
export type Bill = { readonly merchantId: MerchantId; readonly currency: Currency; readonly month: Day }

const isFee = "f.reason in ('fee', 'fee returned')"

/**
 * SQL: cuts c with each fee t that is in it and in none before: it counts on a day of the month or before it, and was posted by
 * then. So each fee is in the invoice of one month. Two ranges of an index: fees of the time since the cut before, and those that
 * were posted behind it although they count on a day before it.
 */
export const coveredFees = `
  invoice_cuts c
  left join lateral (
    select (e.month + interval '1 month')::date as until, e.to_position as position from invoice_cuts e
     where e.merchant_id = c.merchant_id and e.month < c.month order by e.month desc limit 1) b on true
  cross join lateral (
    select f.* from transfers f
     where f.merchant_id = c.merchant_id and ${isFee} and f.accounting_date >= coalesce(b.until, '-infinity')
       and f.accounting_date < (c.month + interval '1 month')::date and f.position <= c.to_position
    union all
    select f.* from transfers f
     where f.merchant_id = c.merchant_id and ${isFee} and f.accounting_date < b.until
       and f.position > b.position and f.position <= c.to_position) t`

const covered = `
  covered as materialized (
    select t.* from ${coveredFees} where c.merchant_id = $1 and c.month = $3 and t.currency = $2)`

type TakenRow = {
  psp_id: string | null
  brand: string | null
  version: number
  count: bigint
  base: bigint
  minor: bigint
}

/** The payments whose fees are covered: they became PAID with what was posted for their clearing batches. */
const takenText = `
  with ${covered}
  select p.network ->> 'pspId' as psp_id, p.network ->> 'walletBrandName' as brand,
         width_bucket(coalesce(p.captured_at, p.created_at), $4::timestamptz[]) as version,
         count(*) as count, sum(p.settlement_minor)::bigint as base, sum(p.fee_minor)::bigint as minor
    from (select distinct about, at from covered where reason = 'fee' and payment_id is null) batch
    cross join lateral (select distinct l.payment_id from report_lines l
                         where l.clearing_batch_id = batch.about and l.merchant_id = $1 and l.transaction_type = 'PAYMENT'
                           and l.payment_id is not null) l
    join payment_events e on e.merchant_id = $1 and e.payment_id = l.payment_id and e.name = 'settled' and e.at = batch.at
                         and e.event ->> 'clearingBatchId' = batch.about
    join payments p on p.merchant_id = $1 and p.payment_id = l.payment_id and p.settlement_currency = $2
   where p.fee_minor > 0
   group by 1, 2, 3`

const takenFrom =
  (contracts: readonly ContractVersion[]) =>
  ({ psp_id: pspId, brand, version, ...sums }: TakenRow): FeesTaken[] => {
    const told = { ...(pspId === null ? {} : { pspId }), ...(brand === null ? {} : { walletBrandName: brand }) }
    const contract = contracts[Math.max(version - 1, 0)]
    return contract === undefined ? [] : [{ wallet: walletIdOf(told), contract, ...sums }]
  }

type Sums = { taken: bigint; returned: bigint; returns: bigint }

/**
 * The lines of an invoice: fees by wallet and price, and what went back. What the books took beyond the fees of the payments is
 * a line of its own, so that lines always come to what was booked. Empty where no fee is covered.
 */
export const feeLinesOf = async (tx: Tx, { merchantId, currency, month }: Bill): Promise<readonly InvoiceLine[]> => {
  await planByIndexes(tx)
  const values = [merchantId, currency, month]
  const [booked] = await tx.run<Sums>({
    text: `with ${covered}
           select coalesce(sum(case t.credit when 'fee_revenue' then t.minor else - t.minor end)
                           filter (where reason = 'fee'), 0)::bigint as taken,
                  coalesce(sum(t.minor) filter (where reason = 'fee returned'), 0)::bigint as returned,
                  count(*) filter (where reason = 'fee returned') as returns
             from covered t`,
    values,
  })
  const { taken, returned, returns } = booked ?? { taken: 0n, returned: 0n, returns: 0n }
  const contracts = [...((await readMerchant({ read: tx.run }, merchantId))?.contracts ?? [])].sort(
    (a, b) => a.validFrom.getTime() - b.validFrom.getTime(),
  )
  const rows = await tx.run<TakenRow>({ text: takenText, values: [...values, contracts.map((one) => one.validFrom)] })
  const lines = feeLines(currency, rows.flatMap(takenFrom(contracts)))
  const beyond = taken - lines.reduce((sum, { minor }) => sum + minor, 0n)
  const plain = (says: string, count: bigint, minor: bigint): InvoiceLine[] =>
    minor === 0n ? [] : [{ says, count, base: undefined, price: undefined, minor }]
  return [
    ...lines,
    ...plain('Corrections of fees', 1n, beyond),
    ...plain('Fees given back with refunds', returns, -returned),
  ]
}
