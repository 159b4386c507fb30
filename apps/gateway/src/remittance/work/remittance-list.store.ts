import type { Currency, MerchantId, RemittanceId, RemittanceStatus, WaitingTotal } from '@silkgate/domain'
import type { Place } from '../../http/place.ts'
import { behindPlace, inOrder, stampOf } from '../../postgres/by-place.ts'
import type { Db } from '../../postgres/db.ts'
import type { PaidAccount } from '../remittance.row.ts'

export type ListFilter = {
  readonly merchantId: MerchantId | undefined
  readonly statuses: readonly RemittanceStatus[] | undefined
  readonly currency: Currency | undefined
  readonly runId: string | undefined
  readonly from: Date | undefined
  readonly to: Date | undefined
  readonly after: Place | undefined
  readonly limit: number
}

export type ListedRemittance = {
  readonly remittanceId: RemittanceId
  readonly merchantId: bigint
  readonly merchant: string | null
  readonly currency: Currency
  readonly minor: bigint
  readonly status: RemittanceStatus
  readonly account: PaidAccount
  readonly createdAt: Date
  /** The merchant was paid to another account before, or never. */
  readonly isNewAccount: boolean
  readonly place_at: string
}

/** SQL: whether a remittance r goes to another account than the one before it. */
const isNewAccount = `(r.account ->> 'version') is distinct from (
  select p.account ->> 'version' from remittances p
   where p.merchant_id = r.merchant_id and p.currency = r.currency and p.remittance_id < r.remittance_id
   order by p.remittance_id desc limit 1)`

/** Remittances that match, the latest first. */
export const listForConsole = (db: Db, filter: ListFilter): Promise<ListedRemittance[]> => {
  const ordered = { at: 'r.created_at', id: 'r.remittance_id', order: 'newest' } as const
  const values: unknown[] = [filter.limit]
  const equal = (column: string, given: unknown): string[] =>
    given === undefined ? [] : [`r.${column} = $${values.push(given)}`]
  const wanted = [
    ...equal('merchant_id', filter.merchantId),
    ...equal('currency', filter.currency),
    ...equal('run_id', filter.runId),
    ...(filter.statuses === undefined ? [] : [`r.status = any ($${values.push(filter.statuses)})`]),
    ...behindPlace(ordered, filter, values),
  ]
  const text = `
    select page.*, m.display_name as merchant from (
      select r.remittance_id as "remittanceId", r.merchant_id as "merchantId", r.currency, r.minor, r.status, r.account,
             r.created_at as "createdAt", ${stampOf('r.created_at')} as place_at, ${isNewAccount} as "isNewAccount"
        from remittances r where ${['true', ...wanted].join(' and ')} ${inOrder(ordered)} limit $1) page
      left join merchants m on m.merchant_id = page."merchantId"
     order by page.place_at desc, page."remittanceId" collate "C" desc`
  return db.read<ListedRemittance>({ text, values })
}

/** SQL: nothing more comes to the run $1; before that its total is nobody's to approve. */
const isMade = 'exists (select from remittance_runs where run_id = $1 and finished_at is not null)'

/** What waits for approval, by currency: of all, of a run, or one remittance; and who has started it. */
export const waitingTotals = (
  db: Db,
  { runId, remittanceId }: { readonly runId?: string; readonly remittanceId?: string },
): Promise<(WaitingTotal & { readonly startedBy: string })[]> =>
  db.read({
    text: `select currency, started_by as "startedBy", count(*)::int as remittances, sum(minor)::bigint as minor from remittances
            where status = 'awaiting_approval' and ($1::uuid is null or run_id = $1 and ${isMade})
              and ($2::text is null or remittance_id = $2)
            group by currency, started_by order by currency, started_by`,
    values: [runId ?? null, remittanceId ?? null],
  })

/** The remittances of a run that wait for approval. */
export const waitingOf = async (db: Db, runId: string): Promise<RemittanceId[]> => {
  const rows = await db.read<{ remittance_id: RemittanceId }>({
    text: `select remittance_id from remittances where run_id = $1 and status = 'awaiting_approval' and ${isMade}
            order by merchant_id, remittance_id collate "C"`,
    values: [runId],
  })
  return rows.map((row) => row.remittance_id)
}

/** What a remittance is made of, added up by kind. */
export const sumsOf = (
  db: Db,
  merchantId: MerchantId,
  remittanceId: RemittanceId,
): Promise<{ kind: string; movements: number; minor: bigint }[]> =>
  db.read({
    text: `select kind, count(*)::int as movements, sum(minor)::bigint as minor from remittance_payments
            where merchant_id = $1 and remittance_id = $2 group by kind order by kind`,
    values: [merchantId, remittanceId],
  })

/** The account that a remittance goes to, beside the one that the merchant was paid to before. */
export const accountStory = async (db: Db, merchantId: MerchantId, remittanceId: RemittanceId) => {
  const [row] = await db.read<{
    isNewAccount: boolean
    before: PaidAccount | null
    addedAt: Date | null
    usableFrom: Date | null
  }>({
    text: `select ${isNewAccount} as "isNewAccount", a.added_at as "addedAt", a.usable_from as "usableFrom",
                  (select p.account from remittances p
                    where p.merchant_id = r.merchant_id and p.currency = r.currency and p.remittance_id < r.remittance_id
                    order by p.remittance_id desc limit 1) as before
             from remittances r
             left join payout_accounts a on a.merchant_id = r.merchant_id and a.currency = r.currency
                                        and a.version = (r.account ->> 'version')::integer
            where r.merchant_id = $1 and r.remittance_id = $2`,
    values: [merchantId, remittanceId],
  })
  return row
}

/** The name of a merchant. */
export const merchantName = async (db: Db, merchantId: MerchantId): Promise<string | undefined> => {
  const text = 'select display_name as name from merchants where merchant_id = $1'
  const [row] = await db.read<{ name: string }>({ text, values: [merchantId] })
  return row?.name
}
