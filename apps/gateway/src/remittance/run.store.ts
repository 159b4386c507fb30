import type { Currency, Day, MerchantId } from '@silkgate/domain'
import type { Db, Row, Tx } from '../postgres/db.ts'
import { planByIndexes } from '../postgres/plan-by-indexes.ts'
import { openOverdueSweeps } from '../sweep/index.ts'
import { openOverdue } from './entry.store.ts'

export type Run = {
  readonly runId: string
  readonly at: Date
  /** `silkgate`, or who started it by hand. */
  readonly startedBy: string
  /** The business day whose run it is; undefined for one by hand. */
  readonly day?: Day | undefined
  readonly onlyMerchant?: MerchantId | undefined
}

type RunRow = Row & { run_id: string; day: Day | null; at: Date; started_by: string; only_merchant: bigint | null }

const columns = 'run_id, day::text as day, at, started_by, only_merchant'

const fromRow = (row: RunRow): Run => ({
  runId: row.run_id,
  at: row.at,
  startedBy: row.started_by,
  day: row.day ?? undefined,
  onlyMerchant: row.only_merchant?.toString(),
})

/** Starts a run, durably: whatever dies, it is gone on with. A second one of the same day is not started. */
export const startRun = async (db: Db, { runId, day, at, startedBy, onlyMerchant }: Run): Promise<void> => {
  await db.write('remittance.commit_run', {
    text: `insert into remittance_runs (run_id, day, at, started_by, only_merchant) values ($1, $2, $3, $4, $5)
           on conflict do nothing`,
    values: [runId, day ?? null, at, startedBy, onlyMerchant ?? null],
  })
}

/** Runs that are not at their end, the oldest first. */
export const openRuns = async (db: Db): Promise<Run[]> =>
  (
    await db.read<RunRow>({
      name: 'open_remittance_runs',
      text: `select ${columns} from remittance_runs where finished_at is null order by at, run_id`,
      values: [],
    })
  ).map(fromRow)

/** Ends a run, and tells of what was sent before an instant and was never debited. */
export const finishRun = (db: Db, runId: string, sentBefore: Date, at: Date): Promise<void> =>
  db.transaction('remittance.commit_run', async (tx) => {
    await openOverdue(tx, sentBefore, at)
    await openOverdueSweeps(tx, sentBefore, at)
    await tx.run({
      text: 'update remittance_runs set finished_at = $2 where run_id = $1 and finished_at is null',
      values: [runId, at],
    })
  })

type LastRun = { readonly day: Day | undefined; readonly firstPosting: Date | undefined }

type LastRow = Row & { readonly day: Day | null; readonly first: Date | null }

const last = `(select max(day)::text from remittance_runs) as day,
  (select min(t.at) from transfer_positions p join transfers t on t.merchant_id = p.merchant_id and t.position = 1) as first`

const toLastRun = (row: LastRow | undefined): LastRun => ({
  day: row?.day ?? undefined,
  firstPosting: row?.first ?? undefined,
})

/** The day of the last run by the clock or, where there was none, the instant of the first posting. */
export const lastRun = async (db: Db): Promise<LastRun> =>
  toLastRun((await db.read<LastRow>({ name: 'last_remittance_run', text: `select ${last}`, values: [] }))[0])

type Stand = {
  readonly last: LastRun
  readonly openSince: Date | undefined
  readonly isUnsent: boolean
  readonly file: Date | undefined
}

type StandRow = LastRow & { readonly open: Date | null; readonly unsent: boolean; readonly file: Date | null }

/** What tells when something is to be done next: an open run, what the bank was not told of, a file that is due, the last run. */
export const standOfRemittance = async (db: Db): Promise<Stand> => {
  const [row] = await db.read<StandRow>({
    name: 'stand_of_remittance',
    text: `select ${last},
                  (select min(at) from remittance_runs where finished_at is null) as open,
                  exists (select from remittances where status = 'approved' and file_id is null)
                    or exists (select from sweeps where file_id is null and withdrawn_at is null) as unsent,
                  (select min(due_at) from remittance_files where due_at is not null) as file`,
    values: [],
  })
  return {
    last: toLastRun(row),
    openSince: row?.open ?? undefined,
    isUnsent: row?.unsent === true,
    file: row?.file ?? undefined,
  }
}

