import type { Currency } from '@silkgate/domain'
import type { Candidate } from '../break/index.ts'
import type { Db, Tx } from '../postgres/db.ts'

/** A report line about what we do not know, by its batch and by what its break is about. */
export type UnknownLine = { readonly clearingBatchId: string; readonly about: string }

/** SQL: what a break about a line names it by. */
export const nameOfLine = `concat_ws('/', l.clearing_batch_id, l.transaction_type, l.transaction_id)`

type LineCandidate = Candidate<'payment' | 'refund' | 'dispute'>

const ofAll = (table: string) => `${table}.merchant_id = any (array(select merchant_id from merchants))`
const unnamed = (table: string, line: string) =>
  `not exists (select from report_lines x where x.merchant_id = ${table}.merchant_id
                  and x.transaction_type = l.transaction_type and ${line})`

/**
 * SQL: what of our books is settled in the currency of an unknown line l, is of its type, and is named by no other line. A
 * dispute is that of its line alone where their ids are the same: the line names it by that, whatever payment it names.
 */
const otherSides = (of: Readonly<Record<'payment' | 'refund' | 'dispute', string>>): string => `
  select 'payment' as is, p.payment_id as id, p.merchant_id, p.payment_id, l.transaction_request_id as request_id,
         concat_ws(' ', p.merchant_reference, p.network ->> 'walletBrandName') as text,
         p.settlement_currency as currency, p.settlement_minor as minor, p.captured_at as at, false as is_of_payment
    from payments p
   where l.transaction_type = 'PAYMENT' and ${ofAll('p')} and p.captured and not p.settled and p.settlement_minor is not null
     and ${of.payment} and ${unnamed('p', 'x.payment_id = p.payment_id')}
  union all
  select 'refund', r.refund_id, r.merchant_id, r.payment_id, r.refund_id, r.payment_id, r.settlement_currency,
         - coalesce(r.settlement_minor, r.booked_minor), r.status_changed_at,
         exists (select from payments p where p.merchant_id = r.merchant_id and p.payment_id = r.payment_id
                    and p.network ->> 'alipayPlusPaymentId' = l.original_transaction_id)
    from refunds r
   where l.transaction_type = 'REFUND' and ${ofAll('r')} and r.accepted
     and ${of.refund} and ${unnamed('r', 'x.transaction_request_id = r.refund_id')}
  union all
  select 'dispute', d.dispute_id, d.merchant_id, d.payment_id, l.transaction_request_id, d.payment_id, d.settlement_currency,
         case l.transaction_type when 'CHARGEBACK' then - d.booked_minor else d.booked_minor end, d.status_changed_at, false
    from disputes d
   where d.request_id = l.transaction_id and d.outcome = 'lost' and ${of.dispute}
     and (l.transaction_type = 'CHARGEBACK' or (l.transaction_type = 'ADJUSTMENT' and d.reversed))
     and ${unnamed('d', 'x.payment_id = d.payment_id and x.transaction_id = d.request_id')}`

const theLine = `
  select l.*, c.currency as settled_in from report_lines l join clearing_batches c using (clearing_batch_id)
   where l.clearing_batch_id = $1 and ${nameOfLine} = $2 and l.outcome = 'unknown_transaction'`

const within = (column: string, days: number) =>
  `${column} between l.transaction_time - interval '${days} days' and l.transaction_time + interval '${days} days'`

/** Payments are cleared on their day; when Alipay+ gave a refund back is not told to the second, nor always at once. */
const near = { payment: within('p.captured_at', 1), refund: within('r.status_changed_at', 15), dispute: 'true' }

/**
 * The nearest things that may be the other side of a line: refunds of the payment that it names first. As `isNear` has it, an
 * amount may be a tenth of ours away, or 1000 of the smallest units.
 */
export const candidatesOfLine = (
  db: Db,
  { clearingBatchId, about }: UnknownLine,
  limit: number,
): Promise<LineCandidate[]> =>
  db.read<LineCandidate>({
    text: `with line as materialized (${theLine})
           select o.is, o.id, null as within, o.text, o.currency, o.minor, o.at::date::text as day,
                  o.minor - l.settlement_minor as "differenceMinor", o.at::date - l.transaction_time::date as "daysApart"
             from line l cross join lateral (${otherSides(near)}) o
            where o.currency = l.settled_in and abs(o.minor - l.settlement_minor) <= greatest(abs(o.minor) / 10, 1000)
            order by o.is_of_payment desc, abs(o.minor - l.settlement_minor), abs(o.at::date - l.transaction_time::date), o.id
            limit $3`,
    values: [clearingBatchId, about, limit],
  })

export type OtherSide = {
  readonly merchant_id: bigint
  readonly payment_id: string
  /** What the line would name it by. */
  readonly request_id: string
  readonly currency: Currency
  readonly line_currency: Currency
  readonly ours: bigint
  readonly theirs: bigint
}

const chosen = { payment: 'p.payment_id = $3', refund: 'r.refund_id = $3', dispute: 'd.dispute_id = $3' }

/** What somebody says that a line is about, if no other line is, held so that none will be meanwhile. */
export const otherSideOf = async (
  tx: Tx,
  { clearingBatchId, about }: UnknownLine,
  id: string,
): Promise<OtherSide | undefined> => {
  await tx.run({ text: `select pg_advisory_xact_lock(hashtextextended('line of ' || $1, 0))`, values: [id] })
  const [found] = await tx.run<OtherSide>({
    text: `with line as materialized (${theLine})
           select o.merchant_id, o.payment_id, o.request_id, o.currency, l.settled_in as line_currency, o.minor as ours,
                  l.settlement_minor as theirs
             from line l cross join lateral (${otherSides(chosen)}) o`,
    values: [clearingBatchId, about, id],
  })
  return found
}

/** The line is about that from now on. */
export const nameOtherSide = (
  tx: Tx,
  { clearingBatchId, about }: UnknownLine,
  { merchant_id, payment_id, request_id }: OtherSide,
): Promise<unknown> =>
  tx.run({
    text: `update report_lines l set merchant_id = $3, payment_id = $4, transaction_request_id = $5
            where clearing_batch_id = $1 and ${nameOfLine} = $2 and outcome = 'unknown_transaction'`,
    values: [clearingBatchId, about, merchant_id, payment_id, request_id],
  })
