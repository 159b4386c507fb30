import { nextAnswerLook } from '@silkgate/domain'
import type { Logger } from 'pino'
import { leaseMs } from '../lease.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { hearSweep, sweepsOfFile } from '../sweep/index.ts'
import type { World } from '../world.ts'
import { hearRemittance } from './hear-remittance.ts'
import { claimOrderFile, markSent, nextDueOrderFile, putOffOrderFile } from './order-file.store.ts'
import type { OrderFiles, PutFile } from './order-files.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly orderFiles: OrderFiles
  readonly putToBank: PutFile
  /** Has the bank's folder looked at by an instant. */
  readonly lookForAnswerBy: (tx: Tx, at: Date) => Promise<unknown>
}

/**
 * Puts the oldest file that is due into the bank's folder, the very bytes that were kept, under the same name however often it is
 * tried; the bank knows it by its message id. Answers how many it took up.
 */
export const sendOrderFile = async (needs: Needs): Promise<number> => {
  const { db, world, log, orderFiles, putToBank } = needs
  const due = await nextDueOrderFile(db)
  if (due === undefined || due > world.now()) return 0
  const claim = { at: world.now(), wall: new Date(world.wallMs()), leasedUntil: new Date(world.wallMs() + leaseMs) }
  const file = await claimOrderFile(db, claim)
  if (file === undefined) return 0
  try {
    const bytes = await orderFiles.read(file.name, file.sha256)
    await putToBank(file.name, bytes)
  } catch (error) {
    log.error({ err: error, name: file.name }, 'the bank did not take a file of orders; it is put there again later')
    await putOffOrderFile(db, file.file_id, error instanceof Error ? error.message : String(error), world.now())
    return 1
  }
  await db.transaction('remittance.commit_sent', async (tx) => {
    const at = world.now()
    for (const { merchant_id, remittance_id: remittanceId } of await markSent(tx, file.file_id, at)) {
      await hearRemittance(tx, { merchantId: merchant_id.toString(), remittanceId, event: 'sent', at })
    }
    const look = nextAnswerLook(at, at)
    if (look !== undefined) await needs.lookForAnswerBy(tx, look)
    for (const sweepId of await sweepsOfFile(tx, file.file_id)) await hearSweep(tx, { sweepId, event: 'sent', at })
  })
  return 1
}
