import type { Db } from '../postgres/db.ts'
import type { Candidate } from './candidate.ts'

export const mostCandidates = 20

/** How many days before and after are looked at; an amount may be a part, a tenth away, or 1000 of its smallest units. */
const nearDays = 15

/** Entries at the bank that nobody has explained, for a batch whose money has not come. */
export const entriesNear = (db: Db, batchId: string): Promise<Candidate<'entry'>[]> =>
  db.read({
    text: `select 'entry' as is, e.entry_id as id, e.statement_id as within,
                  concat_ws(' ', nullif(e.counterparty, ''), nullif(e.remittance, ''), e.reference) as text, e.currency, e.minor,
                  e.value_day::text as day, e.minor - s.said_minor as "differenceMinor",
                  e.value_day - s.value_date as "daysApart"
             from settlement_batches s
             join bank_entries e on e.purpose is null and e.account_id in (
               select account_id from bank_accounts where purpose = 'safeguarding')
              and e.currency = s.currency and sign(e.minor) = sign(s.said_minor)
              and e.value_day between s.value_date - $2::int and s.value_date + $2::int
            where s.settlement_batch_id = $1
              and abs(e.minor) <= abs(s.said_minor) + greatest(abs(s.said_minor) / 10, 1000)
            order by abs(e.minor - s.said_minor), abs(e.value_day - s.value_date), e.entry_id limit ${mostCandidates}`,
    values: [batchId, nearDays],
  })

/** Settlement batches that are not paid, for an entry that nobody has explained. */
export const batchesNear = (db: Db, entryId: string): Promise<Candidate<'batch'>[]> =>
  db.read({
    text: `select 'batch' as is, s.settlement_batch_id as id, null as within, s.participant_agreement_id as text, s.currency,
                  s.said_minor as minor, s.value_date::text as day, s.said_minor - e.minor as "differenceMinor",
                  s.value_date - e.value_day as "daysApart"
             from bank_entries e
             join settlement_batches s on s.settled_at is null and s.currency = e.currency and sign(e.minor) = sign(s.said_minor)
              and s.value_date between e.value_day - $2::int and e.value_day + $2::int
            where e.entry_id = $1 and s.said_minor <> 0
              and abs(s.said_minor) <= abs(e.minor) + greatest(abs(e.minor) / 10, 1000)
            order by abs(s.said_minor - e.minor), abs(s.value_date - e.value_day), s.settlement_batch_id limit ${mostCandidates}`,
    values: [entryId, nearDays],
  })
