import type { PaymentId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'

/** The right to begin a checkout's next payment, as long as nobody has begun another since it was read. */
export type CheckoutClaim = { readonly hostedCheckoutId: string; readonly attempts: number; readonly at: Date }

/** The CTE `claimed` of a statement that begins a payment: it has a row where the checkout is still open for it. $1: merchant. */
export const begunWith = (claim: CheckoutClaim, paymentId: PaymentId, values: unknown[]): string => {
  const parameter = (value: unknown) => `$${values.push(value)}`
  return `claimed as (
    update hosted_checkouts set attempts = attempts + 1, payment_id = ${parameter(paymentId)}
     where merchant_id = $1 and hosted_checkout_id = ${parameter(claim.hostedCheckoutId)}
       and attempts = ${parameter(claim.attempts)} and expires_at > ${parameter(claim.at)}
       and cancelled_at is null and deleted_at is null
    returning hosted_checkout_id),`
}

/** As long as its payment can be found by its references. */
const keptDays = 42

/** Deletes checkouts that nobody asks about any more, a thousand at a time; answers how many it deleted. */
export const deleteOldCheckouts = async (db: Db, at: Date): Promise<number> => {
  const deleted = await db.write('chore.clean_up', {
    text: `delete from hosted_checkouts
            where (merchant_id, hosted_checkout_id) in
                  (select merchant_id, hosted_checkout_id from hosted_checkouts where expires_at <= $1 limit 1000)
           returning attempts`,
    values: [new Date(at.getTime() - keptDays * 86_400_000)],
  })
  return deleted.length
}
