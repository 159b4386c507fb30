import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'

const lockKey = 7_455_475 // "silkg" on a telephone; any number that nobody else of ours uses

type Migration = { readonly name: string; readonly text: string; readonly checksum: string }

const readMigrations = async (folder: URL): Promise<Migration[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8')
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/**
 * Brings the database up to date: plain SQL, forward only, each file once, in one transaction each. Ten processes may
 * start at once: they take turns under an advisory lock. Refuses a database whose history is not a prefix of ours.
 * `databaseUrl` is the owner; `folder` holds the files, whose names give their order. Answers the names of the files
 * that were applied.
 */
export const migrate = async (databaseUrl: string, folder: URL): Promise<string[]> => {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await refuseOldServer(client)
    await client.query('select pg_advisory_lock($1)', [lockKey])
    return await applyAll(client, await readMigrations(folder))
  } finally {
    await client.end()
  }
}

const refuseOldServer = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ version: string }>("select current_setting('server_version_num') as version")
  const major = Math.floor(Number(rows[0]?.version) / 10_000)
  if (major < 15) throw new Error(`DATABASE_URL leads to PostgreSQL ${major}; silkgate needs 15 or newer.`)
}

const applyAll = async (client: pg.Client, ours: readonly Migration[]): Promise<string[]> => {
  await client.query(`
    create table if not exists migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now()
    )`)
  const { rows: applied } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from migrations order by name',
  )
  for (const [index, row] of applied.entries()) {
    const migration = ours[index]
    if (migration?.name !== row.name) {
      throw new Error(
        `The database knows migration ${row.name}, this program does not: it was used by a newer silkgate.`,
      )
    }
    if (migration.checksum !== row.checksum) {
      throw new Error(
        `Migration ${row.name} was changed after it was applied. Restore the file; write a new migration instead.`,
      )
    }
  }
  const fresh = ours.slice(applied.length)
  for (const migration of fresh) await applyOne(client, migration)
  return fresh.map(({ name }) => name)
}

const applyOne = async (client: pg.Client, { name, text, checksum }: Migration): Promise<void> => {
  await client.query('begin')
  try {
    await client.query(text)
    await client.query('insert into migrations (name, checksum) values ($1, $2)', [name, checksum])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
