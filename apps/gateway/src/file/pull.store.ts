import type { DueQuery } from '../due.store.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { nextTimeOfDay } from './pull-schedule.ts'
import type { FileSource } from './received-file.ts'
import type { RemoteFile } from './remote-file.ts'

/** When an SFTP server is looked at next, and how it went. */
export type Pull = {
  readonly source: FileSource
  readonly dueAt: Date
  readonly tries: number
  readonly completeTo: Date
  readonly broughtAt: Date | undefined
  readonly lastAt: Date | undefined
  readonly problem: string | undefined
}

type PullRow = {
  source: FileSource
  due_at: Date
  tries: number
  complete_to: Date
  brought_at: Date | null
  last_at: Date | null
  problem: string | null
}

const fromRow = (row: PullRow): Pull => ({
  source: row.source,
  dueAt: row.due_at,
  tries: row.tries,
  completeTo: row.complete_to,
  broughtAt: row.brought_at ?? undefined,
  lastAt: row.last_at ?? undefined,
  problem: row.problem ?? undefined,
})

/** Has a source looked at from its next time of day on, where it is not yet. */
export const beginPull = async (db: Db, source: FileSource, at: Date): Promise<void> => {
  await db.write('chore.set_up', {
    text: 'insert into file_pulls (source, due_at, complete_to) values ($1, $2, $3) on conflict do nothing',
    values: [source, nextTimeOfDay(source, at), at],
  })
}

/** Has a source looked at now; answers false where it is not looked at at all. */
export const pullNow = async (db: Db, source: FileSource, at: Date): Promise<boolean> => {
  const text = 'update file_pulls set due_at = least(due_at, $2) where source = $1 returning source'
  return (await db.write('chore.set_up', { text, values: [source, at] })).length === 1
}

/** Has a source looked at by an instant, where it would be later. */
export const lookBy = (tx: Tx, source: FileSource, at: Date): Promise<unknown> =>
  tx.run({ text: 'update file_pulls set due_at = least(due_at, $2) where source = $1', values: [source, at] })

export const listPulls = async (db: Db): Promise<Pull[]> =>
  (await db.read<PullRow>({ text: 'select * from file_pulls order by source', values: [] })).map(fromRow)

/** Claims the look at a source where it is due and nobody is at it. */
export const claimPull = async (
  db: Db,
  source: FileSource,
  { at, wall, leasedUntil }: { at: Date; wall: Date; leasedUntil: Date },
): Promise<Pull | undefined> => {
  const [row] = await db.write<PullRow>('file.commit_pull_claim', {
    text: `update file_pulls set leased_until = $4
            where source = $1 and due_at <= $2 and (leased_until is null or leased_until < $3) returning *`,
    values: [source, at, wall, leasedUntil],
  })
  return row && fromRow(row)
}

/** Keeps a claim for longer. */
export const keepPull = async (db: Db, source: FileSource, leasedUntil: Date): Promise<void> => {
  const text = 'update file_pulls set leased_until = $2 where source = $1'
  await db.write('chore.keep_lease', { text, values: [source, leasedUntil] })
}

/** Writes down how a look went, and when the next one is. */
export const savePull = async (db: Db, pull: Pull): Promise<void> => {
  await db.write('file.commit_pull', {
    text: `update file_pulls
              set due_at = $2, tries = $3, complete_to = $4, brought_at = $5, last_at = $6, problem = $7, leased_until = null
            where source = $1`,
    values: [
      pull.source,
      pull.dueAt,
      pull.tries,
      pull.completeTo,
      pull.broughtAt ?? null,
      pull.lastAt ?? null,
      pull.problem ?? null,
    ],
  })
}

/** When a source is looked at next. */
export const pullDue = (sources: readonly FileSource[]): DueQuery =>
  `select min(due_at) from file_pulls where source = any('{${sources}}')`

/** Those of some files at an SFTP server that never came from there with this path, length and time. */
export const unseenFiles = async (db: Db, source: FileSource, files: readonly RemoteFile[]): Promise<RemoteFile[]> => {
  const rows = await db.read<{ n: bigint }>({
    text: `select f.n from unnest($2::text[], $3::bigint[], $4::timestamptz[]) with ordinality as f (path, bytes, modified_at, n)
            where not exists (select from received_file_names s
                               where s.source = $1 and s.how = 'sftp' and s.path = f.path and s.bytes = f.bytes
                                 and s.modified_at = f.modified_at)
            order by f.n`,
    values: [
      source,
      files.map(({ path }) => path),
      files.map(({ bytes }) => bytes),
      files.map(({ modifiedAt }) => modifiedAt),
    ],
  })
  return rows.flatMap(({ n }) => files[Number(n) - 1] ?? [])
}
