import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import { type AlipayPlusKeyRow, listAlipayPlusKeys } from './access.store.ts'

/** Who we are at Alipay+, and the keys of both sides that are in force. */
export type AlipayPlusAccess = {
  readonly clientId: string
  readonly signingKey: () => { version: string; privateKey: KeyObject }
  readonly publicKey: (keyVersion: string) => KeyObject | undefined
  /** Reads the keys again: after one was added or retired. */
  readonly refresh: () => Promise<void>
}

export const publicKeyOf = (base64: string): KeyObject =>
  createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })

export const privateKeyOf = (base64: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' })

const inForce = (rows: readonly AlipayPlusKeyRow[], side: AlipayPlusKeyRow['side']): AlipayPlusKeyRow[] =>
  rows.filter((row) => row.side === side && row.retired_at === null)

/**
 * Opens the keys once and keeps them: requests are signed with the key of ours that was put to use
 * last; a message of Alipay+ may be
 * signed with any of its keys in force.
 */
export const openAccess = async (db: Db, masterKey: MasterKey, clientId: string): Promise<AlipayPlusAccess> => {
  let ours: { version: string; privateKey: KeyObject } | undefined
  let theirs = new Map<string, KeyObject>()
  const refresh = async () => {
    const rows = await listAlipayPlusKeys(db)
    const used = inForce(rows, 'ours').filter(({ used_from }) => used_from !== null)
    const youngest = used.sort((a, b) => Number(b.used_from) - Number(a.used_from))[0]
    if (youngest?.private_key) {
      const place = `alipayplus_keys/ours/${youngest.key_version}`
      ours = { version: youngest.key_version, privateKey: privateKeyOf(masterKey.open(place, youngest.private_key)) }
    }
    theirs = new Map(inForce(rows, 'theirs').map((row) => [row.key_version, publicKeyOf(row.public_key)]))
  }
  await refresh()
  return {
    clientId,
    signingKey: () => {
      if (ours === undefined)
        throw new Error(
          'There is no key of ours for Alipay+. Add one: silkgate alipayplus-key add ours 1, and: silkgate alipayplus-key use 1',
        )
      return ours
    },
    publicKey: (keyVersion) => theirs.get(keyVersion),
    refresh,
  }
}
