import { formatMoney, isMerchantId, money, type ReportKind, readReportName, reportKinds } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, readDay, withTools } from '../command-line.ts'
import { listReports, openReportFiles, type Report } from './index.ts'

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

/** `report list|show`. */
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
}
