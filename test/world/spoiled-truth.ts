import { counterparties } from '../../apps/simulator/src/bank/accounts.ts'
import { bankOf, bankStrikesOf } from '../support/bank.ts'
import { corrected } from '../support/corrected.ts'
import { cellsOf } from '../support/csv-lines.ts'
import type { TestSandbox } from '../support/sandbox.ts'
import { type ReportStruck, reportStrikesOf } from '../support/settlement.ts'

/** Which report a file is: `transactionItems C20261124STDEUR`. */
export type ReportName = string

export type ReportKind = 'transactionItems' | 'summary' | 'feeItems' | 'settlement'

/** A row of a report by the names of its columns. */
type Cells = Readonly<Record<string, string>>

/** A report as it should have been, when it came, what struck it, and when the right one came, where it did. */
export type TrueReport = {
  readonly kind: ReportKind
  readonly batchId: string
  readonly agreement: string
  readonly currency: string
  readonly path: string
  /** The day by whose morning it was due. */
  readonly dueDay: string
  readonly total: Cells
  readonly rows: readonly Cells[]
  readonly strikes: readonly ReportStruck[]
  readonly writtenAt: Date
  readonly correctedAt: Date | undefined
}

export type TrueStatement = {
  readonly accountId: string
  readonly day: string
  readonly openingMinor: bigint
  readonly closingMinor: bigint
  readonly number: number
  readonly writtenAt: Date
}

export type TrueEntry = {
  readonly accountId: string
  readonly day: string
  readonly minor: bigint
  readonly charges: bigint
  /** The batches that it names, and the one that it is of where it names one that never was. */
  readonly names: readonly string[]
  readonly isOf: string | undefined
  /** Whether it has to do with settlements at all, or with nothing that we know. */
  readonly kind: 'settlement' | 'stranger' | 'transfer'
}

export type Struck = { readonly fault: string; readonly about: string; readonly wasRight: string }

/** What is true of a spoiled world, read from the simulator alone. */
export type WorldTruth = {
  readonly reports: ReadonlyMap<ReportName, TrueReport>
  readonly statements: readonly TrueStatement[]
  readonly entries: readonly TrueEntry[]
  readonly reportStrikes: readonly ReportStruck[]
  readonly bankStrikes: readonly Struck[]
  /** A batch that is carried, and the one that carries it. */
  readonly carried: ReadonlyMap<string, string>
}

/** An amount of a report, positive to us, by its cells. */
export const signedMinor = (cells: Cells, column: string): bigint =>
  (cells.fundDirection === 'D' ? -1n : 1n) * BigInt(cells[column] ?? '0')

export const partsOfPath = (path: string) => {
  const [, day = '', kind = '', currency = '', batchId = '', agreement = ''] =
    /(?:(\d{8})\/)?([a-zA-Z]+)_\d+_([A-Z]+)_(\w+)_(\w+)_\d{3}\.csv$/.exec(path) ?? []
  return { day, kind: kind as ReportKind, currency, batchId, agreement }
}

/** The name of the report that lies under a path. */
export const reportNameOf = (path: string): ReportName => {
  const { kind, batchId } = partsOfPath(path)
  return `${kind} ${batchId}`
}

const rowsOf = (lines: readonly string[]): Cells[] => {
  const [header = '', ...rows] = lines
  const columns = cellsOf(header)
  return rows.map((row) => {
    const cells = cellsOf(row)
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']))
  })
}

/** Whether a strike changes what a file says. */
export const spoils = ({ fault }: ReportStruck): boolean => !/renamed|late|carried/.test(fault)

const iso = (digits: string): string => digits.replace(/(....)(..)(..)/, '$1-$2-$3')

type FileRow = { readonly path: string; readonly written_at: Date; readonly body: Buffer }

const readReports = async ({ simulatorDb }: TestSandbox, strikes: readonly ReportStruck[]) => {
  const text = `select path, written_at, body from files where owner = 'alipayplus' order by path`
  const files = await simulatorDb.read<FileRow>({ text, values: [] })
  const reports = new Map<ReportName, TrueReport>()
  for (const { path, written_at: writtenAt, body } of files) {
    if (!path.endsWith('_000.csv')) continue
    const own = strikes.filter((one) => one.path === path)
    const lines = corrected(body.toString(), own.filter(spoils)).split('\n').slice(0, -2)
    const header = lines.indexOf('') + 1
    const { day, ...parts } = partsOfPath(path)
    const better = files.find((one) => one.path === path.replace('_000.csv', '_002.csv'))
    const late = own.find(({ fault }) => fault === 'report-late')
    reports.set(reportNameOf(path), {
      ...parts,
      path,
      dueDay: iso(late === undefined ? day : partsOfPath(late.wasRight).day),
      total: header === 0 ? {} : (rowsOf(lines.slice(0, 2))[0] ?? {}),
      rows: rowsOf(lines.slice(header)),
      strikes: own,
      writtenAt,
      correctedAt: better?.written_at,
    })
  }
  return reports
}

const readStatements = async ({ simulatorDb }: TestSandbox): Promise<TrueStatement[]> =>
  simulatorDb.read<TrueStatement>({
    text: `select account_id as "accountId", number, day::text, opening_minor as "openingMinor", closing_minor as "closingMinor",
                  (select min(written_at) from files f
                    where owner = 'bank' and position(account_id || '_' || to_char(day, 'YYYYMMDD') in path) > 0) as "writtenAt"
             from bank_statements order by account_id, number`,
    values: [],
  })

export const readTruth = async (sandbox: TestSandbox): Promise<WorldTruth> => {
  const reportStrikes = await reportStrikesOf(sandbox)
  const bankStrikes = await bankStrikesOf(sandbox)
  const misnamed = bankStrikes.filter(({ fault }) => fault === 'bank-wrong-reference').map(({ about }) => about)
  const { entries } = await bankOf(sandbox)
  const carried = await sandbox.simulatorDb.read<{ id: string; by: string }>({
    text: 'select settlement_batch_id as id, carried_by as by from settlement_batches where carried_by is not null',
    values: [],
  })
  return {
    reports: await readReports(sandbox, reportStrikes),
    statements: await readStatements(sandbox),
    entries: entries.map(({ accountId, bookingDay, amount, charges, settlementBatchIds, counterparty }) => {
      const isMisnamed = settlementBatchIds.some((id) => misnamed.includes(id))
      const isStranger = counterparty?.name === counterparties.stranger.name
      return {
        ...{ accountId, day: bookingDay, minor: BigInt(amount), charges: BigInt(charges) },
        names: isMisnamed ? [] : settlementBatchIds,
        isOf: isMisnamed ? settlementBatchIds[0] : undefined,
        kind: settlementBatchIds.length > 0 ? 'settlement' : isStranger ? 'stranger' : 'transfer',
      }
    }),
    reportStrikes,
    bankStrikes,
    carried: new Map(carried.map(({ id, by }) => [id, by])),
  }
}
