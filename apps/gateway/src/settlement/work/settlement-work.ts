import type { Readable } from 'node:stream'
import { clearingDayOf, reportsDueAfter, whyCalendarEndsSoon } from '@silkgate/domain'
import { type FileSource, listPulls, type RawFiles, readReceivedFile, receiveUpload } from '../../file/index.ts'
import { type Page, type PageQuery, pageOf } from '../../http/place.ts'
import type { Db } from '../../postgres/db.ts'
import { isUuid } from '../../uuid-of.ts'
import type { World } from '../../world.ts'
import { knownAgreements, withoutFile } from '../agreement.store.ts'
import { listMissing } from '../settlement-list.store.ts'
import { type BatchFilter, pageOfBatches, readBatch } from './batch-list.store.ts'
import {
  controlTotals,
  countFiles,
  type FileFilter,
  listFiles,
  listHeldRows,
  placeOfHeldRow,
  readFile,
  statementsOfFile,
} from './file-list.store.ts'
import { listStatements, pageOfEntries, readStatement } from './statement-list.store.ts'

type Needs = { readonly db: Db; readonly world: World; readonly rawFiles: RawFiles; readonly received: () => void }

/** Rows as they are shown: where a list goes on is said beside them. */
const without = <Row extends { readonly place_at: string }>({ rows, next }: Page<Row>) => ({
  rows: rows.map(({ place_at: _, ...row }) => row),
  next,
})

/** What came of Alipay+ and the bank, what is due and has not, and what became of it, as the console shows it. */
export const settlementWork = ({ db, world, rawFiles, received }: Needs) => ({
  /** What is overdue, what comes next, when servers are looked at, and what needs somebody. */
  stand: async () => {
    const today = clearingDayOf(world.now())
    const agreements = await knownAgreements(db)
    const [missing, counts, pulls, ...due] = await Promise.all([
      listMissing(db),
      countFiles(db),
      listPulls(db),
      ...agreements.map((agreement) => withoutFile(db, reportsDueAfter(agreement, today))),
    ])
    return { missing, due: due.flat(), pulls, counts, warning: whyCalendarEndsSoon(today) }
  },

  files: async (filter: FileFilter) => {
    const found = await listFiles(db, { ...filter, limit: filter.limit + 1 })
    return without(pageOf(found, filter.limit, (row) => ({ at: row.place_at, id: row.fileId })))
  },

  /** One file, with every name under which it came; undefined where there is none. */
  file: async (fileId: string) => {
    if (!isUuid(fileId)) return undefined
    const [row, known, totals, statements] = await Promise.all([
      readFile(db, fileId),
      readReceivedFile(db, fileId),
      controlTotals(db, fileId),
      statementsOfFile(db, fileId),
    ])
    if (row === undefined || known === undefined) return undefined
    const { place_at: _, ...shown } = row
    return { ...shown, names: known.names, totals, statements }
  },

  /** The bytes of a file as they came; undefined where there is no such file. */
  content: async (fileId: string): Promise<{ name: string; stream: Readable } | undefined> => {
    const known = isUuid(fileId) ? await readReceivedFile(db, fileId) : undefined
    return known && { name: known.file.name, stream: rawFiles.open(known.file) }
  },

  /** Receives a file by hand; undefined where nothing, or too much, was sent. */
  receive: async (source: FileSource, name: string, content: Readable) => {
    const got = await receiveUpload({ db, world, rawFiles }, { source, name, content })
    if (got !== undefined) received()
    return got && { fileId: got.file.fileId, isNew: got.isNew }
  },

  heldRows: async (query: PageQuery & { readonly fileId: string | undefined }) => {
    const found = await listHeldRows(db, { ...query, limit: query.limit + 1 })
    return without(pageOf(found, query.limit, placeOfHeldRow))
  },

  batches: async (filter: BatchFilter) => {
    const found = await pageOfBatches(db, { ...filter, limit: filter.limit + 1 })
    return pageOf(found, filter.limit, (row) => ({ at: row.day, id: row.batchId }))
  },

  batch: (batchId: string) => readBatch(db, batchId),

  statements: async (query: PageQuery & { readonly account: string | undefined }) => {
    const found = await listStatements(db, { ...query, limit: query.limit + 1 })
    return pageOf(found, query.limit, (row) => ({ at: row.day, id: row.statementId }))
  },

  statement: async (statementId: string) => (isUuid(statementId) ? readStatement(db, statementId) : undefined),

  entries: async (statementId: string, query: PageQuery) => {
    const found = await pageOfEntries(db, statementId, { ...query, limit: query.limit + 1 })
    return pageOf(found, query.limit, (row) => ({ at: row.position.toString(), id: row.entryId }))
  },
})

export type SettlementWork = ReturnType<typeof settlementWork>
