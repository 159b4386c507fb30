import { readKey } from '../merchant/key.store.ts'
import { readUser } from '../operator/user.store.ts'
import type { Db } from '../postgres/db.ts'
import { sandboxMerchants, sandboxUsers } from './identities.ts'

/** Production refuses to start with what everybody knows, and what is in force at an instant. */
export const refuseSandboxIdentities = async (db: Db, now: Date): Promise<void> => {
  for (const { apiKey, webhookKey } of sandboxMerchants()) {
    const known =
      (await readKey(db, 'api_keys', apiKey.keyId, now)) ?? (await readKey(db, 'webhook_keys', webhookKey.keyId, now))
    if (known === undefined) continue
    throw new Error(
      `The database holds the sandbox key "${known.key_id}", which everybody knows. Production needs a database of its own.`,
    )
  }
  for (const { email } of sandboxUsers) {
    if ((await readUser(db, email)) === undefined) continue
    throw new Error(
      `${email} can sign in with a password that everybody knows. Production needs a database of its own.`,
    )
  }
}
