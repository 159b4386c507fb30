import { readKey } from '../merchant/key.store.ts'
import type { Db } from '../postgres/db.ts'
import { sandboxMerchants } from './identities.ts'

/** Production refuses to start with a key that everybody knows. */
export const refuseSandboxIdentities = async (db: Db): Promise<void> => {
  for (const { apiKey, webhookKey } of sandboxMerchants()) {
    const known = (await readKey(db, 'api_keys', apiKey.keyId)) ?? (await readKey(db, 'webhook_keys', webhookKey.keyId))
    if (known === undefined) continue
    throw new Error(
      `The database holds the sandbox key "${known.key_id}", which everybody knows. Production needs a database of its own.`,
    )
  }
}
