import type { MerchantId } from '@silkgate/domain'
import { dayInAmsterdam } from '../amsterdam.ts'
import type { Db } from '../postgres/db.ts'
import type { World } from '../world.ts'
import { readAttention } from './attention.store.ts'

type Needs = { readonly db: Db; readonly world: World }

const oldDays = 3

/** What needs somebody now, as counts of what its lists show; each is gone once it is done. */
export const attention = ({ db, world }: Needs) => {
  return async (merchantId: MerchantId | undefined, isOfMerchant: boolean) => {
    const now = world.now()
    const oldBefore = new Date(now.getTime() - oldDays * 86_400_000)
    const all = await readAttention(db, { merchantId, isOfMerchant, now, today: dayInAmsterdam(now), oldBefore })
    if (!isOfMerchant) return all
    // Breaks, exceptions, what is overdue and approvals of remittances are the operator's to look after.
    const { unknownOutcomes, openDisputes, refundsToDecide, failingWebhooks } = all
    return { unknownOutcomes, openDisputes, refundsToDecide, failingWebhooks }
  }
}
