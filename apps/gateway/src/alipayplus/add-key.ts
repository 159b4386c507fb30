import { generateKeyPairSync } from 'node:crypto'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import { insertAlipayPlusKey } from './access.store.ts'
import { privateKeyOf, publicKeyOf } from './access.ts'

/**
 * Makes a key pair of ours, RSA 2048, and answers its public half (bare base64 of the X.509 form) for the Developer
 * Center; or undefined when the version is taken. The private half is stored sealed and never shown.
 */
export const makeOurKey = async (
  db: Db,
  masterKey: MasterKey,
  keyVersion: string,
  at: Date,
): Promise<string | undefined> => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  const privateKey = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  privateKeyOf(privateKey)
  const sealedPrivateKey = masterKey.seal(`alipayplus_keys/ours/${keyVersion}`, privateKey)
  const added = await insertAlipayPlusKey(db, { side: 'ours', keyVersion, publicKey, sealedPrivateKey, at })
  return added ? publicKey : undefined
}

/** Adds a public key of Alipay+; throws for text that is no key, answers false when the version is taken. */
export const addTheirKey = (db: Db, keyVersion: string, publicKey: string, at: Date): Promise<boolean> => {
  publicKeyOf(publicKey)
  return insertAlipayPlusKey(db, { side: 'theirs', keyVersion, publicKey, sealedPrivateKey: undefined, at })
}
