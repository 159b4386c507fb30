import { createReadStream, rmSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { ReportFormat } from '@silkgate/domain'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { openDb } from '../apps/gateway/src/postgres/db.ts'
import { openReportFiles, type PlannedReport } from '../apps/gateway/src/report/index.ts'
import { makeReports } from '../apps/gateway/src/report/make-reports.ts'
import { median, tableOf, withSpread } from './figures.ts'
import type { BenchOptions } from './options.ts'
import { startSandboxAlone } from './programs.ts'

const merchantId = '9100001'

/** A merchant with as many captured payments, each posted and with its position. */
const makeDay = async (database: pg.Client, count: number): Promise<void> => {
  await database.query(
    `insert into merchants (merchant_id, name, display_name, mcc, address, settlement_currency, created_at)
     values ($1, 'Bench', 'Bench', '5947', '{"region":"NL"}', 'EUR', '2026-01-01')`,
    [merchantId],
  )
  await database.query(
    `insert into payments (merchant_id, payment_id, version, currency, amount_minor, settlement_currency, created_at, expires_at,
       status_changed_at, request, redirect_url, captured, captured_at, captured_minor, fee_minor, settlement_minor, network)
     select $1::bigint, lpad($1::bigint::text, 10, '0') || lpad(n::text, 10, '0') || '0000100001', 3, 'EUR',
            100 + n * 37 % 20000, 'EUR', at, at, at,
            jsonb_build_object('merchantReference', 'order ' || n, 'countryCode', 'NL'), 'https://wallet.example/', true, at,
            100 + n * 37 % 20000, 10, 100 + n * 37 % 20000, '{}'
       from generate_series(1, $2::int) n, lateral (select '2026-11-24T00:00:00Z'::timestamptz + n * interval '50 ms') t (at)`,
    [merchantId, count],
  )
  await database.query(
    `insert into transfers
       (merchant_id, transfer_id, payment_id, debit, credit, currency, minor, reason, at, accounting_date, position)
     select merchant_id, md5(payment_id)::uuid, payment_id, 'receivable', 'pending', 'EUR', settlement_minor, 'captured',
            captured_at, '2026-11-24', substr(payment_id, 11, 10)::bigint from payments where merchant_id = $1`,
    [merchantId],
  )
  // As many rows as a report has, with what its rows are made of.
  await database.query(
    `create table floor_rows as
     select merchant_id, p.payment_id, t.at, t.reason, 'XIP' as code, currency, amount_minor, settlement_currency, minor,
            800 as status, request ->> 'merchantReference' as reference, request ->> 'countryCode' as country
       from payments p join transfers t using (merchant_id, payment_id, currency) where merchant_id = $1 order by t.position`,
    [merchantId],
  )
  await database.query('vacuum analyze payments, transfers, floor_rows')
}

const planned = (format: ReportFormat, count: number): PlannedReport => ({
  ...{ merchantId, reportId: '', kind: 'wx', format, name: `wx1.000${merchantId}20261124.010226.${format}.gz` },
  ...{
    day: '2026-11-24',
    since: '2026-11-24',
    currency: undefined,
    version: 1,
    madeAt: new Date('2026-11-24T22:30:00Z'),
  },
  ...{ positions: { after: 0n, upTo: BigInt(count) }, events: { after: 0n, upTo: 0n }, invoiceNumber: undefined },
})

const secondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1_000
}

/** The most memory that this process had meanwhile, looked at twenty times a second. */
const peakOf = async (work: () => Promise<unknown>): Promise<{ seconds: number; rssMb: number }> => {
  let rss = 0
  const look = () => {
    rss = Math.max(rss, process.memoryUsage.rss())
  }
  const timer = setInterval(look, 50)
  const seconds = await secondsOf(work)
  clearInterval(timer)
  look()
  return { seconds, rssMb: rss / 2 ** 20 }
}

const copyOut = async (database: pg.Client, table: string): Promise<void> => {
  for await (const _piece of database.query(copyTo(`copy ${table} to stdout (format csv)`))) {
    // What comes is taken, and that is all.
  }
}

/** The rows of a report, read into a table from the file: each cell a column. */
const makeSameRows = async (database: pg.Client, path: string): Promise<void> => {
  const unpacked = createReadStream(path).pipe(createGunzip())
  let head = ''
  for await (const piece of unpacked) {
    head += (piece as Buffer).toString()
    if (head.includes('\n')) break
  }
  const columns = head.slice(0, head.indexOf('\n')).split(',')
  await database.query(`create table same_rows (${columns.map((name) => `"${name}" text`).join(', ')})`)
  const into = database.query(copyFrom('copy same_rows from stdin (format csv, header)'))
  await pipeline(createReadStream(path), createGunzip(), into)
  await database.query('vacuum analyze same_rows')
}

/** A merchant's day as WX file, beside PostgreSQL giving out the same rows, and what they are made of, from a table each. */
export const benchReports = async ({ payments: count, rounds }: BenchOptions): Promise<string> => {
  const { database, databaseUrl, dataDir, stop } = await startSandboxAlone({ LOG_LEVEL: 'error' })
  const db = openDb(databaseUrl, { max: 2 })
  const folder = join(dataDir, 'bench')
  try {
    await makeDay(database, count)
    const files = openReportFiles(folder, () => 'part')
    const make = async (format: 'csv' | 'xml') => {
      const [one] = await makeReports(db, files, [planned(format, count)])
      if (one?.made.rows !== BigInt(count)) throw new Error(`${one?.made.rows} records were made of ${count}.`)
    }
    const fileOf = (format: 'csv' | 'xml') => join(folder, 'reports', merchantId, planned(format, count).name)
    await make('csv')
    await makeSameRows(database, fileOf('csv'))
    const floor: number[] = []
    const sources: number[] = []
    const made = { csv: [] as number[], xml: [] as number[] }
    const peak = { csv: 0, xml: 0 }
    for (let round = 0; round < rounds; round++) {
      floor.push(await secondsOf(() => copyOut(database, 'same_rows')))
      sources.push(await secondsOf(() => copyOut(database, 'floor_rows')))
      for (const format of ['csv', 'xml'] as const) {
        const { seconds, rssMb } = await peakOf(() => make(format))
        made[format].push(seconds)
        peak[format] = Math.max(peak[format], rssMb)
      }
    }
    const perSecond = (seconds: readonly number[]) => (count / median(seconds)).toFixed(0)
    const ratio = (seconds: readonly number[]) => seconds.map((one, index) => one / (floor[index] ?? Number.NaN))
    const line = async (format: 'csv' | 'xml') => {
      const { size } = await stat(fileOf(format))
      const seconds = made[format]
      return [
        ...[`WX ${format}.gz`, withSpread(seconds, 1), perSecond(seconds)],
        ...[withSpread(ratio(seconds), 2), (size / 2 ** 20).toFixed(0), peak[format].toFixed(0)],
      ]
    }
    return tableOf([
      [`${count} records`, 'seconds', 'rows/s', 'times the floor', 'MB', 'RSS MB'],
      ['floor: COPY … TO of the same rows', withSpread(floor, 1), perSecond(floor), '', '', ''],
      [
        'COPY … TO of what they are made of',
        withSpread(sources, 1),
        perSecond(sources),
        withSpread(ratio(sources), 2),
        '',
        '',
      ],
      await line('csv'),
      await line('xml'),
    ])
  } finally {
    await db.close()
    await stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
