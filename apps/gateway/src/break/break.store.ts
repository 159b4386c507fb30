import type { BreakKind, Said } from '@silkgate/domain'
import type { Row, Tx } from '../postgres/db.ts'
import { insertOf, tableOf } from '../postgres/rows.ts'

/** Something that does not agree. Its id follows from its kind and what it is about, so that finding it twice changes nothing. */
export type Break = {
  readonly kind: BreakKind
  /** The file, batch, row, statement or entry. */
  readonly about: string
  readonly clearingBatchId?: string | undefined
  readonly settlementBatchId?: string | undefined
  readonly entryId?: string | undefined
  readonly currency: string
  /** What they say beyond what we have; 0 where it is no amount. */
  readonly minor: bigint
  readonly field: string
  readonly ours: Said
  readonly theirs: Said
  /** Since when it is known, where that is longer than now. */
  readonly since?: Date | undefined
}

const breaks = tableOf(
  'breaks',
  `break_id uuid, kind text, merchant_id bigint, about text, clearing_batch_id text, settlement_batch_id text,
   entry_id uuid, currency text, minor bigint, field text, ours text, theirs text, opened_at timestamptz`,
)

/** SQL: the id of a break. */
export const breakId = (kind: string, about: string): string => `md5(${kind} || ' ' || ${about})::uuid`

/** SQL: a break that is open is brought up to date, one that closed by itself opens again, one that a person ended stays. */
export const opensAgain = `on conflict (break_id) do update
  set minor = excluded.minor, field = excluded.field, ours = excluded.ours, theirs = excluded.theirs,
      resolved_at = null, resolution = null, reason = null
  where breaks.resolved_at is null or breaks.resolution = 'agreed'`

/** Opens breaks that belong to no merchant, or brings them up to date. */
export const openBreaks = async (tx: Tx, found: readonly Break[], at: Date): Promise<void> => {
  if (found.length === 0) return
  const values: unknown[] = []
  const rows: Row[] = found.map((one) => ({
    ...{ kind: one.kind, merchant_id: '0', about: one.about, currency: one.currency, minor: String(one.minor) },
    ...{ clearing_batch_id: one.clearingBatchId, settlement_batch_id: one.settlementBatchId, entry_id: one.entryId },
    ...{ field: one.field, ours: one.ours, theirs: one.theirs, opened_at: one.since ?? at },
  }))
  const insert = insertOf(breaks, rows, values).replace('r.break_id', breakId('r.kind', 'r.about'))
  await tx.run({
    text: `${insert} ${opensAgain}`,
    values,
  })
}

/** Closes breaks, where they are open, since what they are about agrees now. */
export const closeBreaks = async (
  tx: Tx,
  ended: readonly Pick<Break, 'kind' | 'about'>[],
  reason: Said,
  at: Date,
): Promise<void> => {
  await tx.run({
    name: 'close_breaks',
    text: `update breaks set resolved_at = $3, resolution = 'agreed', reason = $2
            where break_id in (select ${breakId('kind', 'about')} from json_to_recordset($1) as r (kind text, about text))
              and resolved_at is null`,
    values: [JSON.stringify(ended.map(({ kind, about }) => ({ kind, about }))), reason, at],
  })
}

/** Closes the refusals of files of a batch that is in now. */
export const closeRefusals = async (tx: Tx, batchId: string, at: Date): Promise<void> => {
  await tx.run({
    text: `update breaks set resolved_at = $2, resolution = 'agreed', reason = 'another file of the batch is in'
            where kind = 'file_refused' and resolved_at is null
              and (clearing_batch_id = $1 or settlement_batch_id = $1)`,
    values: [batchId, at],
  })
}
