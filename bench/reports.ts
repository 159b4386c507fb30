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
import { keepChecksOff, startSandboxAlone } from './programs.ts'
import { type Day, makeDay, merchantId } from './reports-day.ts'

const planned = (format: ReportFormat, { earlier, upTo }: Day): PlannedReport => ({
  ...{ merchantId, reportId: '', kind: 'wx', format, name: `wx1.000${merchantId}20261124.010226.${format}.gz` },
  ...{
    day: '2026-11-24',
    since: '2026-11-24',
    currency: undefined,
    version: 1,
    madeAt: new Date('2026-11-24T22:30:00Z'),
  },
  ...{ positions: { after: BigInt(earlier), upTo }, events: { after: 0n, upTo: 0n }, invoiceNumber: undefined },
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

/** A merchant's day as WX file, beside PostgreSQL giving out the same rows from a table. */
export const benchReports = async ({ payments: count, rounds }: BenchOptions): Promise<string> => {
  const { database, databaseUrl, dataDir, stop } = await startSandboxAlone({ LOG_LEVEL: 'error' })
  const db = openDb(databaseUrl, { max: 2 })
  const folder = join(dataDir, 'bench')
  try {
    await keepChecksOff(database)
    const day = await makeDay(database, count)
    const files = openReportFiles(folder, () => 'part')
    const make = async (...formats: ('csv' | 'xml')[]) => {
      const made = await makeReports(
        db,
        files,
        formats.map((format) => planned(format, day)),
      )
      for (const { made: one } of made)
        if (one.rows !== day.records) throw new Error(`${one.rows} records were made of ${day.records}.`)
    }
    const fileOf = (format: 'csv' | 'xml') => join(folder, 'reports', merchantId, planned(format, day).name)
    await make('csv')
    await makeSameRows(database, fileOf('csv'))
    const floor: number[] = []
    const kinds = { 'WX csv.gz': ['csv'], 'WX xml.gz': ['xml'], both: ['csv', 'xml'] } as const
    const made = Object.entries(kinds).map(([name, formats]) => ({ name, formats, seconds: [] as number[], peak: 0 }))
    for (let round = 0; round < rounds; round++) {
      floor.push(await secondsOf(() => copyOut(database, 'same_rows')))
      for (const one of made) {
        const { seconds, rssMb } = await peakOf(() => make(...one.formats))
        one.seconds.push(seconds)
        one.peak = Math.max(one.peak, rssMb)
      }
    }
    const perSecond = (seconds: readonly number[]) => (Number(day.records) / median(seconds)).toFixed(0)
    const ratio = (seconds: readonly number[]) => seconds.map((one, index) => one / (floor[index] ?? Number.NaN))
    const lines = made.map(async ({ name, formats, seconds, peak }) => {
      const sizes = await Promise.all(formats.map(async (format) => (await stat(fileOf(format))).size))
      const size = sizes.reduce((sum, one) => sum + one, 0) / 2 ** 20
      return [
        ...[name, withSpread(seconds, 1), perSecond(seconds), withSpread(ratio(seconds), 2)],
        ...[size.toFixed(0), peak.toFixed(0)],
      ]
    })
    return tableOf([
      [`${day.records} records`, 'seconds', 'rows/s', 'times the floor', 'MB', 'RSS MB'],
      ['floor: COPY … TO of the same rows', withSpread(floor, 1), perSecond(floor), '', '', ''],
      ...(await Promise.all(lines)),
    ])
  } finally {
    await db.close()
    await stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
