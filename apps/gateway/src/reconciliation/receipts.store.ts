import { type BankEntry, type Currency, type ExpectedReceipt, type Match, money, postings } from '@silkgate/domain'
import { postTransfers } from '../ledger/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { planByIndexes } from '../postgres/plan-by-indexes.ts'
import { insertOf, tableOf } from '../postgres/rows.ts'

const receipts = tableOf(
  'settlement_receipts',
  'settlement_batch_id text, entry_id uuid, minor bigint, how text, at timestamptz',
)

/** Whatever reads: the database, or a transaction. */
type Reads = Pick<Db, 'read'>

/** A later settlement batch that lists a batch's clearing batches carries it: it has no money of its own. */
export const isCarried = (batch = 'b'): string => `exists (
  select from settlement_batch_parts mine
    join settlement_batch_parts theirs on theirs.clearing_batch_id = mine.clearing_batch_id
    join settlement_batches later on later.settlement_batch_id = theirs.settlement_batch_id
   where mine.settlement_batch_id = ${batch}.settlement_batch_id
     and (later.settlement_date, later.settlement_batch_id collate "C")
       > (${batch}.settlement_date, ${batch}.settlement_batch_id collate "C"))`

/** Whether the three files of each of its clearing batches were taken in. */
const isComplete = `not exists (
  select from settlement_batch_parts part
   where part.settlement_batch_id = b.settlement_batch_id
     and not exists (select from clearing_batches c where c.clearing_batch_id = part.clearing_batch_id))`

/** Settlement batches whose money was not found yet and whose clearing batches are all here. */
export const expectedReceipts = (db: Reads): Promise<ExpectedReceipt[]> =>
  db.read<ExpectedReceipt>({
    text: `select settlement_batch_id as id, currency, said_minor as minor, value_date::text as "valueDay",
                  said_minor <> coalesce((select sum(part.said_minor) from settlement_batch_parts part
                                           where part.settlement_batch_id = b.settlement_batch_id), 0) as "isInDoubt"
             from settlement_batches b where settled_at is null and ${isComplete} and not ${isCarried()}
            order by value_date, settlement_batch_id collate "C"`,
    values: [],
  })

/** What is on our safeguarding accounts' statements and nobody has explained. */
export const unexplainedEntries = (db: Reads): Promise<BankEntry[]> =>
  db.read<BankEntry>({
    text: `select e.entry_id as id, e.currency, e.minor, e.value_day::text as "valueDay", e.charges_minor as "chargesMinor",
                  concat_ws(' ', e.remittance, e.reference, e.bank_reference) as text
             from bank_entries e join bank_accounts a using (account_id)
            where e.purpose is null and a.purpose = 'safeguarding'
            order by e.value_day, e.entry_id`,
    values: [],
  })

/** Which part of which entry paid which batch: filled in order. A batch that nets to nothing has no entry. */
const partsOf = ({ batches, entries, how }: Match, at: Date): Record<string, unknown>[] => {
  if (batches.length === 1 || entries.length === 1) {
    return batches.flatMap((batch) =>
      entries.map((entry) => ({
        settlement_batch_id: batch.id,
        entry_id: entry.id,
        minor: (batches.length === 1 ? entry.minor : batch.minor).toString(),
        how,
        at,
      })),
    )
  }
  const rest = entries.map((entry) => ({ entry, minor: entry.minor }))
  return batches.flatMap((batch, index) => {
    let wanted = batch.minor
    return rest.flatMap((left) => {
      const isLast = index === batches.length - 1
      const minor = isLast || left.minor < wanted ? left.minor : wanted
      if (minor === 0n || wanted === 0n) return []
      left.minor -= minor
      wanted -= minor
      return [{ settlement_batch_id: batch.id, entry_id: left.entry.id, minor: minor.toString(), how, at }]
    })
  })
}

/** Lines that agree, as they are settled: each at its net. */
const agreedLines = `
  select l.merchant_id, l.clearing_batch_id, part.settlement_batch_id, b.currency,
         l.settlement_minor - l.interchange_minor - l.service_minor as net
    from settlement_batch_parts part
    join settlement_batches b using (settlement_batch_id)
    join report_lines l using (clearing_batch_id)
   where part.settlement_batch_id = any ($1) and l.outcome = 'agreed'`

type Net = {
  readonly merchant_id: bigint
  readonly clearing_batch_id: string
  readonly currency: Currency
  readonly net: bigint
}

/** What each merchant's lines of each clearing batch come to. */
const netsOf = (tx: Tx, ids: readonly string[]): Promise<Net[]> =>
  tx.run<Net>({
    text: `select merchant_id, clearing_batch_id, currency, sum(net)::bigint as net from (${agreedLines}) l
            group by merchant_id, clearing_batch_id, currency order by merchant_id, clearing_batch_id collate "C"`,
    values: [ids],
  })

const sumOf = (nets: readonly Net[]): bigint => nets.reduce((sum, { net }) => sum + net, 0n)

/**
 * What we would owe merchants beyond what is settled; positive: too much. Only a fee that differs explains it: whatever else
 * does not agree keeps its line out of the sum.
 */
