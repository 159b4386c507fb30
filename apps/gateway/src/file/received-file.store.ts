import type { DueQuery } from '../due.store.ts'
import type { Db, Tx } from '../postgres/db.ts'
import type { FileSource, FileState, HowReceived, ReceivedFile, Taken } from './received-file.ts'

type FileRow = {
  file_id: string
  source: FileSource
  name: string
  path: string
  sha256: string
  bytes: bigint
  received_at: Date
  how: HowReceived
  state: FileState
  reason: string | null
  ended_at: Date | null
}

const fromRow = (row: FileRow): ReceivedFile => ({
  fileId: row.file_id,
  source: row.source,
  name: row.name,
  path: row.path,
  sha256: row.sha256,
  bytes: Number(row.bytes),
  receivedAt: row.received_at,
  how: row.how,
  state: row.state,
  reason: row.reason ?? undefined,
  endedAt: row.ended_at ?? undefined,
})

const columns = 'file_id, source, name, path, sha256, bytes, received_at, how, state, reason, ended_at'

/** A content as it came: what is known of it before it is compared with those that are here. */
export type Arrival = {
  readonly fileId: string
  readonly source: FileSource
  readonly how: HowReceived
  readonly name: string
  readonly path: string
  readonly modifiedAt: Date
  readonly sha256: string
  readonly bytes: number
  readonly at: Date
}

/** A file of no more than this may hold no rows, and be known by its name alone. */
const littleBytes = 2_048

/**
 * Receives a content, or notes another name of one that is here. Answers the file, and whether it is new.
 */
export const insertReceivedFile = async (db: Db, arrival: Arrival): Promise<{ file: ReceivedFile; isNew: boolean }> => {
  const { fileId, source, how, name, path, modifiedAt, sha256, bytes, at } = arrival
  return db.transaction('file.commit_received', async (tx) => {
    const added = await tx.run<FileRow>({
      text: `insert into received_files (file_id, source, name, path, sha256, bytes, received_at, how, due_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $7) on conflict (source, sha256) do nothing returning ${columns}`,
      values: [fileId, source, name, path, sha256, bytes, at, how],
    })
    const [row] =
      added.length === 1
        ? added
        : await tx.run<FileRow>({
            text: `select ${columns} from received_files where source = $1 and sha256 = $2`,
            values: [source, sha256],
          })
    if (row === undefined) throw new Error('Broken invariant: a received file is never taken away')
    const named = await tx.run({
      text: `insert into received_file_names (file_id, source, how, path, bytes, modified_at, seen_at)
             values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning 1`,
      values: [row.file_id, source, how, path, bytes, modifiedAt, at],
    })
    if (added.length === 0) {
      // What could not be understood by its content may be by its new name; and so little may be another file that says the same.
      await tx.run({
        text: `update received_files set state = 'received', reason = null, ended_at = null, due_at = $2, name = $3, path = $4
                where file_id = $1 and $5 and (state = 'refused' or state = 'taken' and bytes <= $6)`,
        values: [row.file_id, at, name, path, named.length > 0, littleBytes],
      })
      // Whoever waits for another file may have waited for this name, or is about to wait for it.
      await tx.run({
        text: `update received_files set due_at = $2, leased_until = null
                where source = $1 and state = 'received' and (due_at is null or leased_until is not null)`,
        values: [source, at],
      })
    }
    return { file: fromRow(row), isNew: added.length === 1 }
  })
}

/** The files of a source and a state, or of all, in the order of arrival. */
export const listReceivedFiles = async (
  db: Db,
  { source, state }: { source?: FileSource | undefined; state?: FileState | undefined },
): Promise<ReceivedFile[]> => {
  const rows = await db.read<FileRow>({
    text: `select ${columns} from received_files
            where ($1::text is null or source = $1) and ($2::text is null or state = $2) order by received_at, file_id`,
    values: [source ?? null, state ?? null],
  })
  return rows.map(fromRow)
}

/** A name under which a content has come. */
export type FileName = { readonly how: HowReceived; readonly path: string; readonly seenAt: Date }

