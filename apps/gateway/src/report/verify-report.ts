import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { readReportName } from '@silkgate/domain'
import { invoiceFromBooks, readInvoice } from '../invoice/index.ts'
import type { Db } from '../postgres/db.ts'
import { makeReports } from './make-reports.ts'
import { readMovements, type Span } from './read-movements.store.ts'
import { listReports, type PlannedReport, type Report } from './report.store.ts'
import { openReportFiles } from './report-files.ts'
import { openTally } from './tally.ts'
import { isDue } from './wx-fields.ts'

/** What a file says and what the books say, where that is not the same. */
export type Difference = { readonly of: string; readonly file: string; readonly books: string }

export type VerifiedReport = { readonly report: Report; readonly differences: readonly Difference[] }

/** Nobody was given a report of this name. */
export class UnknownReport extends Error {}

/** By code and currency: how many records there are, and what they come to, with two implied decimals. */
type Sums = Map<string, { count: bigint; amount: bigint }>

const addTo = (sums: Sums, key: string, amount: bigint, count = 1n): void => {
  const before = sums.get(key) ?? { count: 0n, amount: 0n }
  sums.set(key, { count: before.count + count, amount: before.amount + amount })
}

/** What the books have to tell. */
const shownByBooks = (db: Db, span: Span): Promise<Sums> =>
  db.transaction('chore.stage_report', async (tx) => {
    const [tally, sums] = [openTally(), new Map() as Sums]
    for await (const movements of readMovements(tx, span)) tally.add(movements)
    for (const sum of tally.sums()) {
      addTo(sums, `${sum.code} ${isDue(sum) ? sum.currency : sum.localCurrency}`, sum.shown, sum.count)
    }
    return sums
  })

const whole = (text: string | undefined): bigint => (/^-?\d+$/.test(text ?? '') ? BigInt(text ?? 0) : 0n)

type Field = (name: string) => string | undefined

/** What is due of a record or, where nothing is, its own amount. */
const addRecord = (sums: Sums, field: Field): void => {
  const isDue = field('Recordcategory') !== 'X'
  const currency = isDue ? field('CurrencyDue') : field('CurrencyLocal')
  const amount = whole(isDue ? field('AmountDue') : field('AmountLocal'))
  addTo(sums, `${field('Recordcategory')}${field('Recordtype')} ${currency}`, amount)
}

const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  )

/** A cell may hold ends of lines: whether what was read so far ends within quotes. */
const isOpen = (text: string): boolean => text.split('"').length % 2 === 0

type Said = { readonly sums: Sums; readonly totals: Map<string, bigint>; numberOfRecords: bigint | undefined }

const readCsv = async (lines: AsyncIterable<string>, said: Said): Promise<void> => {
  let names: readonly string[] | undefined
  let text = ''
  for await (const line of lines) {
    text = text === '' ? line : `${text}\n${line}`
    if (isOpen(text)) continue
    const cells = cellsOf(text)
    text = ''
    if (names === undefined) names = cells
    else addRecord(said.sums, (name) => cells[names?.indexOf(name) ?? -1])
  }
}

const readXml = async (lines: AsyncIterable<string>, said: Said): Promise<void> => {
  for await (const line of lines) {
    const field: Field = (name) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(line)?.[1]
    if (line.startsWith('<DataRecord>')) addRecord(said.sums, field)
    if (line.startsWith('<TotalAmount>')) said.totals.set(field('CurrencyDue') ?? '', whole(field('TotalAmountDue')))
    if (line.startsWith('<NumberOfRecords>')) said.numberOfRecords = whole(field('NumberOfRecords'))
  }
}

/** What a WX file says of itself: one record a line, as we write them. A file that cannot be unpacked says nothing. */
const readSaid = async (path: string, format: string): Promise<Said> => {
  const said: Said = { sums: new Map(), totals: new Map(), numberOfRecords: undefined }
  const unpacked = createReadStream(path).pipe(createGunzip())
  const lines = createInterface({ input: unpacked, crlfDelay: Number.POSITIVE_INFINITY })
  const broken = new Promise<never>((_resolve, reject) => unpacked.once('error', reject))
  await Promise.race([broken, format === 'csv' ? readCsv(lines, said) : readXml(lines, said)])
  return said
}

const shaOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

const compare = (said: Said, books: Sums): Difference[] => {
  const text = (sums: Sums, key: string) => {
    const { count, amount } = sums.get(key) ?? { count: 0n, amount: 0n }
    return `${count} records, ${amount}`
  }
  const differences: Difference[] = []
  const check = (of: string, file: string, ours: string) => {
    if (file !== ours) differences.push({ of, file, books: ours })
  }
  for (const key of [...new Set([...said.sums.keys(), ...books.keys()])].sort()) {
    check(key, text(said.sums, key), text(books, key))
  }
  const due = new Map<string, bigint>()
  let records = 0n
  for (const [key, { count, amount }] of books) {
    const [code = '', currency = ''] = key.split(' ')
    records += count
    if (!code.startsWith('X')) due.set(currency, (due.get(currency) ?? 0n) + amount)
  }
  if (said.numberOfRecords === undefined) return differences
  check('NumberOfRecords', `${said.numberOfRecords}`, `${records}`)
  for (const currency of [...new Set([...said.totals.keys(), ...due.keys()])].sort()) {
    check(`TotalAmountDue ${currency}`, `${said.totals.get(currency) ?? 0n}`, `${due.get(currency) ?? 0n}`)
  }
  return differences
}

/** Makes reports once more, somewhere else; answers the SHA-256 of each. Nothing that merchants can see is touched. */
export const makeElsewhere = async (
  db: Db,
  reports: readonly PlannedReport[],
): Promise<ReadonlyMap<string, string>> => {
  const folder = await mkdtemp(join(tmpdir(), 'silkgate-report-'))
  try {
    const made = await makeReports(
      db,
      openReportFiles(folder, () => 'part'),
      reports,
    )
    return new Map(made.map(({ report, made: { sha256 } }) => [report.name, sha256]))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Where an invoice as it was issued is not what the books say: its lines, and what they come to. */
const invoiceDifferences = (db: Db, number: string): Promise<Difference[]> =>
  db.transaction('chore.stage_report', async (tx) => {
    const stored = await readInvoice(tx, number)
    const drawn = await invoiceFromBooks(tx, stored)
    const said = ({ currency, net, vat, total, lines }: typeof drawn) =>
      new Map([
        ...lines.map(({ says, count, minor }, line) => [`line ${line + 1}`, `${says}, ${count}, ${minor}`] as const),
        ...Object.entries({ net, vat, total }).map(([name, minor]) => [name, `${minor} ${currency}`] as const),
      ])
    const [file, books] = [said(stored.invoice), said(drawn)]
    return [...new Set([...file.keys(), ...books.keys()])]
      .map((of) => ({ of, file: file.get(of) ?? '', books: books.get(of) ?? '' }))
      .filter((one) => one.file !== one.books)
  })

/**
 * Makes the report that a file's name says once more from the books and compares: each difference is answered, none where the
 * file is the same, byte for byte. Of a WX file it says which records differ in number or amount; an invoice, which is made as it
 * was issued, is added up from the books as well.
 */
export const verifyReport = async (db: Db, path: string): Promise<VerifiedReport> => {
  const name = basename(path)
  const merchantId = readReportName(name)?.merchantId
  const [report] = merchantId === undefined ? [] : await listReports(db, { merchantId, name })
  if (report === undefined) throw new UnknownReport(`"${name}" is no report of ours. See: silkgate report list`)
  const [file, books] = [await shaOf(path), (await makeElsewhere(db, [report])).get(name) ?? '']
  const issued = report.invoiceNumber === undefined ? [] : await invoiceDifferences(db, report.invoiceNumber)
  if (file === books) return { report, differences: issued }
  const bytes = { of: 'SHA-256 of the file', file, books }
  if (report.kind !== 'wx') return { report, differences: [bytes, ...issued] }
  const said = await readSaid(path, report.format).catch((error: Error) => error)
  if (said instanceof Error) return { report, differences: [bytes, { of: 'the file', file: said.message, books: '' }] }
  return { report, differences: [bytes, ...compare(said, await shownByBooks(db, report))] }
}
