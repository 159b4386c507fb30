import type { Said } from '@silkgate/domain'
import { readDue } from '../due.store.ts'
import { openException } from '../exception/index.ts'
import type { Db } from '../postgres/db.ts'
import type { Work } from '../worker.ts'
import type { World } from '../world.ts'
import { dueReviews, kybReviewsDue, subjectOf } from './kyb-reviews.store.ts'

/** Tells a person of each merchant that must be looked into again by its KYB, once for each day that was set for it. */
export const kybReviewWork = ({ db, world }: { readonly db: Db; readonly world: World }): Work => ({
  takeUp: async () => {
    const due = await readDue(db, kybReviewsDue)
    if (due === undefined || due > world.now()) return 0
    const reviews = await dueReviews(db, world.now())
    for (const { merchantId, reviewOn, dueAt: at } of reviews) {
      const detail: Said = `its approval of KYB ended on ${reviewOn}`
      const paymentId = subjectOf(reviewOn)
      await openException(db, { merchantId: merchantId.toString(), paymentId, kind: 'kyb_review_due', detail, at })
    }
    return reviews.length
  },
})
