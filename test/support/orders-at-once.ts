import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { lookBy, putOrders } from '../../apps/gateway/src/file/index.ts'
import { privateSftpKeys } from '../../apps/gateway/src/file/sftp-key.ts'
import { leaseMs } from '../../apps/gateway/src/lease.ts'
import type { Tx } from '../../apps/gateway/src/postgres/db.ts'
import { makeOrderFiles } from '../../apps/gateway/src/remittance/make-order-file.ts'
import { openOrderFiles } from '../../apps/gateway/src/remittance/order-files.ts'
import { sendOrderFile } from '../../apps/gateway/src/remittance/send-order-file.ts'
import { exchangeSftpKeys } from '../../apps/gateway/src/sandbox/exchange-keys.ts'
import { masterKeyOf, readMasterKey } from '../../apps/gateway/src/secret/master-key.ts'
import type { TestSandbox } from './sandbox.ts'

/**
 * While no gateway runs, two make files for the bank of what is approved at an instant, and put the same one there at once: the
 * second since the first has held it for longer than its lease.
 */
export const sendOrdersAtOnce = async ({ db, dataDir, simulatorUrl }: TestSandbox, at: Date): Promise<void> => {
  const masterKey = masterKeyOf(readMasterKey(readFileSync(join(dataDir, 'master-key'), 'utf8')))
  const orderFiles = openOrderFiles(dataDir)
  const access = {
    ...{ sftp: await exchangeSftpKeys(db, simulatorUrl), acquirerId: '', ordersFolder: '/in', inboxDir: undefined },
    privateSftpKeysOf: () => privateSftpKeys(db, masterKey, 'bank'),
  }
  const put = putOrders(access, () => {})
  if (put === undefined) throw new Error('The simulated bank serves no files.')
  const worldAfter = (ms: number) => ({ now: () => at, wallMs: () => Date.now() + ms, newId: randomUUID })
  await Promise.all([1, 2].map(() => makeOrderFiles({ db, world: worldAfter(0), orderFiles })))
  const claimed = Promise.withResolvers<void>()
  const both = Promise.withResolvers<void>()
  const lookForAnswerBy = (tx: Tx, by: Date) => lookBy(tx, 'bank', by)
  const needs = { db, orderFiles, lookForAnswerBy, log: pino({ level: 'silent' }) }
  const first = sendOrderFile({
    ...{ ...needs, world: worldAfter(0) },
    putToBank: async (name, bytes) => {
      claimed.resolve()
      await both.promise
      await put(name, bytes)
    },
  })
  await claimed.promise
  const second = sendOrderFile({
    ...{ ...needs, world: worldAfter(leaseMs + 1) },
    putToBank: (name, bytes) => {
      both.resolve()
      return put(name, bytes)
    },
  })
  await Promise.all([first, second])
}
