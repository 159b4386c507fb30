import { randomBytes } from 'node:crypto'
import type { ContractVersion, Merchant, MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import { recordAdded } from './change.store.ts'
import { insertKey, type KeyTable, replaceApiKey } from './key.store.ts'
import { insertApprovedKyb } from './kyb.store.ts'
import { insertMerchant } from './merchant.store.ts'

/** Who has added what nobody is named for. */
const sandboxOperator = 'operator@sandbox.example'

/**
 * Adds a merchant with its first contract version; answers false when its id is taken. One that is live at once, in the
 * sandbox, counts as looked into.
 */
export const addMerchant = (
  db: Db,
  merchant: Merchant,
  contract: ContractVersion,
  at: Date,
  by = sandboxOperator,
): Promise<boolean> =>
  db.transaction('chore.set_up', async (tx) => {
    if (!(await insertMerchant(tx, merchant, contract, at))) return false
    if (merchant.status === 'live') await insertApprovedKyb(tx, merchant.merchantId, at)
    const { contracts: _none, ...terms } = merchant
    const { validFrom, feeBasisPoints, feeFixed } = contract
    await recordAdded(
      tx,
      merchant.merchantId,
      { by, at },
      { ...terms, contract: { validFrom, feeBasisPoints, feeFixed } },
    )
    return true
  })

const newKey = () => ({ keyId: randomBytes(8).toString('hex'), secret: randomBytes(32).toString('base64') })

/**
 * Adds a key, by default with a new id and secret. Answers the secret, which is never shown again, or undefined when
 * the id is taken.
 */
export const addKey = async (
  db: Db,
  masterKey: MasterKey,
  table: KeyTable,
  key: { merchantId: MerchantId; keyId?: string; secret?: string; at: Date; by?: string },
): Promise<{ keyId: string; secret: string } | undefined> => {
  const { merchantId, at, by = sandboxOperator } = key
  const { keyId, secret } = { ...newKey(), ...key }
  const sealed = masterKey.seal(`${table}/${keyId}`, secret)
  const added = await insertKey(db, table, { keyId, merchantId, sealed, at, by })
  return added ? { keyId, secret } : undefined
}

/**
 * Adds an API key in place of another, which both sign until the old one ends; answers the secret, which is never shown again, or
 * undefined where the merchant has no such key in force, or where it ends already.
 */
export const rotateApiKey = async (
  db: Db,
  masterKey: MasterKey,
  old: {
    readonly merchantId: MerchantId
    readonly keyId: string
    readonly endsAt: Date
    readonly at: Date
    by: string
  },
): Promise<{ keyId: string; secret: string; endsAt: Date } | undefined> => {
  const { merchantId, endsAt, at, by } = old
  const { keyId, secret } = newKey()
  const sealed = masterKey.seal(`api_keys/${keyId}`, secret)
  const isDone = await replaceApiKey(db, old.keyId, { keyId, merchantId, sealed, at, by }, endsAt)
  return isDone ? { keyId, secret, endsAt } : undefined
}
