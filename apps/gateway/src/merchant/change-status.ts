import {
  dayAt,
  type MerchantId,
  type MerchantStatus,
  nextStatuses,
  type WhyNotPaid,
  whyCannotGoLive,
} from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { type By, changeMerchant } from './change.store.ts'
import { setStatus } from './merchant.store.ts'
import { payoutStandingOf } from './payout.store.ts'
import { RefusedChange } from './refused-change.ts'

/** What can become of a merchant, and the status that it has then. */
export const statusChanges = {
  'made live': 'live',
  suspended: 'suspended',
  resumed: 'live',
  closed: 'closed',
} as const satisfies Record<string, MerchantStatus>

export type StatusChange = keyof typeof statusChanges

const remedies: Readonly<Record<WhyNotPaid, string>> = {
  merchant_suspended: 'it is suspended',
  merchant_on_hold: 'it is on hold',
  kyb_not_approved: 'its KYB is not approved: submit evidence, and have it approved by another person',
  kyb_review_due: 'its KYB must be looked into again: submit evidence, and have it approved by another person',
}

/** Lets a merchant take payments, stops it for a while, or for good. Throws why not. */
export const changeStatus = (
  db: Db,
  merchantId: MerchantId,
  { what, reason }: { readonly what: StatusChange; readonly reason?: string | undefined },
  who: By,
): Promise<unknown> =>
  changeMerchant(db, merchantId, who, async (tx) => {
    const status = statusChanges[what]
    const standing = await payoutStandingOf({ read: tx.run }, merchantId)
    const before = standing?.status ?? 'closed'
    if (
      !nextStatuses(before).includes(status) ||
      (what === 'resumed') !== (before === 'suspended' && status === 'live')
    ) {
      throw new RefusedChange(`Merchant ${merchantId} is ${before}, so it cannot be ${what}.`)
    }
    const missing = status === 'live' && standing ? whyCannotGoLive(standing, dayAt(who.at, 0)) : undefined
    if (missing !== undefined) {
      throw new RefusedChange(`Merchant ${merchantId} cannot go live: ${remedies[missing]}.`)
    }
    await setStatus(tx, merchantId, status)
    const why = reason === undefined ? {} : { reason }
    return { what: `merchant ${what}`, before: { status: before }, after: { status, ...why } }
  })
