import type { Currency, SweepEvent, SweepId } from '@silkgate/domain'
import { breakId, opensAgain } from '../break/index.ts'
import type { Db, Row, Tx } from '../postgres/db.ts'

/** A row of `sweeps`: positive, to our operating account; negative, from it. */
export type SweepRow = Row & {
  readonly sweep_id: SweepId
  readonly day: string
  readonly currency: Currency
  readonly minor: bigint
  readonly ordered_at: Date
  readonly withdrawn_at: Date | null
  readonly file_id: string | null
  readonly payment_information_id: string | null
  readonly sent_at: Date | null
  readonly accepted_at: Date | null
  readonly rejected_at: Date | null
  readonly left_at: Date | null
  readonly arrived_at: Date | null
  readonly returned_at: Date | null
  readonly reason: string | null
}

const columns = `s.sweep_id, s.day::text, s.currency, s.minor, s.ordered_at, s.withdrawn_at, s.file_id, s.payment_information_id,
  s.sent_at, s.accepted_at, s.rejected_at, s.left_at, s.arrived_at, s.returned_at, s.reason`

/** SQL: our account that a sweep comes from, or goes to. */
const accountOf = (end: 'from' | 'to') =>
  `lateral (select account_id as iban, name, bic, town, country from bank_accounts a
             where a.currency = s.currency and a.closed_at is null
               and a.purpose = case when s.minor ${end === 'from' ? '>' : '<'} 0 then 'safeguarding' else 'operating' end
             order by added_at, account_id limit 1)`

/** SQL: what no file has told the bank of. */
const toSend = `select s.sweep_id as "sweepId", s.currency, s.minor, to_json(f) as from, to_json(t) as to
  from sweeps s left join ${accountOf('from')} f on true left join ${accountOf('to')} t on true
 where s.file_id is null and s.withdrawn_at is null`

type Account = { readonly iban: string; readonly name: string }

export type SweepToSend = {
  readonly sweepId: SweepId
  readonly currency: Currency
  /** Positive, to our operating account; negative, from it. */
  readonly minor: bigint
  /** Null where we have no such account. */
  readonly from: Account | null
  readonly to: (Account & Readonly<Record<'bic' | 'town' | 'country', string | null>>) | null
}

/** What is to be moved. */
export const sweepsToSend = (db: Pick<Db, 'read'>): Promise<SweepToSend[]> =>
  db.read<SweepToSend>({ name: 'sweeps_to_send', text: toSend, values: [] })

/** The same in a currency, held until the transaction ends; what another holds is left to it. */
export const holdSweepsToSend = (tx: Tx, currency: string): Promise<SweepToSend[]> =>
  tx.run<SweepToSend>({
    text: `${toSend} and s.currency = $1 order by s.sweep_id for update of s skip locked`,
    values: [currency],
  })

/** Writes down which file tells of sweeps, each in its group: from now on the bank may know. */
export const putSweepsInFile = (tx: Tx, fileId: string, groups: ReadonlyMap<SweepId, string>): Promise<unknown> =>
  tx.run({
    text: `update sweeps s set file_id = $1, payment_information_id = g.group
             from unnest($2::text[], $3::text[]) as g (id, "group") where s.sweep_id = g.id`,
    values: [fileId, [...groups.keys()], [...groups.values()]],
  })

export type SweepOfFile = { readonly sweepId: SweepId; readonly paymentInformationId: string | null }

/** The sweeps that a message of ours told the bank of. */
export const sweepsOfMessage = (db: Pick<Db, 'read'>, messageId: string): Promise<SweepOfFile[]> =>
  db.read<SweepOfFile>({
    text: `select sweep_id as "sweepId", payment_information_id as "paymentInformationId"
             from remittance_files f join sweeps using (file_id) where f.message_id = $1 order by sweep_id`,
    values: [messageId],
  })

export const sweepsOfFile = async (tx: Tx, fileId: string): Promise<SweepId[]> => {
  const text = 'select sweep_id from sweeps where file_id = $1 order by sweep_id'
  return (await tx.run<SweepRow>({ text, values: [fileId] })).map((row) => row.sweep_id)
}

/** A sweep, held until the transaction ends; undefined where there is none. */
export const lockSweep = async (tx: Tx, sweepId: SweepId): Promise<SweepRow | undefined> => {
  const text = `select ${columns} from sweeps s where sweep_id = $1 for update`
  return (await tx.run<SweepRow>({ text, values: [sweepId] }))[0]
}

/** Stamps what happened to a sweep, which is held. */
export const stampSweep = (tx: Tx, sweepId: SweepId, event: SweepEvent, at: Date, reason?: string): Promise<unknown> =>
  tx.run({
    text: `update sweeps set ${event}_at = $2, reason = coalesce($3, reason) where sweep_id = $1`,
    values: [sweepId, at, reason ?? null],
  })

/** A sweep has come to its end well: what was open about it, or about one that was refused in its currency, is closed. */
export const closeSweepBreaks = (tx: Tx, { sweep_id, currency }: SweepRow, at: Date): Promise<unknown> =>
  tx.run({
    text: `update breaks set resolved_at = $3, resolution = 'agreed', reason = 'the bank has moved it since'
            where resolved_at is null
              and ((kind = 'sweep_overdue' and about = $1) or (kind = 'sweep_rejected' and currency = $2))`,
    values: [sweep_id, currency, at],
  })

/** An entry is explained: it is a sweep. */
export const explainAsSweep = (tx: Tx, entryId: string, at: Date): Promise<unknown> =>
  tx.run({
    text: `update bank_entries set purpose = 'sweep', explained_at = $2 where entry_id = $1`,
    values: [entryId, at],
  })

/** Opens a break for each sweep that was ordered before an instant and is under way still; closes those that have ended since. */
export const openOverdueSweeps = async (tx: Tx, orderedBefore: Date, at: Date): Promise<void> => {
  const isUnderWay = `(left_at is null or arrived_at is null) and returned_at is null and withdrawn_at is null
    and (rejected_at is null or coalesce(left_at, arrived_at) is not null)`
  await tx.run({
    text: `insert into breaks (break_id, kind, merchant_id, about, currency, minor, field, ours, theirs, opened_at)
           select ${breakId("'sweep_overdue'", 'sweep_id')}, 'sweep_overdue', 0, sweep_id, currency, - abs(minor), 'entry',
                  concat_ws(' ', 'ordered', day), concat_ws(' ', 'debit', coalesce(left_at::text, 'none'), 'credit',
                                                            coalesce(arrived_at::text, 'none')), $2
             from sweeps where ordered_at < $1 and ${isUnderWay} ${opensAgain}`,
    values: [orderedBefore, at],
  })
  await tx.run({
    text: `update breaks b set resolved_at = $1, resolution = 'agreed', reason = 'the bank has moved or rejected it since'
            where b.kind = 'sweep_overdue' and b.resolved_at is null
              and not exists (select from sweeps where sweep_id = b.about and ${isUnderWay})`,
    values: [at],
  })
}

/** Sweeps, the latest first. */
export const listSweeps = (db: Db, limit: number): Promise<SweepRow[]> =>
  db.read<SweepRow>({
    text: `select ${columns} from sweeps s order by s.day desc, s.currency limit $1`,
    values: [limit],
  })
