import type { Day, MerchantId, SkipReason } from '@silkgate/domain'
import type { Place } from '../../http/place.ts'
import { behindPlace, inOrder, stampOf } from '../../postgres/by-place.ts'
import type { Db } from '../../postgres/db.ts'

/** What a run pays in a currency of one status. */
export type RunTotal = {
  readonly currency: string
  readonly status: string
  readonly remittances: number
  readonly minor: string
}

export type ListedRun = {
  readonly runId: string
  readonly day: Day | null
  readonly at: Date
  readonly startedBy: string
  readonly onlyMerchant: bigint | null
  readonly finishedAt: Date | null
  readonly totals: readonly RunTotal[]
  /** How many merchants and currencies with a balance it did not pay. */
  readonly skipped: number
  readonly place_at: string
}

const whose = (alias: string): string => `($1::bigint is null or ${alias}.merchant_id = $1)`

const columns = `
  r.run_id as "runId", r.day::text as day, r.at, r.started_by as "startedBy", r.only_merchant as "onlyMerchant",
  r.finished_at as "finishedAt", ${stampOf('r.at')} as place_at,
  (select count(*)::int from remittance_skips s where s.run_id = r.run_id and ${whose('s')}) as skipped,
  coalesce((select json_agg(t order by t.currency, t.status) from (
     select m.currency, m.status, count(*)::int as remittances, sum(m.minor)::text as minor from remittances m
      where m.run_id = r.run_id and ${whose('m')} group by m.currency, m.status) t), '[]') as totals`

const isSeen = `($1::bigint is null or exists (select from remittances m where m.run_id = r.run_id and m.merchant_id = $1))`

/** Runs, the latest first; for a merchant those that pay it, with what they pay it. */
export const listRuns = (
  db: Db,
  { merchantId, after, limit }: { merchantId: MerchantId | undefined; after: Place | undefined; limit: number },
): Promise<ListedRun[]> => {
  const ordered = { at: 'r.at', id: 'r.run_id::text', order: 'newest' } as const
  const values: unknown[] = [merchantId ?? null, limit]
  const wanted = [isSeen, ...behindPlace(ordered, { from: undefined, to: undefined, after }, values)].join(' and ')
  const text = `select ${columns} from remittance_runs r where ${wanted} ${inOrder(ordered)} limit $2`
  return db.read<ListedRun>({ text, values })
}

/** One run; undefined where there is none, or where it does not pay the merchant. */
export const readRun = async (
  db: Db,
  runId: string,
  merchantId: MerchantId | undefined,
): Promise<ListedRun | undefined> => {
  const [row] = await db.read<ListedRun>({
    text: `select ${columns} from remittance_runs r where ${isSeen} and r.run_id = $2`,
    values: [merchantId ?? null, runId],
  })
  return row
}

export type ListedSkip = {
  readonly merchantId: bigint
  readonly merchant: string | null
  readonly currency: string
  readonly reason: SkipReason
  readonly available: bigint
}

/** Whom a run did not pay though it had a balance, and why; by merchant, then currency. */
export const pageOfSkips = (
  db: Db,
  runId: string,
  { merchantId, after, limit }: { merchantId: MerchantId | undefined; after: Place | undefined; limit: number },
): Promise<ListedSkip[]> =>
  db.read<ListedSkip>({
    text: `select s.merchant_id as "merchantId", m.display_name as merchant, s.currency, s.reason,
                  s.available_minor as available
             from remittance_skips s left join merchants m using (merchant_id)
            where ${whose('s')} and s.run_id = $2 and ($3::bigint is null or (s.merchant_id, s.currency) > ($3, $4))
            order by s.merchant_id, s.currency limit $5`,
    values: [merchantId ?? null, runId, after?.at ?? null, after?.id ?? null, limit],
  })
