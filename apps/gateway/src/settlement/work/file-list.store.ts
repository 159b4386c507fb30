import type { PageQuery } from '../../http/place.ts'
import { behindPlace, inOrder, stampOf } from '../../postgres/by-place.ts'
import type { Db, Row } from '../../postgres/db.ts'

export type FileFilter = PageQuery & {
  readonly source: string | undefined
  readonly states: readonly string[] | undefined
}

export type ListedFile = {
  readonly fileId: string
  readonly source: string
  readonly name: string
  readonly state: string
  /** Why it was refused, or for what it waits. */
  readonly reason: string | null
  readonly how: string
  readonly bytes: bigint
  readonly sha256: string
  readonly receivedAt: Date
  readonly endedAt: Date | null
  /** Rows of it that could not be read and that nobody has ended. */
  readonly held: number
  /** What it is, and of which batch or statements. */
  readonly is: readonly { readonly kind: string; readonly batchId: string; readonly day: string | null }[]
  readonly place_at: string
}

const columns = `
  f.file_id as "fileId", f.source, f.name, f.state, f.reason, f.how, f.bytes, f.sha256, f.received_at as "receivedAt",
  f.ended_at as "endedAt", ${stampOf('f.received_at')} as place_at,
  (select count(*)::int from quarantined_rows q where q.file_id = f.file_id and q.resolved_at is null) as held,
  coalesce((select json_agg(json_build_object('kind', r.kind, 'batchId', r.batch_id, 'day', r.day) order by r.batch_id)
              from report_files r where r.file_id = f.file_id), '[]') as is`

/** Files that were received, the latest first. */
export const listFiles = (db: Db, { source, states, after, limit }: FileFilter): Promise<ListedFile[]> => {
  const ordered = { at: 'f.received_at', id: 'f.file_id::text', order: 'newest' } as const
  const values: unknown[] = [limit]
  const wanted = [
    'true',
    ...(source === undefined ? [] : [`f.source = $${values.push(source)}`]),
    ...(states === undefined ? [] : [`f.state = any ($${values.push(states)})`]),
    ...behindPlace(ordered, { from: undefined, to: undefined, after }, values),
  ].join(' and ')
  return db.read<ListedFile>({
    text: `select ${columns} from received_files f where ${wanted} ${inOrder(ordered)} limit $1`,
    values,
  })
}

/** One file, with the totals that it and the batch it is of say of themselves. */
export const readFile = async (db: Db, fileId: string): Promise<ListedFile | undefined> => {
  const text = `select ${columns} from received_files f where f.file_id = $1`
  const [row] = await db.read<ListedFile>({ text, values: [fileId] })
  return row
}

/** What a file says of itself beside what was read of it, for each batch whose file it is. */
export const controlTotals = (db: Db, fileId: string): Promise<Row[]> =>
  db.read({
    text: `
    select c.clearing_batch_id as "batchId", c.currency, v.part, v.said, v.said_minor as "saidMinor", v.read,
           v.read_minor as "readMinor"
      from clearing_batches c
      cross join lateral (values
        ('items', c.items_file, c.items_said, c.items_said_minor, c.items_read, c.items_read_minor),
        ('fees', c.fees_file, c.fees_said, c.fees_said_minor, c.fees_read, c.fees_read_minor),
        ('summary', c.summary_file, c.summary_said, c.summary_net_minor, c.items_read, c.items_read_minor - c.fees_read_minor)
      ) as v (part, file_id, said, said_minor, read, read_minor)
     where $1 in (c.items_file, c.fees_file, c.summary_file) and v.file_id = $1
    union all
    select s.settlement_batch_id, s.currency, 'settlement', null, s.said_minor, null,
           (select sum(p.said_minor)::bigint from settlement_batch_parts p where p.settlement_batch_id = s.settlement_batch_id)
      from settlement_batches s where s.file_id = $1
     order by 1, 3`,
    values: [fileId],
  })

/** The statements that a file of the bank has told. */
export const statementsOfFile = (db: Db, fileId: string): Promise<Row[]> =>
  db.read({
    text: `select statement_id as "statementId", account_id as account, number, to_day::text as day, currency,
                  opening_minor as "openingMinor", closing_minor as "closingMinor"
             from bank_statements where file_id = $1 order by account_id, to_day, number`,
    values: [fileId],
  })

/** What needs somebody: files by state, and rows that could not be read. */
export const countFiles = async (db: Db) => {
  const [row] = await db.read<{ refused: number; waiting: number; held: number }>({
    text: `select (select count(*)::int from breaks where kind = 'file_refused' and resolved_at is null) as refused,
                  (select count(*)::int from received_files where state = 'received') as waiting,
                  (select count(*)::int from quarantined_rows where resolved_at is null) as held`,
    values: [],
  })
  return row ?? { refused: 0, waiting: 0, held: 0 }
}

export type HeldRow = {
  readonly fileId: string
  readonly file: string
  readonly row: number
  readonly column: string
  readonly reason: string
  readonly raw: string
  readonly at: Date
  readonly resolvedAt: Date | null
  readonly resolution: string | null
  readonly place_at: string
}

/** Rows that could not be read, the latest first: those that nobody has ended, of a file or of all. */
export const listHeldRows = (
  db: Db,
  { fileId, after, limit }: PageQuery & { readonly fileId: string | undefined },
): Promise<HeldRow[]> => {
  const id = `concat_ws(' ', q.file_id, lpad(q.file_row::text, 9, '0'), q.file_column)`
  const ordered = { at: 'q.at', id, order: 'newest' } as const
  const values: unknown[] = [limit]
  const wanted = [
    'q.resolved_at is null',
    ...(fileId === undefined ? [] : [`q.file_id = $${values.push(fileId)}`]),
    ...behindPlace(ordered, { from: undefined, to: undefined, after }, values),
  ].join(' and ')
  return db.read<HeldRow>({
    text: `select q.file_id as "fileId", f.name as file, q.file_row as row, q.file_column as column, q.reason, q.raw, q.at,
                  q.resolved_at as "resolvedAt", q.resolution, ${stampOf('q.at')} as place_at
             from quarantined_rows q join received_files f using (file_id) where ${wanted} ${inOrder(ordered)} limit $1`,
    values,
  })
}

export const placeOfHeldRow = ({ place_at: at, fileId, row, column }: HeldRow) => ({
  at,
  id: `${fileId} ${String(row).padStart(9, '0')} ${column}`,
})
