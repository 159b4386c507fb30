import type { MerchantId } from '@silkgate/domain'
import { makeLoginKey } from '../file/index.ts'
import type { Db } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import { type PushAddress, type PushTargetRow, setPushTarget } from './push.store.ts'

/** Where the private half of the key for a merchant's server is sealed. */
export const keyPlaceOf = (merchantId: MerchantId): string => `report_push_targets/${merchantId}`

const fingerprint = /^SHA256:[A-Za-z0-9+/]{43}$/

/** Reads where reports are to be put; throws with the option and the remedy for what is none. */
export const readPushAddress = (options: {
  readonly host: string
  readonly port: string
  readonly user: string
  readonly hostKey: string
  readonly path: string
}): PushAddress => {
  const port = /^\d{1,5}$/.test(options.port) ? Number(options.port) : 0
  if (!/^[a-z0-9.:-]{1,253}$/i.test(options.host)) throw new Error('--host: a host name or an address is needed.')
  if (port < 1 || port > 65_535) throw new Error('--port: a number from 1 to 65535 is needed.')
  if (!/^[^\p{C}\s]{1,64}$/u.test(options.user))
    throw new Error('--user: the name that we log in with there is needed.')
  if (!fingerprint.test(options.hostKey)) {
    throw new Error('--host-key: a fingerprint such as SHA256:… with 43 characters is needed; ssh-keygen -l prints it.')
  }
  if (/[\p{C}\\]/u.test(options.path) || options.path.length > 500) {
    throw new Error('--path: the folder on that server is needed, such as /in/silkgate.')
  }
  const folder = options.path.replace(/(?<=.)\/+$/, '')
  return { host: options.host, port, username: options.user, host_key: options.hostKey, folder }
}

/** Has a merchant's reports put on a server of its own, with a key pair that is made at the first time. */
export const setReportPush = async (
  { db, masterKey }: { readonly db: Db; readonly masterKey: MasterKey },
  merchantId: MerchantId,
  address: PushAddress,
  at: Date,
): Promise<PushTargetRow | undefined> => {
  const pair = makeLoginKey(`silkgate-reports-${merchantId}`)
  const sealedPrivateKey = masterKey.seal(keyPlaceOf(merchantId), pair.private)
  return setPushTarget(db, merchantId, address, { publicKey: pair.public, sealedPrivateKey }, at)
}