const overdraftOf = async (tx: Tx, ids: readonly string[], nets: readonly Net[]): Promise<bigint> => {
  const [row] = await tx.run<{ explained: bigint }>({
    text: `select ((select sum(said_minor) from settlement_batches where settlement_batch_id = any ($1))
                   + coalesce((select sum(abs(x.minor)) from breaks x
                                where x.kind = 'fee_differs' and x.clearing_batch_id in (
                                  select clearing_batch_id from settlement_batch_parts where settlement_batch_id = any ($1))), 0)
                  )::bigint as explained`,
    values: [ids],
  })
  return sumOf(nets) - (row?.explained ?? 0n)
}

/** Each merchant has its lines at their net; so much of the entries is explained, and the bank's charges are ours. */
const postNets = async (tx: Tx, { batches, chargesMinor }: Match, nets: readonly Net[], at: Date): Promise<void> => {
  for (const { merchant_id, clearing_batch_id: about, currency, net } of nets) {
    await postTransfers(tx, postings.batchReceived(merchant_id.toString(), money(currency, net)), { about, at })
  }
  const [first] = batches
  if (first === undefined) return
  const charges = chargesMinor > 0n ? chargesMinor : 0n
  const transfers = [
    ...postings.unattributed(money(first.currency, charges - sumOf(nets))),
    ...postings.bankCharges(money(first.currency, charges)),
  ]
  await postTransfers(tx, transfers, { about: first.id, at })
}

/** What came of posting a match: it was another's meanwhile, or its lines come to more than it pays. */
export type Posted = 'posted' | 'taken' | { readonly overdraft: bigint }

/**
 * Posts the money of a match: to each merchant its lines that agree, at their net; what is left of it stays unexplained
 * under the operator. Nothing is posted where the lines come to more than what is paid.
 */
export const postMatch = async (tx: Tx, match: Match, at: Date, tolerance: bigint): Promise<Posted> => {
  await planByIndexes(tx)
  const ids = match.batches.map(({ id }) => id)
  const locked = await tx.run<{ id: string; minor: bigint }>({
    text: `select settlement_batch_id as id, said_minor as minor from settlement_batches
            where settlement_batch_id = any ($1) and settled_at is null order by settlement_batch_id for update`,
    values: [ids],
  })
  const entryIds = match.entries.map(({ id }) => id)
  const free = await tx.run({
    text: 'select 1 from bank_entries where entry_id = any ($1::uuid[]) and purpose is null order by entry_id for update',
    values: [entryIds],
  })
  // A better file of one may have come meanwhile.
  const isAsMatched = match.batches.every(({ id, minor }) => locked.some((one) => one.id === id && one.minor === minor))
  if (!isAsMatched || free.length !== entryIds.length) return 'taken'
  const nets = await netsOf(tx, ids)
  const overdraft = await overdraftOf(tx, ids, nets)
  if (overdraft > tolerance) return { overdraft }
  await postNets(tx, match, nets, at)
  const parts = partsOf(match, at)
  const values: unknown[] = []
  if (parts.length > 0) await tx.run({ text: insertOf(receipts, parts, values), values })
  await tx.run({
    text: `with explained as (
               update bank_entries set purpose = 'settlement', explained_at = $3 where entry_id = any ($2::uuid[])),
             carried as (
               update settlement_batches b set settled_at = $3, finished_at = $3
                where settled_at is null and not settlement_batch_id = any ($1) and ${isCarried()}
                  and exists (select from settlement_batch_parts mine join settlement_batch_parts theirs using (clearing_batch_id)
                               where mine.settlement_batch_id = b.settlement_batch_id
                                 and theirs.settlement_batch_id = any ($1)))
             update settlement_batches set settled_at = $3 where settlement_batch_id = any ($1)`,
    values: [ids, entryIds, at],
  })
  return 'posted'
}

export type SettledPart = {
  readonly settlement_batch_id: string
  readonly clearing_batch_id: string
  readonly merchant_ids: readonly bigint[]
}

/** Clearing batches whose money was posted and whose payments may not all be PAID yet. */
export const unfinishedParts = (db: Db): Promise<SettledPart[]> =>
  db.read<SettledPart>({
    text: `select part.settlement_batch_id, part.clearing_batch_id,
                  array(select merchant_id from merchants m
                         where exists (select from report_lines l
                                        where l.clearing_batch_id = part.clearing_batch_id and l.merchant_id = m.merchant_id)
                         order by 1) as merchant_ids
             from settlement_batches b join settlement_batch_parts part using (settlement_batch_id)
            where b.settled_at is not null and b.finished_at is null
            order by b.settled_at, part.settlement_batch_id collate "C", part.clearing_batch_id collate "C"`,
    values: [],
  })

export const finishBatch = (db: Db, settlementBatchId: string, at: Date): Promise<unknown> =>
  db.write('reconcile.commit_finish', {
    text: 'update settlement_batches set finished_at = $2 where settlement_batch_id = $1 and finished_at is null',
    values: [settlementBatchId, at],
  })
