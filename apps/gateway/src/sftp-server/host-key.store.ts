import type { Db } from '../postgres/db.ts'

/** The sealed host key, where one was made. */
export const readHostKey = async (db: Db): Promise<Buffer | undefined> => {
  const [row] = await db.read<{ private_key: Buffer }>({ text: 'select private_key from sftp_host_key', values: [] })
  return row?.private_key
}

/** Keeps a host key where there is none yet; answers the one that is kept, whoever was first. */
export const keepHostKey = async (db: Db, sealed: Buffer, at: Date): Promise<Buffer> => {
  await db.write('chore.set_up', {
    text: 'insert into sftp_host_key (private_key, created_at) values ($1, $2) on conflict do nothing',
    values: [sealed, at],
  })
  return (await readHostKey(db)) ?? sealed
}
