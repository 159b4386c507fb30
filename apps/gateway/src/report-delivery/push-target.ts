import type { MerchantId } from '@silkgate/domain'
import { makeLoginKey } from '../file/index.ts'
import { changeMerchant } from '../merchant/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import type { MasterKey } from '../secret/master-key.ts'
import { type PushAddress, type PushTargetRow, readPushTarget, removePushTarget, setPushTarget } from './push.store.ts'

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

/** What the history of a merchant says of it. */
const shown = ({ host, port, username: user, host_key: hostKey, folder: path }: PushAddress) => ({
  ...{ host, port, user, hostKey, path },
})

/** Where a merchant's reports are put now; undefined for nowhere. */
const targetOf = async (tx: Tx, merchantId: MerchantId): Promise<PushTargetRow | undefined> => {
  const found = await readPushTarget({ read: tx.run }, merchantId)
  return found?.removed_at === null ? found : undefined
}

type Who = { readonly by: string; readonly at: Date }

/** Has a merchant's reports put on a server of its own, with a key pair that is made at the first time. */
export const setReportPush = async (
  { db, masterKey }: { readonly db: Db; readonly masterKey: MasterKey },
  merchantId: MerchantId,
  address: PushAddress,
  who: Who,
): Promise<PushTargetRow> => {
  const pair = makeLoginKey(`silkgate-reports-${merchantId}`)
  const sealedPrivateKey = masterKey.seal(keyPlaceOf(merchantId), pair.private)
  let row: PushTargetRow | undefined
  await changeMerchant(db, merchantId, who, async (tx) => {
    const before = await targetOf(tx, merchantId)
    row = await setPushTarget(tx, merchantId, address, { publicKey: pair.public, sealedPrivateKey }, who.at)
    return { what: 'report push set', ...(before && { before: shown(before) }), after: shown(row) }
  })
  if (row === undefined) throw new Error('Broken invariant: what was changed is there')
  return row
}

/** Puts no more reports on the server of a merchant. Throws where they are put nowhere. */
export const endReportPush = async (db: Db, merchantId: MerchantId, who: Who): Promise<void> => {
  await changeMerchant(db, merchantId, who, async (tx) => {
    const before = await targetOf(tx, merchantId)
    if (before === undefined) throw new Error(`merchant: the reports of ${merchantId} are pushed nowhere.`)
    await removePushTarget(tx, merchantId, who.at)
    return { what: 'report push removed', before: shown(before), after: null }
  })
}
