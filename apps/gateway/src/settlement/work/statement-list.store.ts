import type { PageQuery } from '../../http/place.ts'
import type { Db } from '../../postgres/db.ts'

export type ListedStatement = {
  readonly statementId: string
  readonly account: string
  readonly accountName: string | null
  readonly purpose: string | null
  readonly fileId: string
  readonly file: string
  readonly format: string
  readonly number: string
  readonly fromDay: string | null
  readonly day: string
  readonly currency: string
  readonly openingMinor: bigint
  readonly closingMinor: bigint
  readonly takenAt: Date
  readonly entries: number
  /** Entries of which nobody knows what they are. */
  readonly unexplained: number
}

const columns = `
  s.statement_id as "statementId", s.account_id as account, a.name as "accountName", a.purpose, s.file_id as "fileId",
  f.name as file, s.format, s.number, s.from_day::text as "fromDay", s.to_day::text as day, s.currency,
  s.opening_minor as "openingMinor", s.closing_minor as "closingMinor", s.taken_at as "takenAt",
  (select count(*)::int from bank_entries e where e.statement_id = s.statement_id) as entries,
  (select count(*)::int from bank_entries e where e.statement_id = s.statement_id and e.purpose is null) as unexplained`

const from = `bank_statements s left join bank_accounts a using (account_id)
  join received_files f on f.file_id = s.file_id`

/** Statements of the bank, the latest first, of an account or of all. */
export const listStatements = (
  db: Db,
  { account, after, limit }: PageQuery & { readonly account: string | undefined },
): Promise<ListedStatement[]> =>
  db.read<ListedStatement>({
    text: `select ${columns} from ${from}
            where ($1::text is null or s.account_id = $1)
              and ($2::date is null or (s.to_day, s.statement_id) < ($2, $3::uuid))
            order by s.to_day desc, s.statement_id desc limit $4`,
    values: [account ?? null, after?.at ?? null, after?.id ?? null, limit],
  })

export const readStatement = async (db: Db, statementId: string): Promise<ListedStatement | undefined> => {
  const text = `select ${columns} from ${from} where s.statement_id = $1`
  const [row] = await db.read<ListedStatement>({ text, values: [statementId] })
  return row
}

export type ListedEntry = {
  readonly entryId: string
  readonly position: number
  readonly bookingDay: string
  readonly valueDay: string
  readonly currency: string
  readonly minor: bigint
  readonly chargesMinor: bigint
  readonly isReversal: boolean
  readonly reference: string
  readonly remittance: string
  readonly counterparty: string
  readonly purpose: string | null
  /** What it paid: settlement batches, or remittances. */
  readonly batches: readonly string[]
  readonly remittances: readonly string[]
  readonly breakId: string | null
}

/** The entries of a statement as the bank has them in order. */
export const pageOfEntries = (db: Db, statementId: string, { after, limit }: PageQuery): Promise<ListedEntry[]> =>
  db.read<ListedEntry>({
    text: `select e.entry_id as "entryId", e.position, e.booking_day::text as "bookingDay", e.value_day::text as "valueDay",
                  e.currency, e.minor, e.charges_minor as "chargesMinor", e.is_reversal as "isReversal", e.reference,
                  e.remittance, e.counterparty, e.purpose,
                  array(select r.settlement_batch_id from settlement_receipts r
                         where r.entry_id = e.entry_id order by 1) as batches,
                  array(select r.remittance_id from remittance_entries r
                         where r.entry_id = e.entry_id order by 1) as remittances,
                  (select b.break_id from breaks b
                    where b.kind = 'unknown_entry' and b.resolved_at is null and b.entry_id = e.entry_id limit 1) as "breakId"
             from bank_entries e where e.statement_id = $1 and e.position > $2 order by e.position limit $3`,
    values: [statementId, after?.at ?? -1, limit],
  })
