import {
  type BankEntry,
  type ExpectedReceipt,
  figure,
  formatMoney,
  type Match,
  type Mismatch,
  money,
} from '@silkgate/domain'
import { type Break, breakId, openBreaks, opensAgain } from '../break/index.ts'
import type { Db } from '../postgres/db.ts'
import { isCarried } from './receipts.store.ts'

/** SQL: an entry comes to another amount than the sweep that it names, which a break of its own says. */
const isOfSweep = (row: string) =>
  `exists (select from breaks d where d.kind = 'sweep_differs' and d.resolved_at is null and d.entry_id = ${row}.entry_id)`

const aboutOf = ({ batches }: Mismatch): string => batches.map(({ id }) => id).join(' ')

/** The bank's entries name batches and do not add up to them: the batches are held. */
export const openMismatch = (db: Db, mismatch: Mismatch, at: Date): Promise<void> => {
  const { batches, entries, difference } = mismatch
  const [batch] = batches
  const currency = batch?.currency ?? ''
  const sum = (items: readonly { minor: bigint }[]) =>
    formatMoney(
      money(
        currency,
        items.reduce((all, { minor }) => all + minor, 0n),
      ),
    )
  const found: Break = {
    kind: 'bank_differs',
    about: aboutOf(mismatch),
    settlementBatchId: batch?.id,
    entryId: entries[0]?.id,
    currency,
    minor: difference,
    field: 'amount',
    ours: figure(sum(batches)),
    theirs: figure(sum(entries)),
  }
  return db.transaction('reconcile.commit_breaks', (tx) => openBreaks(tx, [found], at))
}

/** A settlement batch pays less than its lines come to: it is held. */
export const openOverdraft = (db: Db, batch: ExpectedReceipt, overdraft: bigint, at: Date): Promise<void> => {
  const found: Break = {
    kind: 'lines_exceed_batch',
    about: batch.id,
    settlementBatchId: batch.id,
    currency: batch.currency,
    minor: -overdraft,
    field: 'settlement amount',
    ours: figure(formatMoney(money(batch.currency, batch.minor + overdraft))),
    theirs: figure(formatMoney(money(batch.currency, batch.minor))),
  }
  return db.transaction('reconcile.commit_breaks', (tx) => openBreaks(tx, [found], at))
}

/** What a run found at the bank. */
export type AtBank = {
  readonly entries: readonly BankEntry[]
  readonly mismatches: readonly Mismatch[]
  /** What would be paid, and comes to less than its lines. */
  readonly overdrawn: readonly Match[]
}

/**
 * Opens a break for each entry that was looked at and that nobody can explain, and for each batch whose money has not come within
 * the days it may take; closes those that this run has not found. What does not add up is told once, by the batches it names.
 */
export const openOpenEnds = (db: Db, at: Date, found: AtBank, lastValueDay: string): Promise<unknown> =>
  db.transaction('reconcile.commit_breaks', async (tx) => {
    const { mismatches, overdrawn } = found
    const held = [...mismatches, ...overdrawn]
    const told = held.flatMap(({ entries }) => entries.map(({ id }) => id))
    const named = held.flatMap(({ batches }) => batches.map(({ id }) => id))
    await tx.run({
      text: `insert into breaks (break_id, kind, merchant_id, about, entry_id, currency, minor, field, ours, theirs, opened_at)
             select ${breakId("'unknown_entry'", 'e.about')}, 'unknown_entry', 0, e.about, e.entry_id, e.currency, e.minor,
                    'entry', 'none', concat_ws(' ', e.minor, e.currency, nullif(e.counterparty, ''), e.remittance), $1
               from (select e.*, concat_ws('/', s.account_id, s.number, s.to_day, e.position) as about
                       from bank_entries e join bank_statements s using (statement_id)
                       join bank_accounts a on a.account_id = e.account_id
                      where e.purpose is null and a.purpose = 'safeguarding' and e.entry_id = any ($2::uuid[])
                        and e.entry_id <> all ($3::uuid[]) and not ${isOfSweep('e')}) e
             ${opensAgain}`,
      values: [at, found.entries.map(({ id }) => id), told],
    })
    await tx.run({
      text: `insert into breaks (break_id, kind, merchant_id, about, settlement_batch_id, currency, minor, field, ours, theirs,
                                 opened_at)
             select ${breakId("'money_missing'", 'settlement_batch_id')}, 'money_missing', 0, settlement_batch_id,
                    settlement_batch_id, currency, - said_minor, 'entry', concat_ws(' ', said_minor, currency, value_date),
                    'none', $1
               from settlement_batches b
              where settled_at is null and said_minor <> 0 and value_date <= $2 and settlement_batch_id <> all ($3)
                and not ${isCarried()}
             ${opensAgain}`,
      values: [at, lastValueDay, named],
    })
    await tx.run({
      text: `update breaks b set resolved_at = $1, resolution = 'agreed', reason = 'matched since'
              where resolved_at is null
                and case kind
                      when 'unknown_entry' then b.entry_id = any ($2::uuid[]) or ${isOfSweep('b')}
                        or exists (select from bank_entries e
                        where e.entry_id = b.entry_id and e.purpose is not null)
                      when 'money_missing' then b.settlement_batch_id = any ($3) or exists (select from settlement_batches s
                        where s.settlement_batch_id = b.settlement_batch_id and (s.settled_at is not null or ${isCarried('s')}))
                      when 'bank_differs' then b.about <> all ($4)
                      when 'lines_exceed_batch' then b.about <> all ($5) end`,
      values: [at, told, named, mismatches.map(aboutOf), overdrawn.map(({ batches: [first] }) => first?.id)],
    })
  })
