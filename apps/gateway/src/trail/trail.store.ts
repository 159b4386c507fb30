import type { MerchantId, PaymentId } from '@silkgate/domain'
import type { Db, Row } from '../postgres/db.ts'
import { remittancesOfPaymentSql } from '../remittance/index.ts'

/** One stage of a payment's way, as rows of JSON in the order in which they happened. */
export type Stage =
  | 'calls'
  | 'events'
  | 'webhooks'
  | 'reportLines'
  | 'clearing'
  | 'settlement'
  | 'bank'
  | 'remittances'
  | 'remittanceBank'
  | 'transfers'
  | 'breaks'
  | 'exceptions'

/** Amounts as text, for JSON has no whole numbers of that size. */
const money = (minor: string, currency: string, name: string) =>
  `json_build_object('currency', ${currency}, 'minor', ${minor}::text) as "${name}"`

/** The lines of a payment, its refunds and its disputes. */
const lines = `
  select * from report_lines
   where (merchant_id = $1 and transaction_request_id = $2 and payment_id = $2)
      or (merchant_id = $1 and payment_id = $2 and payment_id <> transaction_request_id)`
const settlements = `
  select distinct part.settlement_batch_id, part.clearing_batch_id from settlement_batch_parts part
    join (${lines}) l using (clearing_batch_id)`

/** Postings of whole batches stand for many payments; whose part it is, the lines say. */
const ofBatches = `about = any (array(
    select clearing_batch_id from (${lines}) l
    union all select remittance_id from (${remittancesOfPaymentSql}) own
    union all select concat_ws('/', clearing_batch_id, transaction_type, transaction_id) from (${lines}) l))`

const bankEntry = `e.entry_id as "entryId", e.statement_id as "statementId", e.account_id as account, s.number as statement,
           e.position, e.booking_day::text as "bookingDay", e.value_day::text as "valueDay",
           ${money('e.minor', 'e.currency', 'entry')}`