/** One file with every name under which it has come. */
export const readReceivedFile = async (
  db: Db,
  fileId: string,
): Promise<{ file: ReceivedFile; names: FileName[] } | undefined> => {
  const values = [fileId]
  const text = `select ${columns} from received_files where file_id = $1`
  const [row] = await db.read<FileRow>({ name: 'received_file', text, values })
  if (row === undefined) return undefined
  const names = await db.read<{ how: HowReceived; path: string; seen_at: Date }>({
    name: 'names_of_file',
    text: 'select how, path, seen_at from received_file_names where file_id = $1 order by seen_at, path',
    values,
  })
  return { file: fromRow(row), names: names.map(({ how, path, seen_at: seenAt }) => ({ how, path, seenAt })) }
}

/**
 * Claims the first file of these sources that waits and is due, unless somebody is at work on it: then none, since
 * files are taken one after the other.
 */
export const claimReceivedFile = async (
  db: Db,
  sources: readonly FileSource[],
  { at, wall, leasedUntil }: { at: Date; wall: Date; leasedUntil: Date },
): Promise<ReceivedFile | undefined> => {
  const [row] = await db.write<FileRow>('file.commit_claim', {
    name: 'claim_file',
    text: `update received_files set leased_until = $4
            where file_id = (select file_id from received_files
                              where state = 'received' and source = any($1) and due_at <= $2
                              order by received_at, file_id limit 1)
              and state = 'received' and (leased_until is null or leased_until < $3)
            returning ${columns}`,
    values: [sources, at, wall, leasedUntil],
  })
  return row && fromRow(row)
}

/** Keeps a claim for longer. */
export const keepClaim = async (db: Db, fileId: string, leasedUntil: Date): Promise<void> => {
  await db.write('chore.keep_lease', {
    text: 'update received_files set leased_until = $2 where file_id = $1 and leased_until is not null',
    values: [fileId, leasedUntil],
  })
}

/** Writes down what became of a file, unless the claim is gone: then it is looked at again, as it was called meanwhile. */
export const endReceivedFile = async (db: Db, fileId: string, taken: Taken, at: Date): Promise<void> => {
  const { state, reason } = { reason: null, ...taken }
  const hasEnded = state !== 'waits'
  await db.write('file.commit_taken', {
    name: 'end_file',
    text: `update received_files set state = $2, reason = $3, ended_at = $4, due_at = null, leased_until = null
            where file_id = $1 and state = 'received' and leased_until is not null`,
    values: [fileId, hasEnded ? state : 'received', reason, hasEnded ? at : null],
  })
}

/** Has files looked at again that were refused for a reason that begins so. */
export const retakeRefused = async (tx: Tx, source: FileSource, reason: string, at: Date): Promise<void> => {
  await tx.run({
    text: `update received_files set state = 'received', reason = null, ended_at = null, due_at = $3
            where source = $1 and state = 'refused' and starts_with(reason, $2)`,
    values: [source, reason, at],
  })
}

/** Ends files that wait for others and were taken with them. One of which something was heard since is looked at again. */
export const endWaitingFiles = async (tx: Tx, fileIds: readonly string[], at: Date): Promise<void> => {
  await tx.run({
    text: `update received_files set state = 'taken', reason = null, ended_at = $2
            where file_id = any($1) and state = 'received' and due_at is null and leased_until is null`,
    values: [fileIds, at],
  })
}

/** Makes files due that wait for others. Whoever is at work on one has its claim no longer. */
export const recallFiles = async (tx: Tx, fileIds: readonly string[], at: Date): Promise<void> => {
  await tx.run({
    text: `update received_files set due_at = $2, leased_until = null where file_id = any($1) and state = 'received'`,
    values: [fileIds, at],
  })
}

/** Puts a file off that could not be taken: for a minute, and twice as long each time, up to an hour. */
export const putOffReceivedFile = async (db: Db, fileId: string, at: Date): Promise<void> => {
  await db.write('chore.put_file_off', {
    text: `update received_files
              set failures = failures + 1, leased_until = null,
                  due_at = $2::timestamptz + least(interval '1 minute' * 2 ^ least(failures, 10), interval '1 hour')
            where file_id = $1 and state = 'received'`,
    values: [fileId, at],
  })
}

/** When a file of these sources is to be taken next. */
export const fileDue = (sources: readonly FileSource[]): DueQuery =>
  `select min(due_at) from received_files where state = 'received' and source = any('{${sources}}')`
