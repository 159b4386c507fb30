import { dayAt, type KybStatus, type MerchantId } from '@silkgate/domain'
import { endException } from '../exception/index.ts'
import type { Db } from '../postgres/db.ts'
import { type By, changeMerchant } from './change.store.ts'
import {
  type Kyb,
  type KybDecision,
  decideKyb as keepDecision,
  submitKyb as keepEvidence,
  readKyb,
} from './kyb.store.ts'
import { openReviews } from './kyb-reviews.store.ts'
import { RefusedChange } from './refused-change.ts'

/** There is evidence of who a merchant is, to be decided on by somebody else. */
export const submitKyb = (db: Db, merchantId: MerchantId, evidence: string, who: By): Promise<Kyb | undefined> =>
  changeMerchant(db, merchantId, who, async (tx) => {
    const before = await readKyb({ read: tx.run }, merchantId)
    await keepEvidence(tx, merchantId, evidence, who)
    return { what: 'KYB submitted', before, after: await readKyb({ read: tx.run }, merchantId) }
  })

/** Another person than the one who has submitted it decides on the evidence; an approval can be taken back. Throws why not. */
export const decideKyb = async (db: Db, merchantId: MerchantId, decision: KybDecision, who: By): Promise<void> => {
  const today = dayAt(who.at, 0)
  if (decision.status === 'approved' && decision.reviewOn <= today) {
    throw new RefusedChange(`a day after today, ${today}, is needed, not ${decision.reviewOn}.`, '--review-on')
  }
  await changeMerchant(db, merchantId, who, async (tx) => {
    const before = await readKyb({ read: tx.run }, merchantId)
    if (before === undefined) {
      throw new RefusedChange(`Merchant ${merchantId} has no evidence yet: submit it first.`)
    }
    const allowed: readonly KybStatus[] = decision.status === 'approved' ? ['submitted'] : ['submitted', 'approved']
    if (!allowed.includes(before.status)) {
      throw new RefusedChange(
        `The KYB of merchant ${merchantId} is ${before.status}: submit evidence to have it decided on anew.`,
      )
    }
    if (before.submittedBy === who.by) {
      throw new RefusedChange(`${who.by} has submitted the evidence; somebody else must decide.`, '--as')
    }
    await keepDecision(tx, merchantId, decision, who)
    return { what: `KYB ${decision.status}`, before, after: await readKyb({ read: tx.run }, merchantId) }
  })
  if (decision.status === 'rejected') return
  for (const subject of await openReviews(db, merchantId)) {
    await endException(db, { merchantId, subject, kind: 'kyb_review_due', at: who.at })
  }
}