const statements: Readonly<Record<Stage, string>> = {
  calls: `select at, api, outcome, http_status as "httpStatus", duration_ms as "durationMs" from messages
           where merchant_id = $1 and payment_id = $2 order by at, message_id`,
  events: `select at, name, version, event from payment_events where merchant_id = $1 and payment_id = $2 order by version`,
  webhooks: `
    select e.created_at as at, e.type, e.event_id as "eventId", p.url, d.state, d.attempts,
           (select max(a.at) from webhook_attempts a where a.merchant_id = $1 and a.event_id = e.event_id
               and a.endpoint_id = d.endpoint_id and a.status between 200 and 299) as "deliveredAt"
      from webhook_events e
      left join webhook_deliveries d on d.merchant_id = $1 and d.event_id = e.event_id
      left join webhook_endpoints p on p.merchant_id = $1 and p.endpoint_id = d.endpoint_id
     where e.merchant_id = $1 and e.payment_id = $2 order by e.created_at, e.version, e.event_id, p.url`,
  reportLines: `
    select c.taken_at as at, transaction_type as type, transaction_time as "transactionTime",
           transaction_request_id as "requestId", transaction_id as "transactionId",
           clearing_batch_id as "clearingBatchId", file_row as "row", outcome,
           ${money('amount_minor', 'l.currency', 'amount')}, ${money('settlement_minor', 'c.currency', 'settlement')},
           ${money('interchange_minor', 'c.currency', 'interchangeFee')}, ${money('service_minor', 'c.currency', 'serviceFee')}
      from (${lines}) l join clearing_batches c using (clearing_batch_id)
     order by c.taken_at, transaction_time, transaction_type, transaction_id`,
  clearing: `
    select c.taken_at as at, c.clearing_batch_id as "clearingBatchId", c.participant_agreement_id as agreement,
           c.clearing_day::text as "clearingDay", c.items_read::integer as lines,
           ${money('c.summary_net_minor', 'c.currency', 'net')},
           f.name as file, f.sha256
      from clearing_batches c left join received_files f on f.file_id = c.items_file
     where clearing_batch_id in (select clearing_batch_id from (${lines}) l) order by c.taken_at, 2`,
  settlement: `
    select b.taken_at as at, b.settlement_batch_id as "settlementBatchId", b.value_date::text as "valueDate",
           ${money('b.said_minor', 'b.currency', 'amount')}, f.name as file, b.settled_at as "settledAt"
      from settlement_batches b left join received_files f on f.file_id = b.file_id
     where b.settlement_batch_id in (select settlement_batch_id from (${settlements}) s) order by b.taken_at, 2`,
  bank: `
    select r.at, ${bankEntry}, ${money('r.minor', 'e.currency', 'part')},
           r.settlement_batch_id as "settlementBatchId", r.how, e.remittance, f.name as file
      from settlement_receipts r join bank_entries e using (entry_id) join bank_statements s using (statement_id)
      left join received_files f on f.file_id = s.file_id
     where r.settlement_batch_id in (select settlement_batch_id from (${settlements}) s) order by r.at, e.account_id, e.position`,
  remittances: `
    select r.created_at as at, r.remittance_id as "remittanceId", r.status, ${money('r.minor', 'r.currency', 'amount')},
           (select json_agg(json_build_object('kind', m.kind, 'minor', m.minor::text) order by m.at, m.kind desc)
              from remittance_payments m
             where m.merchant_id = $1 and m.remittance_id = r.remittance_id and m.payment_id = $2) as movements,
           r.sent_at as "sentAt", r.accepted_at as "acceptedAt", r.confirmed_at as "confirmedAt",
           r.rejected_at as "rejectedAt", r.returned_at as "returnedAt", r.cancelled_at as "cancelledAt", r.reason,
           r.carried_into as "carriedInto", f.name as file, f.sha256,
           (select true from remittance_kept k
             where k.merchant_id = $1 and k.remittance_id = r.remittance_id and k.payment_id = $2
               and k.minor >= (select sum(m.minor) from remittance_payments m
                                where m.merchant_id = $1 and m.payment_id = $2 and m.remittance_id <= r.remittance_id))
             as "isKeptBack"
      from (${remittancesOfPaymentSql}) own join remittances r on r.merchant_id = $1 and r.remittance_id = own.remittance_id
      left join remittance_files f on f.file_id = r.file_id
     order by r.created_at, r.remittance_id`,
  remittanceBank: `
    select x.at, ${bankEntry}, ${money('x.minor', 'e.currency', 'part')},
           x.remittance_id as "remittanceId", e.remittance, f.name as file
      from (${remittancesOfPaymentSql}) own
      join remittance_entries x on x.merchant_id = $1 and x.remittance_id = own.remittance_id
      join bank_entries e using (entry_id) join bank_statements s using (statement_id)
      left join received_files f on f.file_id = s.file_id
     order by x.at, e.account_id, e.position`,
  transfers: `
    select at, accounting_date::text as day, debit, credit, ${money('minor', 'currency', 'amount')}, reason, about
      from transfers where merchant_id = $1 and (payment_id = $2 or ${ofBatches})
     order by at, position, transfer_id`,
  // Those of its batches as long as they are open: they keep its money too.
  breaks: `
    select opened_at as at, break_id as "breakId", kind, about, ours, theirs, ${money('minor', 'currency', 'beyond')}, owner,
           resolved_at as "resolvedAt", resolution, reason
      from breaks where (merchant_id = $1 and payment_id = $2) or (resolved_at is null and settlement_batch_id = any (array(
             select settlement_batch_id from (${settlements}) s))) order by opened_at, kind`,
  exceptions: `
    select opened_at as at, kind, detail, deadline_at as "deadlineAt", resolved_at as "resolvedAt", resolution
      from exceptions where merchant_id = $1 and payment_id = $2 order by opened_at, kind`,
}

export const stages = Object.keys(statements) as Stage[]

export const readStage = (db: Db, stage: Stage, merchantId: MerchantId, paymentId: PaymentId): Promise<Row[]> =>
  db.read({ name: `trail_${stage}`, text: statements[stage], values: [merchantId, paymentId] })
