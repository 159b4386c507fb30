import type { MerchantId } from '@silkgate/domain'
import type { DueQuery } from '../due.store.ts'
import type { Db } from '../postgres/db.ts'

/** What an exception about a review is about: the day, so that a person is told once of each. */
export const subjectOf = (reviewOn: string): string => `KYB ${reviewOn}`

/** SQL: approvals that end at some day's beginning, in UTC as payouts count, and of which nobody was told yet. */
const untold = `
  from merchant_kyb k join merchants m using (merchant_id)
 where k.status = 'approved' and k.review_on is not null and m.status <> 'closed'
   and not exists (select from exceptions e where e.merchant_id = k.merchant_id and e.payment_id = 'KYB ' || k.review_on
                      and e.kind = 'kyb_review_due')`

/** When the next merchant must be looked into again. */
export const kybReviewsDue: DueQuery = `select min(k.review_on::timestamp at time zone 'UTC') ${untold}`

export type DueReview = { readonly merchantId: bigint; readonly reviewOn: string; readonly dueAt: Date }

/** Merchants that must be looked into again by an instant, and of which nobody was told. */
export const dueReviews = (db: Db, at: Date): Promise<DueReview[]> =>
  db.read<DueReview>({
    text: `select k.merchant_id as "merchantId", k.review_on::text as "reviewOn",
                  k.review_on::timestamp at time zone 'UTC' as "dueAt"
           ${untold} and k.review_on::timestamp at time zone 'UTC' <= $1 order by k.review_on, k.merchant_id`,
    values: [at],
  })

/** The exceptions that are open about a merchant's reviews. */
export const openReviews = async (db: Db, merchantId: MerchantId): Promise<string[]> => {
  const rows = await db.read<{ subject: string }>({
    text: `select payment_id as subject from exceptions
            where merchant_id = $1 and kind = 'kyb_review_due' and resolved_at is null`,
    values: [merchantId],
  })
  return rows.map(({ subject }) => subject)
}
