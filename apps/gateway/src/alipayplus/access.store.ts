import type { Db } from '../postgres/db.ts'

export type AlipayPlusKeyRow = {
  readonly side: 'ours' | 'theirs'
  readonly key_version: string
  readonly public_key: string
  readonly private_key: Buffer | null
  readonly created_at: Date
  readonly retired_at: Date | null
  /** Since when we sign with it; null for one that Alipay+ may not know yet, and for keys of theirs. */
  readonly used_from: Date | null
}

export const listAlipayPlusKeys = (db: Db): Promise<AlipayPlusKeyRow[]> =>
  db.read<AlipayPlusKeyRow>({
    text: 'select * from alipayplus_keys order by side, created_at, key_version',
    values: [],
  })

/** Adds a key of either side; answers false when its version is taken. */
export const insertAlipayPlusKey = async (
  db: Db,
  key: {
    side: 'ours' | 'theirs'
    keyVersion: string
    publicKey: string
    sealedPrivateKey: Buffer | undefined
    at: Date
  },
): Promise<boolean> => {
  const added = await db.write('chore.set_up', {
    text: `insert into alipayplus_keys (side, key_version, public_key, private_key, created_at) values ($1, $2, $3, $4, $5)
           on conflict do nothing returning key_version`,
    values: [key.side, key.keyVersion, key.publicKey, key.sealedPrivateKey ?? null, key.at],
  })
  return added.length === 1
}

/** Signs with a key of ours from now on; answers false when there is no such key in force. */
export const useAlipayPlusKey = async (db: Db, keyVersion: string, at: Date): Promise<boolean> => {
  const used = await db.write('chore.set_up', {
    text: `update alipayplus_keys set used_from = $2 where side = 'ours' and key_version = $1 and retired_at is null
           returning key_version`,
    values: [keyVersion, at],
  })
  return used.length === 1
}

/** Ends a key; answers false when there is no such key in force. */
export const retireAlipayPlusKey = async (
  db: Db,
  side: 'ours' | 'theirs',
  keyVersion: string,
  at: Date,
): Promise<boolean> => {
  const ended = await db.write('chore.set_up', {
    text: `update alipayplus_keys set retired_at = $3 where side = $1 and key_version = $2 and retired_at is null
           returning key_version`,
    values: [side, keyVersion, at],
  })
  return ended.length === 1
}
