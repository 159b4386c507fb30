import { type Currency, type EntryMatch, type OrderedRemittance, remittanceIdsIn } from '@silkgate/domain'
import { breakId, opensAgain } from '../break/index.ts'
import type { Db, Tx } from '../postgres/db.ts'

export type EntryRow = {
  readonly id: string
  readonly currency: Currency
  readonly minor: bigint
  readonly chargesMinor: bigint
  readonly text: string
  /** Of the account: merchants' money, or ours. */
  readonly purpose: 'safeguarding' | 'operating'
  /** Why it came back, where the bank says so. */
  readonly returned: string | null
}

const named = `concat_ws(' ', e.remittance, e.reference, e.bank_reference, e.details ->> 'orders')`

const columns = `e.entry_id as id, a.purpose, e.currency, e.minor, e.charges_minor as "chargesMinor",
  ${named} as text,
  (select string_agg(concat_ws(' ', r ->> 'reason',
                               (select string_agg(i, ' ') from jsonb_array_elements_text(r -> 'information') i)),
                     '; ') from jsonb_array_elements(e.details -> 'returned') r) as returned`

/** Entries that name remittances, sweeps or files of ours and that nobody has explained; debits before returns. */
export const entriesOfOrders = (db: Db): Promise<EntryRow[]> =>
  db.read<EntryRow>({
    text: `select ${columns} from bank_entries e join bank_accounts a using (account_id)
            where e.purpose is null
              and ((a.purpose = 'safeguarding' and ${named} ~ 'R\\d{10}[A-Z]{3}\\d{7}|SG-\\d{8}-[A-Z]{3}-')
                or ${named} ~ 'SWEEP-\\d{8}-[A-Z]{3}')
            order by e.minor > 0, e.value_day, e.entry_id`,
    values: [],
  })

/** One entry on our bank statements. */
export const entryOfOrders = async (tx: Tx, entryId: string): Promise<EntryRow | undefined> => {
  const text = `select ${columns} from bank_entries e join bank_accounts a using (account_id) where e.entry_id = $1`
  return (await tx.run<EntryRow>({ text, values: [entryId] }))[0]
}

/** Holds an entry; answers whether it is open still. */
export const lockEntry = async (tx: Tx, entryId: string): Promise<boolean> => {
  const rows = await tx.run({
    text: 'select 1 from bank_entries where entry_id = $1 and purpose is null for update',
    values: [entryId],
  })
  return rows.length === 1
}

type Row = {
  merchant_id: bigint
  remittance_id: string
  currency: string
  minor: bigint
  status: OrderedRemittance['status']
  payment_information_id: string | null
}

/** Remittances that an entry names, by their ids or by their group; held until the transaction ends. */
export const lockNamed = async (tx: Tx, text: string): Promise<OrderedRemittance[]> => {
  const groups = [...new Set(text.match(/SG-\d{8}-[A-Z]{3}-[0-9a-f]{12}-\d+/g) ?? [])]
  const rows = await tx.run<Row>({
    text: `select merchant_id, remittance_id, currency, minor, status, payment_information_id from remittances r
            where (r.merchant_id, r.remittance_id) in (
                    select substr(id, 2, 10)::bigint, id from unnest($1::text[]) id)
               or (r.file_id in (select file_id from remittance_files where message_id = any ($2))
                   and r.payment_information_id = any ($3))
            order by r.merchant_id, r.remittance_id collate "C" for update`,
    values: [remittanceIdsIn(text), groups.map((group) => group.replace(/-\d+$/, '')), groups],
  })
  return rows.map((row) => ({
    remittanceId: row.remittance_id,
    currency: row.currency,
    minor: row.minor,
    status: row.status,
    paymentInformationId: row.payment_information_id ?? undefined,
  }))
}

/** An entry is explained: which part of it paid, or brought back, which remittance. */
export const explainEntry = async (tx: Tx, entryId: string, match: EntryMatch, at: Date): Promise<void> => {
  const parts = match.remittances.map(({ remittanceId, minor }) => ({
    remittance_id: remittanceId,
    minor: (match.event === 'debited' ? -minor : minor).toString(),
  }))
  await tx.run({
    text: `with explained as (update bank_entries set purpose = 'remittance', explained_at = $3 where entry_id = $1)
           insert into remittance_entries (merchant_id, remittance_id, entry_id, minor, at)
           select substr(remittance_id, 2, 10)::bigint, remittance_id, $1, minor, $3
             from json_to_recordset($2) as r (remittance_id text, minor bigint)`,
    values: [entryId, JSON.stringify(parts), at],
  })
}

/** Entries that paid a remittance or brought it back. */
export const entriesOf = (db: Pick<Db, 'read'>, remittanceId: string) =>
  db.read<{ account: string; statement: string; position: number; bookingDay: string; minor: bigint }>({
    text: `select e.account_id as account, s.number as statement, e.position, e.booking_day::text as "bookingDay", x.minor
             from remittance_entries x join bank_entries e using (entry_id) join bank_statements s using (statement_id)
            where x.merchant_id = $1 and x.remittance_id = $2 order by x.at, x.entry_id`,
    values: [BigInt(remittanceId.slice(1, 11)), remittanceId],
  })

/** Opens a break for each remittance that was sent before an instant and is not debited; closes those that have ended since. */
export const openOverdue = async (tx: Tx, sentBefore: Date, at: Date): Promise<void> => {
  await tx.run({
    text: `insert into breaks (break_id, kind, merchant_id, about, currency, minor, field, ours, theirs, opened_at)
           select ${breakId("'remittance_overdue'", 'remittance_id')}, 'remittance_overdue', merchant_id, remittance_id, currency,
                  - minor, 'entry', concat_ws(' ', status, 'since', coalesce(accepted_at, sent_at)), 'none', $2
             from remittances where status = any ('{sent,accepted}') and sent_at < $1 ${opensAgain}`,
    values: [sentBefore, at],
  })
  await tx.run({
    text: `update breaks b set resolved_at = $1, resolution = 'agreed', reason = 'the bank has paid or rejected it since'
            where b.kind = 'remittance_overdue' and b.resolved_at is null
              and exists (select from remittances r where r.remittance_id = b.about and r.merchant_id = b.merchant_id
                             and r.status <> all ('{sent,accepted}'))`,
    values: [at],
  })
}
