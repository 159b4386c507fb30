import assert from 'node:assert/strict'
import type { ReceivedFile } from '../../apps/gateway/src/file/index.ts'
import { listReceivedFiles } from '../../apps/gateway/src/file/received-file.store.ts'
import type { TestSandbox } from './sandbox.ts'

type Owner = 'alipayplus' | 'bank'

/** Has the simulated Alipay+ or bank write a file. */
export const writeFile = async (
  { simulatorDb }: TestSandbox,
  owner: Owner,
  path: string,
  body: string | Buffer,
  writtenAt: Date,
): Promise<void> => {
  await simulatorDb.write('chore.set_up', {
    text: `insert into files (owner, path, written_at, body) values ($1, $2, $3, $4)
           on conflict (owner, path) do update set written_at = excluded.written_at, body = excluded.body`,
    values: [owner, path, writtenAt, Buffer.from(body)],
  })
}

/** What the gateway has received so far, in the order of arrival. */
export const receivedFiles = ({ db }: TestSandbox): Promise<ReceivedFile[]> => listReceivedFiles(db, {})

const participantId = '1020000000000000001'

/** Where Alipay+ puts a clearing file of a day, "20261125". */
export const clearingPath = (day: string, name: string): string =>
  `/sandbox/settlements/clearing/${participantId}/${day}/${name}`

export const settlementPath = (day: string, name: string): string =>
  `/sandbox/settlements/settlement/${participantId}/${day}/${name}`

/** How the last look at an SFTP server went. */
export const pullOf = async (
  { db }: TestSandbox,
  source: Owner,
): Promise<{ due_at: Date; tries: number; problem: string | null; last_at: Date | null }> => {
  const [row] = await db.read<{ due_at: Date; tries: number; problem: string | null; last_at: Date | null }>({
    text: 'select due_at, tries, problem, last_at from file_pulls where source = $1',
    values: [source],
  })
  assert.ok(row)
  return row
}
