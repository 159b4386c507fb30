import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { between, type Chore, type Deed, type Reach } from '../crash-points.ts'

// int8 comes back exact; everything else as pg reads it.
pg.types.setTypeParser(pg.types.builtins.INT8, BigInt)

export type Row = Readonly<Record<string, unknown>>

/** A statement with its parameters. Statements with a name are planned once per connection. */
export type Statement = { readonly name?: string; readonly text: string; readonly values: readonly unknown[] }

export type Tx = {
  /** Runs one statement inside the transaction and gives its rows. `T` says what the statement's columns are. */
  run<T extends Row>(statement: Statement): Promise<T[]>
  /** Fills columns of a table, `staged_items (file_row, …)`, with rows as they come, in blocks. */
  copy(into: string, blocks: AsyncIterable<readonly (readonly Cell[])[]>): Promise<void>
  /**
   * The rows of a query as PostgreSQL formats them, in pieces; `format` is COPY's, such as `format csv, header`. A query for COPY
   * takes no parameters: what goes into it must not come from outside.
   */
  copyOut(query: string, format: string): AsyncIterable<Buffer>
}

export type Cell = string | number | bigint | Date | undefined

const special = /[\\\t\n\r]/

/** A cell in COPY's text format. */
const copyCell = (cell: Cell): string => {
  if (typeof cell === 'string')
    return special.test(cell) ? cell.replaceAll(/[\\\t\n\r]/g, (found) => `\\${found}`) : cell
  if (cell === undefined) return '\\N'
  return cell instanceof Date ? cell.toISOString() : String(cell)
}

const copyLines = async function* (blocks: AsyncIterable<readonly (readonly Cell[])[]>) {
  for await (const rows of blocks) {
    let text = ''
    for (const row of rows) {
      let before = ''
      for (const cell of row) {
        text += before + copyCell(cell)
        before = '\t'
      }
      text += '\n'
    }
    if (text !== '') yield text
  }
}

export type Db = {
  /** Reads. Refuses a statement that writes: writing is a deed with a name. */
  read<T extends Row>(statement: Statement): Promise<T[]>
  /** Reads one and the same state of the database, however many statements it takes; writes nothing. */
  snapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** One statement that writes is one durable commit, with a crash point before and after it. */
  write<T extends Row>(deed: Deed | Chore, statement: Statement): Promise<T[]>
  /** Several statements in one durable commit; rolls back when `work` throws. Never await the network inside. */
  transaction<T>(deed: Deed | Chore, work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const runOn =
  (runner: pg.Pool | pg.PoolClient): Tx['run'] =>
  async <T extends Row>({ name, text, values }: Statement): Promise<T[]> => {
    const query = name === undefined ? { text, values: [...values] } : { name, text, values: [...values] }
    const result = await runner.query<T>(query)
    return result.rows
  }

/** A statement that writes begins with such a word, or one of its parts in brackets does. */
const writes = /(^|\()\s*(insert|update|delete|truncate|create|alter|drop|grant)\b/i

/** Keeps what somebody changes, within the transaction that changes it. */
export type Recorder = {
  /** Whether somebody is acting here and now, whose changes are kept. */
  readonly isOn: () => boolean
  readonly begin: (tx: Tx) => Promise<void>
  readonly end: (tx: Tx) => Promise<void>
}

type DbOptions = {
  readonly max?: number
  /** The connections for reading; without it, reads take those of the writers. */
  readonly maxForReading?: number
  /** A statement that takes longer than this is cut short. Without it, each may take as long as it likes. */
  readonly mostMs?: number
  readonly reach?: Reach
  readonly recorder?: Recorder
  readonly onError?: (error: Error) => void
}

const openPool = (url: string, max: number, { onError = () => {}, mostMs }: DbOptions): pg.Pool => {
  const limit = mostMs === undefined ? {} : { statement_timeout: mostMs }
  const pool = new pg.Pool({ connectionString: url, max, connectionTimeoutMillis: 10_000, ...limit })
  pool.on('error', onError)
  // A connection that breaks between two statements of a transaction says so here; the next statement then rejects.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/**
 * Opens a pool of connections for those who write and one for those who read, so that neither waits for the other.
 * `onError` hears of idle connections that broke; the next statement opens a new one.
 */
export const openDb = (url: string, options: DbOptions = {}): Db => {
  const { max = 10, maxForReading } = options
  const pool = openPool(url, max, options)
  const readers = maxForReading === undefined ? pool : openPool(url, maxForReading, options)
  const reach = options.reach ?? (() => {})
  const run = runOn(pool)
  const runRead = runOn(readers)
  const isRecorded = () => options.recorder?.isOn() === true
  const commit = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    inTransaction(pool, async (tx) => {
      if (!isRecorded()) return work(tx)
      await options.recorder?.begin(tx)
      const done = await work(tx)
      await options.recorder?.end(tx)
      return done
    })
  return {
    read: (statement) => {
      if (writes.test(statement.text)) throw new Error(`Broken invariant: this statement writes: ${statement.text}`)
      return runRead(statement)
    },
    write: <T extends Row>(deed: Deed | Chore, statement: Statement) =>
      between(reach, deed, () => (isRecorded() ? commit((tx) => tx.run<T>(statement)) : run<T>(statement))),
    snapshot: (work) => inTransaction(readers, work, 'begin isolation level repeatable read read only'),
    // What is staged is gone with its transaction: nobody has changed anything, nor need anybody be named who reads.
    transaction: (deed, work) =>
      between(reach, deed, () => (deed === 'chore.stage_report' ? inTransaction(pool, work) : commit(work))),
    close: async () => {
      await Promise.all([...new Set([pool, readers])].map((one) => one.end()))
    },
  }
}

const inTransaction = async <T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>, begin = 'begin'): Promise<T> => {
  const client = await pool.connect()
  let isCutOff = false
  async function* copyOut(query: string, format: string): AsyncGenerator<Buffer> {
    const rows = client.query(copyTo(`copy (${query}) to stdout (${format})`))
    try {
      for await (const piece of rows) yield piece
    } finally {
      isCutOff ||= !rows.readableEnded
    }
  }
  try {
    await client.query(begin)
    const done = await work({
      run: runOn(client),
      copy: (into, blocks) =>
        pipeline(Readable.from(copyLines(blocks)), client.query(copyFrom(`copy ${into} from stdin`))),
      copyOut,
    })
    await client.query('commit')
    client.release()
    return done
  } catch (error) {
    // Rows that nobody takes any more are in the way of everything else on this connection.
    if (isCutOff) {
      client.release(true)
      throw error
    }
    const broken = await client.query('rollback').then(
      () => undefined,
      (cause: Error) => cause,
    )
    client.release(broken)
    throw error
  }
}