/** A merchant's balance in a currency. */
export type Pair = { readonly merchantId: MerchantId; readonly currency: Currency }

/** Whether a run has looked at a merchant and currency already. */
export const isHandled = async (tx: Tx, runId: string, { merchantId, currency }: Pair): Promise<boolean> => {
  const [row] = await tx.run<{ found: boolean }>({
    text: `select exists (select from remittances where merchant_id = $1 and currency = $2 and run_id = $3)
               or exists (select from remittance_skips where run_id = $3 and merchant_id = $1 and currency = $2) as found`,
    values: [merchantId, currency, runId],
  })
  return row?.found ?? false
}

export const insertSkip = (
  tx: Tx,
  { runId, at }: Run,
  { merchantId, currency }: Pair,
  reason: string,
  available: bigint,
): Promise<unknown> =>
  tx.run({
    text: `insert into remittance_skips (run_id, merchant_id, currency, reason, available_minor, at)
           values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    values: [runId, merchantId, currency, reason, available, at],
  })

/** Merchants and currencies with a reserve whose time is over. */
export const releasablePairs = async (db: Db, at: Date): Promise<Pair[]> => {
  const rows = await db.read<{ merchant_id: bigint; currency: Currency }>({
    text: 'select distinct merchant_id, currency from reserves where released_at is null and release_at <= $1',
    values: [at],
  })
  return rows.map((row) => ({ merchantId: row.merchant_id.toString(), currency: row.currency }))
}

export type Released = { readonly remittance_id: string; readonly minor: bigint }

/** Ends the reserves of a merchant and currency whose time is over. */
export const releaseReserves = (tx: Tx, { merchantId, currency }: Pair, at: Date): Promise<Released[]> =>
  tx.run<Released>({
    text: `update reserves set released_at = $3
            where merchant_id = $1 and currency = $2 and released_at is null and release_at <= $3
           returning remittance_id, minor`,
    values: [merchantId, currency, at],
  })

export type CutOff = {
  /** Up to this position movements are in remittances. */
  readonly after: bigint
  readonly number: bigint
  /** The last position of the merchant. */
  readonly position: bigint
  /** Payments are just becoming PAID: what is posted for them comes in parts. */
  readonly isSettling: boolean
  /** What remittances or settlement posted has no position yet. */
  readonly isUnpublished: boolean
}

/**
 * Holds a merchant's currency until the transaction ends, so that one run at a time pays of it, and reads how far its books have
 * come: all of one state. Payments never touch this row.
 */
export const holdCutOff = async (tx: Tx, { merchantId, currency }: Pair): Promise<CutOff> => {
  await planByIndexes(tx)
  await tx.run({
    text: 'insert into remittance_cutoffs (merchant_id, currency) values ($1, $2) on conflict do nothing',
    values: [merchantId, currency],
  })
  await tx.run({
    text: 'select 1 from remittance_cutoffs where merchant_id = $1 and currency = $2 for update',
    values: [merchantId, currency],
  })
  const [row] = await tx.run<CutOff>({
    text: `select c.position as after, c.last_number as number, coalesce(p.last, 0) as position,
                  exists (select from settlement_batches where settled_at is not null and finished_at is null) as "isSettling",
                  exists (select from transfers t
                           where t.merchant_id = $1 and t.position is null and t.payment_id is null
                             and 'available' in (t.debit, t.credit)) as "isUnpublished"
             from remittance_cutoffs c left join transfer_positions p using (merchant_id)
            where c.merchant_id = $1 and c.currency = $2`,
    values: [merchantId, currency],
  })
  if (row === undefined) throw new Error('Broken invariant: a row that is held is there')
  return row
}

export const moveCutOff = (tx: Tx, { merchantId, currency }: Pair, position: bigint, number: bigint) =>
  tx.run({
    text: 'update remittance_cutoffs set position = $3, last_number = $4 where merchant_id = $1 and currency = $2',
    values: [merchantId, currency, position, number],
  })
