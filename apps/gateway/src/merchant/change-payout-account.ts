import type { Currency, MerchantId } from '@silkgate/domain'
import type { Db } from '../postgres/db.ts'
import { type By, changeMerchant } from './change.store.ts'
import { readMerchant } from './merchant.store.ts'
import { type PayoutAccountRow, payoutAccountFrom } from './payout.store.ts'
import {
  addPayoutAccount as addVersion,
  approvePayoutAccount as approveVersion,
  readPayoutAccounts,
} from './payout-account.store.ts'
import { compact, type GivenAccount, readPayoutAccount } from './read-payout-account.ts'
import { RefusedChange } from './refused-change.ts'

/** A version of a payout account as it is printed and kept in the history. */
export const payoutAccountView = (row: PayoutAccountRow) => ({
  ...payoutAccountFrom(row),
  proof: row.proof,
  addedBy: row.added_by,
  addedAt: row.added_at,
  approvedBy: row.approved_by,
  approvedAt: row.approved_at,
  usableFrom: row.usable_from,
  ...(row.closing_asked_by === null
    ? {}
    : {
        closingReason: row.closing_reason,
        closingAskedBy: row.closing_asked_by,
        closingAskedAt: row.closing_asked_at,
      }),
  ...(row.closed_at === null ? {} : { closedBy: row.closed_by, closedAt: row.closed_at }),
})

export type PayoutAccountView = ReturnType<typeof payoutAccountView>

/** Adds where a merchant's money is to go; nothing goes there before another person has approved it. Throws what is wrong. */
export const addPayoutAccount = async (
  db: Db,
  merchantId: MerchantId,
  given: GivenAccount,
  who: By,
): Promise<PayoutAccountView> => {
  const { proof, ...one } = readPayoutAccount(merchantId, given)
  return changeMerchant(db, merchantId, who, async (tx) => {
    const merchant = await readMerchant({ read: tx.run }, merchantId)
    const settlesIn = merchant ? [merchant.settlementCurrency, ...merchant.furtherCurrencies] : []
    if (!settlesIn.includes(one.currency)) {
      throw new RefusedChange(
        `the merchant does not settle in ${one.currency}, but in ${settlesIn.join(', ')}.`,
        '--currency',
      )
    }
    const added = await addVersion(tx, one, proof, who)
    if (added === undefined) throw new RefusedChange('Somebody else has just added one: look at it first.')
    return { what: 'payout account added', after: payoutAccountView(added) }
  })
}

/**
 * Another person than the one who has added it approves the youngest version of a currency; one that takes the place of another
 * is used once its cooling-off is over. Throws why not.
 */
export const approvePayoutAccount = (
  db: Db,
  merchantId: MerchantId,
  approved: {
    readonly currency: Currency
    readonly coolingOffMs: number
    /** Which version somebody has looked at, and the number of its account as they have typed it. */
    readonly seen?: { readonly version: number; readonly account: string }
  },
  who: By,
): Promise<PayoutAccountView> =>
  changeMerchant(db, merchantId, who, async (tx) => {
    const { currency, coolingOffMs, seen } = approved
    const versions = (await readPayoutAccounts({ read: tx.run }, merchantId)).filter((one) => one.currency === currency)
    const youngest = versions.at(-1)
    if (youngest === undefined) {
      throw new RefusedChange(`Merchant ${merchantId} has no payout account in ${currency}: add one.`)
    }
    if (seen !== undefined && seen.version !== youngest.version) {
      throw new RefusedChange(`${youngest.added_by} has added version ${youngest.version} meanwhile: look at it first.`)
    }
    if (youngest.closed_at !== null) throw new RefusedChange(`Version ${youngest.version} is closed: add another one.`)
    if (youngest.approved_by !== null) {
      throw new RefusedChange(`Version ${youngest.version} was approved by ${youngest.approved_by} already.`)
    }
    if (youngest.added_by === who.by) {
      throw new RefusedChange(`${who.by} has added the account; somebody else must approve.`, '--as')
    }
    if (seen !== undefined && compact(seen.account) !== (youngest.iban ?? youngest.account_number)) {
      throw new RefusedChange('this is not the number that was added: compare the proof with it.', '--account')
    }
    const isChange = versions.some((one) => one.approved_by !== null)
    const usableFrom = new Date(who.at.getTime() + (isChange ? coolingOffMs : 0))
    await approveVersion(tx, merchantId, currency, youngest.version, who, usableFrom)
    const after = { ...youngest, approved_by: who.by, approved_at: who.at, usable_from: usableFrom }
    return { what: 'payout account approved', before: payoutAccountView(youngest), after: payoutAccountView(after) }
  })
