import type pg from 'pg'
import type { FileEntry, FileOwner, Files, NewFile } from './files.ts'

type Row = { owner: FileOwner; path: string; written_at: Date; size: number }

const entryFromRow = ({ written_at: writtenAt, ...row }: Row): FileEntry => ({ ...row, writtenAt })

const columns = 'owner, path, written_at, length(body) as size'

/** The files in the simulator's database. */
export const storedFiles = (pool: pg.Pool): Files => ({
  list: async (owner, now) => {
    const text = `select ${columns} from files where owner = $1 and written_at <= $2 order by path collate "C"`
    return (await pool.query<Row>(text, [owner, now])).rows.map(entryFromRow)
  },
  latest: async (count, now) => {
    const text = `select ${columns} from files where written_at <= $1 order by written_at desc, path collate "C" limit $2`
    const { rows } = await pool.query<Row>(text, [now, count])
    const counted = await pool.query<{ total: bigint }>('select count(*) as total from files where written_at <= $1', [
      now,
    ])
    return { files: rows.map(entryFromRow), total: Number(counted.rows[0]?.total ?? 0n) }
  },
  read: async (owner, path, now) => {
    const text = 'select body from files where owner = $1 and path = $2 and written_at <= $3'
    return (await pool.query<{ body: Buffer }>(text, [owner, path, now])).rows[0]?.body
  },
})

/** Writes a file in a transaction; a path that there is already is a defect. */
export const writeFile = async (client: pg.PoolClient, { owner, path, writtenAt, body }: NewFile): Promise<void> => {
  await client.query('insert into files (owner, path, written_at, body) values ($1, $2, $3, $4)', [
    owner,
    path,
    writtenAt,
    body,
  ])
}
