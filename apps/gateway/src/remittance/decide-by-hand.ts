import { type MerchantId, type RemittanceId, remittanceStatuses, type Said } from '@silkgate/domain'
import { closeBreaks } from '../break/index.ts'
import type { Db } from '../postgres/db.ts'
import { hearRemittance } from './hear-remittance.ts'
import { lockRemittance } from './remittance.store.ts'

type Asked = {
  readonly merchantId: MerchantId
  readonly remittanceId: RemittanceId
  readonly by: string
  readonly at: Date
}

/** What came of it: done, or why not. */
export type Decided = 'done' | { readonly refused: Said }

/** Approves a remittance that waits for it; refused where who asks started its run. */
export const approveRemittance = (db: Db, { merchantId, remittanceId, by, at }: Asked): Promise<Decided> =>
  db.transaction('chore.decide_on_remittance', async (tx): Promise<Decided> => {
    const row = await lockRemittance(tx, merchantId, remittanceId)
    if (row?.status !== 'awaiting_approval') return { refused: standing(row?.status, 'approved') }
    if (row.started_by === by) return { refused: `${by} has started its run; somebody else must approve` }
    await hearRemittance(tx, { merchantId, remittanceId, event: 'approved', at, by })
    return 'done'
  })

/** Calls a remittance off that no file has told the bank of; its money is available again. */
export const cancelRemittance = (
  db: Db,
  { merchantId, remittanceId, by, at, reason }: Asked & { readonly reason: string },
): Promise<Decided> =>
  db.transaction('chore.decide_on_remittance', async (tx): Promise<Decided> => {
    const row = await lockRemittance(tx, merchantId, remittanceId)
    const isOpen = row?.status === 'awaiting_approval' || row?.status === 'approved'
    if (!isOpen) return { refused: standing(row?.status, 'called off') }
    if (row.file_id !== null) return { refused: 'a file for the bank tells of it already: it cannot be called off' }
    await hearRemittance(tx, { merchantId, remittanceId, event: 'cancelled', at, by, reason })
    await closeBreaks(tx, [{ kind: 'remittance_unwritable', about: remittanceId }], 'it was called off', at)
    return 'done'
  })

const standing = (status: keyof typeof remittanceStatuses | undefined, wanted: string): Said =>
  status === undefined
    ? 'there is no such remittance'
    : `it is ${status} (${remittanceStatuses[status]}) and cannot be ${wanted}`
