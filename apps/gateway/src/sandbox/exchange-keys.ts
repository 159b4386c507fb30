import { z } from 'zod'
import { listAlipayPlusKeys } from '../alipayplus/access.store.ts'
import { addTheirKey } from '../alipayplus/add-key.ts'
import type { Db } from '../postgres/db.ts'

const keysOfSimulator = z.object({ alipayPlus: z.array(z.object({ keyVersion: z.string(), publicKey: z.string() })) })

/**
 * What a person does in Alipay+'s Developer Center, done with the simulator: gives it our public keys, and takes its
 * own. Throws when the simulator cannot be reached.
 */
export const exchangeKeys = async (db: Db, simulatorUrl: string, clientId: string, at: Date): Promise<void> => {
  const keys = await listAlipayPlusKeys(db)
  for (const { side, key_version: keyVersion, public_key: publicKey, retired_at } of keys) {
    if (side !== 'ours' || retired_at !== null) continue
    const answer = await fetch(`${simulatorUrl}/control/keys`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ clientId, keyVersion, publicKey }),
    })
    if (!answer.ok) throw new Error(`The simulator refused our public key: ${answer.status} ${await answer.text()}`)
  }
  const answer = await fetch(`${simulatorUrl}/control/keys`)
  const { alipayPlus } = keysOfSimulator.parse(await answer.json())
  for (const { keyVersion, publicKey } of alipayPlus) await addTheirKey(db, keyVersion, publicKey, at)
}
