import type pg from 'pg'

export type StoredKeys = {
  /** The one that was put to use last signs. */
  readonly own: readonly { keyVersion: string; publicKey: string; privateKey: string; usedFrom: Date | undefined }[]
  readonly clients: readonly { clientId: string; keyVersion: string; publicKey: string }[]
}

export type KeyStore = {
  read(): Promise<StoredKeys>
  addOwn(key: StoredKeys['own'][number]): Promise<void>
  use(keyVersion: string, at: Date): Promise<void>
  putClient(key: StoredKeys['clients'][number]): Promise<void>
}

export const storedKeys = (pool: pg.Pool): KeyStore => ({
  read: async () => {
    const own = await pool.query(
      'select key_version, public_key, private_key, used_from from own_keys order by used_from',
    )
    const clients = await pool.query('select client_id, key_version, public_key from client_keys')
    return {
      own: own.rows.map((row) => ({
        keyVersion: row.key_version,
        publicKey: row.public_key,
        privateKey: row.private_key,
        usedFrom: row.used_from ?? undefined,
      })),
      clients: clients.rows.map((row) => ({
        clientId: row.client_id,
        keyVersion: row.key_version,
        publicKey: row.public_key,
      })),
    }
  },
  addOwn: async ({ keyVersion, publicKey, privateKey, usedFrom }) => {
    const text = `insert into own_keys (key_version, public_key, private_key, used_from) values ($1, $2, $3, $4)
                  on conflict do nothing`
    await pool.query(text, [keyVersion, publicKey, privateKey, usedFrom ?? null])
  },
  use: async (keyVersion, at) => {
    await pool.query('update own_keys set used_from = $2 where key_version = $1', [keyVersion, at])
  },
  putClient: async ({ clientId, keyVersion, publicKey }) => {
    const text = `insert into client_keys (client_id, key_version, public_key) values ($1, $2, $3)
                  on conflict (client_id, key_version) do update set public_key = excluded.public_key`
    await pool.query(text, [clientId, keyVersion, publicKey])
  },
})

export const memoryKeys = (): KeyStore => {
  const keys = { own: [] as StoredKeys['own'][number][], clients: [] as StoredKeys['clients'][number][] }
  return {
    read: async () => keys,
    addOwn: async (key) => void keys.own.push(key),
    use: async (keyVersion, usedFrom) => {
      keys.own = keys.own.map((key) => (key.keyVersion === keyVersion ? { ...key, usedFrom } : key))
    },
    putClient: async (key) => void keys.clients.push(key),
  }
}
