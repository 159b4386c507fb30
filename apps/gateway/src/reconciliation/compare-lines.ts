import { wallets } from '@silkgate/domain'

/**
 * Statements that compare report lines with our own books. Lines come from a relation with the columns of `report_lines`;
 * each is compared with the one payment, refund or dispute that it names by `own_id`, its request id.
 */

/** SQL: the id under which we know what a line that is in our books is about: its payment is found, its refund is named. */
export const ownIdOf = `case when transaction_type = 'REFUND' then transaction_request_id
  else coalesce(payment_id, transaction_request_id) end`

/** Half to even, as Alipay+ rounds: `share` of 10,000 parts of a positive amount. */
const feeOf = (minor: string, basisPoints: string): string => {
  const product = `(${minor}) * ${basisPoints}`
  return `((${product}) / 10000 + case when (${product}) % 10000 > 5000
             or ((${product}) % 10000 = 5000 and (${product}) / 10000 % 2 = 1) then 1 else 0 end)`
}

/** What a fee is of: the amount on our books, since that of the line may be what is wrong; the line's where we have none. */
const feeBasis =
  'case when o.our_settlement_currency = $4 then coalesce(o.our_settlement, l.settlement_minor) else l.settlement_minor end'

/** What a line's fee of a type should be by our contract; what was charged where we have none for its agreement. */
const expectedFee = (type: 'interchange' | 'service'): string => `
  case when f.${type}_basis_points is null then l.${type}_minor
       when l.transaction_type = 'PAYMENT' then ${feeOf(feeBasis, `f.${type}_basis_points`)}
       when l.transaction_type = 'REFUND' and f.${type}_on_refund = 'returned'
         then - ${feeOf(`- (${feeBasis})`, `f.${type}_basis_points`)}
       else 0 end`

/** Country by partner id, for all wallets that we know; the others are taken for foreign ones. */
const countries = `(values ${Object.values(wallets)
  .map(({ pspId, country }) => `('${pspId}', '${country}')`)
  .join(', ')}) as wallet (psp_id, country)`

const rate = (type: string, column: string) =>
  `max(s.${column}) filter (where s.fee_type = '${type}') as ${type === 'SERVICE_FEE' ? 'service' : 'interchange'}_${column}`

/** The rates in force for an agreement on a day, one row for each reach. */
const feesInForce = `
  select s.reach, ${rate('INTERCHANGE_FEE', 'basis_points')}, ${rate('INTERCHANGE_FEE', 'on_refund')},
         ${rate('SERVICE_FEE', 'basis_points')}, ${rate('SERVICE_FEE', 'on_refund')}
    from (select distinct on (fee_type, reach) * from scheme_fees
           where participant_agreement_id = $2 and valid_from <= $3 order by fee_type, reach, valid_from desc) s
   group by s.reach`

/** What our books have for a line: null where the transaction is unknown, and a settlement amount while it has no price. */
const ours = `
  case l.transaction_type when 'REFUND' then r.amount_minor when 'PAYMENT' then p.amount_minor else d.taken_minor end
    as our_amount,
  coalesce(r.currency, d.currency, p.currency) as our_currency,
  case l.transaction_type when 'REFUND' then - r.settlement_minor when 'PAYMENT' then p.settlement_minor
    when 'CHARGEBACK' then - d.booked_minor else d.booked_minor end as our_settlement,
  coalesce(r.settlement_currency, p.settlement_currency) as our_settlement_currency,
  coalesce(r.payment_id, p.payment_id) as our_payment,
  case l.transaction_type
    when 'PAYMENT' then p.captured or p.late_success_minor > 0 when 'REFUND' then r.accepted
    when 'ADJUSTMENT' then d.reversed
    when 'CANCEL' then case when p.payment_id is not null then false end
    when 'CHARGEBACK' then case when d.dispute_id is not null then d.outcome is not distinct from 'lost' end end as stands`

/** The same transaction in another clearing batch that agreed. */
const agreedElsewhere = `exists (
  select from report_lines x
   where x.merchant_id = l.merchant_id and x.transaction_request_id = l.transaction_request_id
     and x.transaction_type = l.transaction_type and x.transaction_id = l.transaction_id
     and x.clearing_batch_id <> $1 and x.outcome = 'agreed')`

/**
 * Lines with what became of them: every column of `report_lines` but the batch, and what a break about them would say
 * (`field`, `ours_text`, `theirs_text`, `difference`). Parameters: $1 clearing batch, $2 agreement, $3 clearing day,
 * $4 its currency.
 */
export const comparedLines = (lines: string): string => `
  select c.*,
         case c.outcome
           when 'amount_differs' then 'amount' when 'settlement_differs' then 'settlement amount'
           when 'state_differs' then 'state' else 'id' end as field,
         case c.outcome
           when 'amount_differs' then concat_ws(' ', c.our_amount, c.our_currency)
           when 'settlement_differs' then concat_ws(' ', c.our_settlement, c.our_settlement_currency)
           when 'unknown_transaction' then 'none' when 'duplicate_line' then 'settled once'
           else coalesce(c.our_status, 'none') end as ours_text,
         case c.outcome
           when 'amount_differs' then concat_ws(' ', c.amount_minor, c.currency)
           when 'settlement_differs' then concat_ws(' ', c.settlement_minor, $4::text)
           else concat_ws(' ', c.transaction_type, c.transaction_id, c.settlement_minor, $4::text) end as theirs_text,
         case when c.outcome = 'settlement_differs' then c.settlement_minor - c.our_settlement
              else c.settlement_minor - c.interchange_minor - c.service_minor end as difference
    from (
      select l.merchant_id, l.transaction_request_id, l.transaction_type, l.transaction_id, l.file_row,
             o.our_payment as payment_id,
             l.original_transaction_id, l.transaction_time, l.psp_id, l.amount_minor, l.currency, l.settlement_minor,
             l.interchange_minor, l.service_minor,
             l.interchange_minor + l.service_minor - (${expectedFee('interchange')}) - (${expectedFee('service')})
               as fee_difference_minor,
             case when o.stands is null then 'unknown_transaction'
                  when not o.stands then 'state_differs'
                  when o.our_amount <> l.amount_minor or o.our_currency <> l.currency then 'amount_differs'
                  when o.our_settlement is null then 'unpriced'
                  when o.our_settlement <> l.settlement_minor or o.our_settlement_currency <> $4 then 'settlement_differs'
                  when ${agreedElsewhere} then 'duplicate_line'
                  else 'agreed' end as outcome,
             o.our_amount, o.our_currency, o.our_settlement, o.our_settlement_currency,
             case when p.closed then 'CANCELLED' when p.refused is not null then 'REJECTED' else 'not paid' end as our_status
        from (${lines}) l
        left join payments p on l.transaction_type <> 'REFUND' and p.merchant_id = l.merchant_id
              and p.payment_id = l.own_id
        left join refunds r on l.transaction_type = 'REFUND' and r.merchant_id = l.merchant_id
              and r.refund_id = l.own_id
        left join disputes d on l.transaction_type in ('CHARGEBACK', 'ADJUSTMENT') and d.merchant_id = l.merchant_id
              and d.payment_id = l.own_id and d.request_id = l.transaction_id
        left join merchants m on m.merchant_id = l.merchant_id
        left join ${countries} on wallet.psp_id = l.psp_id
        left join (${feesInForce}) f
               on f.reach = case when wallet.country = m.address ->> 'region' then 'domestic' else 'cross_border' end
        cross join lateral (select ${ours}) o) c`
