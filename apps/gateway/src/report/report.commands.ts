import { randomUUIDv7 } from 'node:crypto'
import { formatMoney, isMerchantId, money, type ReportKind, readReportName, reportKinds } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, readDay, withTools } from '../command-line.ts'
import type { Db } from '../postgres/db.ts'
import { listReports, openReportFiles, type Report } from './index.ts'
import { alike } from './make-reports.jobs.ts'
import { makeReports } from './make-reports.ts'
import { planAgain } from './plan-reports.store.ts'
import { markReady } from './report.store.ts'
import { makeElsewhere, verifyReport } from './verify-report.ts'

const merchantIdOf = (text: string): string => {
  if (isMerchantId(text)) return text
  throw new Error(`"${text}" is no id of a merchant.`)
}

const kindOf = (text: string | undefined): ReportKind | undefined => {
  if (text === undefined || Object.hasOwn(reportKinds, text)) return text as ReportKind | undefined
  throw new Error(`--kind: "${text}" is none of ${Object.keys(reportKinds).join(', ')}.`)
}

const printReport = ({ made, positions, events, ...report }: Report): void =>
  print({
    ...{ name: report.name, merchantId: report.merchantId, kind: report.kind, format: report.format, day: report.day },
    ...{ since: report.since, version: report.version, madeAt: report.madeAt },
    ...(report.invoiceNumber === undefined ? {} : { invoiceNumber: report.invoiceNumber }),
    ...{ postings: `${positions.after + 1n} to ${positions.upTo}`, events: `${events.after + 1n} to ${events.upTo}` },
    ...(made === undefined
      ? { isReady: false }
      : {
          ...{ isReady: true, readyAt: made.readyAt, bytes: made.byteSize, sha256: made.sha256, rows: made.rows },
          totals: made.totals.map(({ currency, due }) => formatMoney(money(currency, BigInt(due)))),
        }),
    ...(report.deliveredAt === undefined ? {} : { deliveredAt: report.deliveredAt }),
  })

type ListOptions = { merchant?: string; kind?: string; from?: string; to?: string }

const list = ({ merchant, kind, from, to }: ListOptions): Promise<void> =>
  withTools(async ({ db }) => {
    const query = {
      merchantId: merchant === undefined ? undefined : merchantIdOf(merchant),
      kind: kindOf(kind),
      from: from === undefined ? undefined : readDay('--from', from),
      to: to === undefined ? undefined : readDay('--to', to),
    }
    for (const report of await listReports(db, query)) printReport(report)
  })

/** Writes a report to the terminal as it is. */
const show = (name: string): Promise<void> =>
  withTools(async ({ db, settings }) => {
    const merchantId = readReportName(name)?.merchantId
    const [report] = merchantId === undefined ? [] : await listReports(db, { merchantId, name, isReady: true })
    if (report === undefined) throw new Error(`There is no report "${name}". See: silkgate report list`)
    const files = openReportFiles(settings.DATA_DIR, () => 'unused')
    for await (const bytes of files.open(report.merchantId, name)) process.stdout.write(bytes)
  })

type MakeOptions = { again?: boolean }

/** The reports of a merchant's day, each kind's latest version. */
const reportsOf = async (db: Db, merchantId: string, day: string): Promise<Report[]> => {
  const all = await listReports(db, { merchantId, from: day, to: day })
  return all.filter((one) => !all.some((other) => other.kind === one.kind && other.version > one.version))
}

/** Makes reports once more; what would differ from what was given out is only made as a version of its own. */
const make = (merchant: string, day: string, { again = false }: MakeOptions): Promise<void> =>
  withTools(async ({ db, settings }) => {
    const reports = await reportsOf(db, merchantIdOf(merchant), readDay('day', day))
    if (reports.length === 0) throw new Error(`There are no reports of ${day} for merchant ${merchant}.`)
    const files = openReportFiles(settings.DATA_DIR, randomUUIDv7)
    for (const group of Map.groupBy(reports, alike).values()) {
      const sums = await makeElsewhere(db, group)
      const differing = group.filter(({ name, made }) => made !== undefined && made.sha256 !== sums.get(name))
      if (differing.length > 0 && !again) {
        const names = differing.map(({ name }) => name).join(', ')
        throw new Error(`Not the same as what was given out: ${names}. With --again a new version is made.`)
      }
      if (again && group[0]?.invoiceNumber !== undefined) continue
      const wanted = again ? await planAgain(db, group) : group
      await markReady(db, await makeReports(db, files, wanted))
      for (const { name } of wanted) (await listReports(db, { merchantId: merchant, name })).forEach(printReport)
    }
  })

/** Ends with 1 where a file is not what the books say. */
const verify = (path: string): Promise<void> =>
  withTools(async ({ db }) => {
    const { report, differences } = await verifyReport(db, path)
    print({ name: report.name, merchantId: report.merchantId, day: report.day, holds: differences.length === 0 })
    differences.forEach(print)
    if (differences.length > 0) process.exitCode = 1
  })

/** `report list|show|make`, `verify-report`. */
export const addReportCommands = (root: Command): void => {
  const report = root.command('report').description('what merchants are given every day')
  report
    .command('list')
    .description('reports, the latest first')
    .option('--merchant <merchantId>', 'of one merchant')
    .option('--kind <kind>', Object.keys(reportKinds).join(', '))
    .option('--from <day>', 'the first day, 2026-11-26')
    .option('--to <day>', 'the last day')
    .action(list)
  report.command('show <name>').description('the bytes of a report').action(show)
  report
    .command('make <merchantId> <day>')
    .description('makes the reports of a day once more: the same bytes, or it says which differ')
    .option('--again', 'as a new version, which takes the place of the last one; invoices never change')
    .action(make)
  root
    .command('verify-report <file>')
    .description('makes a report once more from the books and says each difference; ends with 0 only if there is none')
    .action(verify)
}
