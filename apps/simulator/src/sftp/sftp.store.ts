import type pg from 'pg'
import type { SftpUser } from './sftp-user.ts'

export type StoredFile = { readonly path: string; readonly bytes: number; readonly writtenAt: Date }

/** What the SFTP server shows, and whom it lets in. */
export type SftpStore = {
  /** The files whose path begins with a text, in order. */
  readonly list: (owner: SftpUser, prefix: string) => Promise<StoredFile[]>
  readonly find: (owner: SftpUser, path: string) => Promise<StoredFile | undefined>
  /** A piece of a file; empty behind its end. */
  readonly read: (owner: SftpUser, path: string, from: number, length: number) => Promise<Buffer>
  /** The host key, which is made by `make` at the first start. In the form of OpenSSH, like all keys here. */
  readonly hostKey: (make: () => string) => Promise<string>
  readonly keysOf: (username: string) => Promise<string[]>
  readonly addKey: (username: SftpUser, publicKey: string) => Promise<void>
}

type FileRow = { path: string; bytes: number; written_at: Date }

const fromRow = ({ path, bytes, written_at: writtenAt }: FileRow): StoredFile => ({ path, bytes, writtenAt })

/** Files whose instant is to come are not seen yet. */
export const storedSftp = (pool: pg.Pool, now: () => Date): SftpStore => {
  const columns = 'path, length(body) as bytes, written_at'
  return {
    list: async (owner, prefix) => {
      const text = `select ${columns} from files where owner = $1 and starts_with(path, $2) and written_at <= $3
        order by path collate "C"`
      const query = { name: 'list_files', text, values: [owner, prefix, now()] }
      return (await pool.query<FileRow>(query)).rows.map(fromRow)
    },
    find: async (owner, path) => {
      const text = `select ${columns} from files where owner = $1 and path = $2 and written_at <= $3`
      const query = { name: 'find_file', text, values: [owner, path, now()] }
      return (await pool.query<FileRow>(query)).rows.map(fromRow)[0]
    },
    read: async (owner, path, from, length) => {
      const text = 'select substring(body from $3 for $4) as piece from files where owner = $1 and path = $2'
      const { rows } = await pool.query<{ piece: Buffer }>(text, [owner, path, from + 1, length])
      return rows[0]?.piece ?? Buffer.alloc(0)
    },
    hostKey: async (make) => {
      await pool.query('insert into sftp_host_key (private_key) values ($1) on conflict do nothing', [make()])
      const { rows } = await pool.query<{ private_key: string }>('select private_key from sftp_host_key')
      return rows[0]?.private_key ?? ''
    },
    keysOf: async (username) => {
      const text = 'select public_key from sftp_client_keys where username = $1'
      const { rows } = await pool.query<{ public_key: string }>(text, [username])
      return rows.map(({ public_key }) => public_key)
    },
    addKey: async (username, publicKey) => {
      const text = 'insert into sftp_client_keys (username, public_key) values ($1, $2) on conflict do nothing'
      await pool.query(text, [username, publicKey])
    },
  }
}
