import { type Day, type ReportFormat, type ReportKind, reportKinds, reportNameOf, weekdayOf } from '@silkgate/domain'
import type { DueQuery } from '../due.store.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { insertOf, tableOf } from '../postgres/rows.ts'
import { uuidOf } from '../uuid-of.ts'
import type { PlannedReport } from './report.store.ts'

/** SQL: 23:30 on a day in Amsterdam, and an instant's day there. */
const due = (day: string) => `((${day} + time '23:30') at time zone 'Europe/Amsterdam')`
const dayOf = (at: string) => `(${at} at time zone 'Europe/Amsterdam')::date`

/**
 * The first 23:30, Europe/Amsterdam, whose reports are not planned: the one after the last that were or, where none were, after
 * the first posting. Null while nothing is posted.
 */
export const planDue: DueQuery = `
  select case when ${due(dayOf('at'))} > at then ${due(dayOf('at'))} else ${due(`(${dayOf('at')} + 1)`)} end
    from (select coalesce((select max(made_at) from report_days),
                          (select min(t.at) from transfer_positions p
                             join transfers t on t.merchant_id = p.merchant_id and t.position = 1)) as at) since`

/** When reports are due next; what is planned is due since then. */
export const reportsDue: DueQuery = `select coalesce((select min(made_at) from reports where ready_at is null), (${planDue}))`

/** How far the last report of a kind came; null where there was none. */
type Last = { readonly day: Day; readonly next: Day; readonly position: string; readonly event: string }

type MerchantRow = {
  readonly merchant_id: bigint
  readonly position: bigint
  readonly event: bigint
  readonly daily: Last | null
  readonly financial: Last | null
}

const lastOf = (kind: ReportKind): string => `
  (select json_build_object('day', r.day, 'next', r.day + 1, 'position', r.to_position::text, 'event', r.to_event::text)
     from reports r where r.merchant_id = m.merchant_id and r.kind = '${kind}' order by r.day desc limit 1)`

/**
 * Every merchant, and how far its reports can go: to its last position, but not into payments of a clearing batch that are
 * becoming PAID just now, whose postings are told together.
 */
const merchantsText = `
  with paying as (
    select part.clearing_batch_id as about from settlement_batches b join settlement_batch_parts part using (settlement_batch_id)
     where b.settled_at is not null and b.finished_at is null
    union
    select about from transfers where position is null and reason in ('settled', 'fee') and payment_id is null),
  known as (select m.merchant_id, ${lastOf('wx')} as daily, ${lastOf('financial')} as financial from merchants m),
  held as (
    select k.merchant_id, min(t.position) - 1 as position
      from paying join transfers t on t.about = paying.about join known k on k.merchant_id = t.merchant_id
     where t.reason in ('settled', 'fee') and t.payment_id is null
       and t.position > coalesce((k.daily ->> 'position')::bigint, 0)
     group by 1)
  select k.merchant_id, k.daily, k.financial, coalesce(e.last, 0) as event,
         least(coalesce(p.last, 0), coalesce(h.position, p.last, 0)) as position
    from known k left join transfer_positions p using (merchant_id) left join event_positions e using (merchant_id)
         left join held h using (merchant_id)
   order by k.merchant_id`

const planned = tableOf(
  'reports',
  `merchant_id bigint, report_id uuid, kind text, format text, name text, day date, since date, version int, made_at timestamptz,
   from_position bigint, to_position bigint, from_event bigint, to_event bigint`,
)

/** The kinds that are due on a day. */
const kindsOf = (day: Day): readonly ReportKind[] => [
  ...(['wx', 'transactions'] as const),
  ...([0, 6].includes(weekdayOf(day)) ? [] : (['financial'] as const)),
]

const rowsOf = (merchant: MerchantRow, day: Day, at: Date) =>
  kindsOf(day).flatMap((kind) => {
    const merchantId = merchant.merchant_id.toString()
    const last = kind === 'financial' ? merchant.financial : merchant.daily
    return reportKinds[kind].formats.map((format: ReportFormat) => {
      const name = reportNameOf({ kind, format, merchantId, day, version: 1 })
      return {
        ...{
          merchant_id: merchantId,
          report_id: uuidOf(merchantId, name),
          kind,
          format,
          name,
          day,
          version: 1,
          made_at: at,
        },
        since: last?.next ?? day,
        ...{ from_position: last?.position ?? '0', to_position: merchant.position.toString() },
        ...{ from_event: last?.event ?? '0', to_event: merchant.event.toString() },
      }
    })
  })

/** Stores reports as planned; those that are there already are left as they are. */
const insertPlanned = async (tx: Tx, rows: readonly ReturnType<typeof rowsOf>[number][]): Promise<void> => {
  const values: unknown[] = []
  if (rows.length > 0) await tx.run({ text: `${insertOf(planned, rows, values)} on conflict do nothing`, values })
}

/**
 * Fixes what the reports of the latest 23:30 until `now` cover, for every merchant: from where its last ones ended. Once for
 * a day; answers whether it did. `now` is not before the first one that is due.
 */
export const planReports = (db: Db, now: Date): Promise<boolean> =>
  db.transaction('report.commit_plan', async (tx) => {
    const [when] = await tx.run<{ day: Day; at: Date }>({
      text: `with today as (select ${dayOf('$1::timestamptz')} as day),
                  latest as (select case when ${due('day')} <= $1 then day else day - 1 end as day from today)
             insert into report_days (day, made_at) select day, ${due('day')} from latest
             on conflict do nothing returning day::text, made_at as at`,
      values: [now],
    })
    if (when === undefined) return false
    const merchants = await tx.run<MerchantRow>({ text: merchantsText, values: [] })
    await insertPlanned(
      tx,
      merchants.flatMap((merchant) => rowsOf(merchant, when.day, when.at)),
    )
    return true
  })

/** Plans the next version of reports, which covers what they cover; answers it. */
export const planAgain = async (db: Db, reports: readonly PlannedReport[]): Promise<PlannedReport[]> => {
  const next = reports.map((one): PlannedReport => {
    const naming = { ...one, version: one.version + 1 }
    const name = reportNameOf(naming)
    return { ...naming, name, reportId: uuidOf(one.merchantId, name) }
  })
  const rows = next.map(
    ({ merchantId, reportId, kind, format, name, day, since, version, madeAt, positions, events }) => ({
      ...{ merchant_id: merchantId, report_id: reportId, kind, format, name, day, since, version, made_at: madeAt },
      ...{ from_position: positions.after.toString(), to_position: positions.upTo.toString() },
      ...{ from_event: events.after.toString(), to_event: events.upTo.toString() },
    }),
  )
  await db.transaction('report.commit_plan', (tx) => insertPlanned(tx, rows))
  return next
}
