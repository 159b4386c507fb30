import { type MerchantId, nextTryAt } from '@silkgate/domain'
import type { Logger } from 'pino'
import { between, type Reach } from '../crash-points.ts'
import { connectSftp } from '../file/index.ts'
import { leaseMs } from '../lease.ts'
import type { Db } from '../postgres/db.ts'
import type { ReportFiles } from '../report/index.ts'
import type { MasterKey } from '../secret/master-key.ts'
import type { Stop } from '../stop.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import {
  claimPushTarget,
  keepPushClaim,
  merchantsToPushTo,
  nextPush,
  type PushTargetRow,
  savePushed,
  savePushFailure,
} from './push.store.ts'
import { keyPlaceOf } from './push-target.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly stop: Stop
  readonly reach: Reach
  readonly masterKey: MasterKey
  readonly reportFiles: Pick<ReportFiles, 'open'>
}

/** Servers of merchants that are pushed to at once, so that one which does not answer holds nobody else up. */
const atOnce = 8

/**
 * Puts reports on the servers of merchants, the oldest first, over one connection each. A report is written down as pushed
 * once it is there whole; a gateway that dies in between puts the same bytes there under the same name again. While a server
 * fails it is tried again as a webhook endpoint is. Answers how many servers it took up.
 */
export const pushReports = (needs: Needs): Required<Work> => {
  const { db, world, log, stop, reach, masterKey, reportFiles } = needs
  let underWay = 0

  const pushAll = async (merchantId: MerchantId, target: PushTargetRow): Promise<void> => {
    const { host, port, username: user, host_key: hostKey, folder: root } = target
    const privateKey = masterKey.open(keyPlaceOf(merchantId), target.private_key)
    const address = { host, port, user, hostKey, root }
    const remote = await between(reach, 'delivery.call_connect', () => connectSftp(address, [privateKey]))
    try {
      for (;;) {
        const push = stop.isStopping() ? undefined : await nextPush(db, merchantId)
        if (push === undefined) return
        const { name, byte_size: bytes } = push
        const path = root === '' ? name : `${root}/${name}`
        const body = reportFiles.open(merchantId, name)
        await between(reach, 'delivery.call_put', () => remote.put(path, body, Number(bytes))).finally(() =>
          body.destroy(),
        )
        await savePushed(db, merchantId, push, world.now())
      }
    } finally {
      remote.close()
    }
  }

  const pushTo = async (merchantId: MerchantId, target: PushTargetRow): Promise<void> => {
    const lease = () => new Date(world.wallMs() + leaseMs)
    const keeping = setInterval(() => {
      keepPushClaim(db, merchantId, lease()).catch((error: unknown) => log.warn({ err: error }, 'a lease was not kept'))
    }, leaseMs / 3)
    try {
      await stop.during(pushAll(merchantId, target))
      await keepPushClaim(db, merchantId, null)
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      const again = nextTryAt(target.failures + 1, world.now())
      log.warn(
        { err: error, merchantId, again },
        'reports could not be put on the server of a merchant; trying again later',
      )
      await savePushFailure(db, merchantId, problem, again)
    } finally {
      clearInterval(keeping)
    }
  }

  const takeUp = async (): Promise<number> => {
    let taken = 0
    const wall = new Date(world.wallMs())
    for (const merchantId of await merchantsToPushTo(db, world.now(), wall)) {
      if (underWay >= atOnce || stop.isStopping()) break
      const claim = { at: world.now(), wall, leasedUntil: new Date(world.wallMs() + leaseMs) }
      const target = await claimPushTarget(db, merchantId, claim)
      if (target === undefined) continue
      taken++
      underWay++
      void pushTo(merchantId, target)
        .catch((error: unknown) => log.error({ err: error, merchantId }, 'pushing reports failed; tried again later'))
        .finally(() => underWay--)
    }
    return taken
  }

  return { takeUp, underWay: () => underWay }
}
