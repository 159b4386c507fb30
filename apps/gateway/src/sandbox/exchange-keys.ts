import { z } from 'zod'
import { listAlipayPlusKeys } from '../alipayplus/access.store.ts'
import { addTheirKey } from '../alipayplus/add-key.ts'
import { type FileSource, type SftpAddresses, sftpAddressOf } from '../file/index.ts'
import { fileSources } from '../file/received-file.ts'
import { listSftpKeys } from '../file/sftp-key.store.ts'
import type { Db } from '../postgres/db.ts'

const keysOfSimulator = z.object({ alipayPlus: z.array(z.object({ keyVersion: z.string(), publicKey: z.string() })) })

const put = async (url: string, body: unknown): Promise<void> => {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`The simulator refused our public key: ${answer.status} ${await answer.text()}`)
}

/**
 * What a person does in Alipay+'s Developer Center, done with the simulator: gives it our public keys, and takes its
 * own. Throws when the simulator cannot be reached.
 */
export const exchangeKeys = async (db: Db, simulatorUrl: string, clientId: string, at: Date): Promise<void> => {
  const keys = await listAlipayPlusKeys(db)
  for (const { side, key_version: keyVersion, public_key: publicKey, retired_at } of keys) {
    if (side !== 'ours' || retired_at !== null) continue
    await put(`${simulatorUrl}/control/keys`, { clientId, keyVersion, publicKey })
  }
  const answer = await fetch(`${simulatorUrl}/control/keys`)
  const { alipayPlus } = keysOfSimulator.parse(await answer.json())
  for (const { keyVersion, publicKey } of alipayPlus) await addTheirKey(db, keyVersion, publicKey, at)
}

const sftpOfSimulator = z.object({ port: z.number(), hostKey: z.string() })

const folders: Readonly<Record<FileSource, string>> = { alipayplus: '/sandbox/settlements', bank: '/statements' }

/**
 * The same for SFTP: gives the simulator our public keys. Answers where its files are; nowhere, where it keeps its world in
 * memory and serves none.
 */
export const exchangeSftpKeys = async (db: Db, simulatorUrl: string): Promise<SftpAddresses> => {
  const answer = await fetch(`${simulatorUrl}/control/sftp`)
  if (answer.status === 404) return {}
  for (const source of fileSources) {
    for (const { public_key: publicKey, retired_at } of await listSftpKeys(db, source)) {
      if (retired_at === null) await put(`${simulatorUrl}/control/sftp-keys`, { user: source, publicKey })
    }
  }
  const { port, hostKey } = sftpOfSimulator.parse(await answer.json())
  const { hostname } = new URL(simulatorUrl)
  const addressOf = (source: FileSource) =>
    sftpAddressOf(`sftp://${source}@${hostname}:${port}${folders[source]}`, hostKey)
  return { alipayplus: addressOf('alipayplus'), bank: addressOf('bank') }
}
