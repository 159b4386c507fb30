import type { Currency, MerchantId } from '@silkgate/domain'
import type { Db, Tx } from '../postgres/db.ts'
import { type By, changeMerchant } from './change.store.ts'
import { type PayoutAccountView, payoutAccountView } from './change-payout-account.ts'
import type { PayoutAccountRow } from './payout.store.ts'
import {
  askToClose,
  closePayoutAccounts,
  keepPayoutAccount,
  readPayoutAccounts,
  remittancesUnderWay,
} from './payout-account.store.ts'
import { RefusedChange } from './refused-change.ts'

/** The currency, and which version somebody has looked at. */
type Looked = { readonly currency: Currency; readonly version?: number | undefined }

/** The youngest version of a currency; throws in words where there is none that is open, or another one than was looked at. */
const youngestOf = async (tx: Tx, merchantId: MerchantId, { currency, version }: Looked): Promise<PayoutAccountRow> => {
  const all = await readPayoutAccounts({ read: tx.run }, merchantId)
  const youngest = all.findLast((one) => one.currency === currency)
  if (youngest === undefined || youngest.closed_at !== null) {
    throw new RefusedChange(`Merchant ${merchantId} has no open payout account in ${currency}.`)
  }
  if (version === undefined || version === youngest.version) return youngest
  throw new RefusedChange(`${youngest.added_by} has added version ${youngest.version} meanwhile: look at it first.`)
}

const assertNothingUnderWay = async (tx: Tx, merchantId: MerchantId, currency: Currency): Promise<void> => {
  const underWay = await remittancesUnderWay(tx, merchantId, currency)
  if (underWay.length === 0) return
  throw new RefusedChange(
    `${underWay.join(', ')} is under way: close the account once the bank has paid it, or cancel it.`,
  )
}

/** Asks to close where a merchant's money goes in a currency; it is closed once another person agrees. Throws why not. */
export const askToClosePayoutAccount = (
  db: Db,
  merchantId: MerchantId,
  { reason, ...looked }: Looked & { readonly reason: string },
  who: By,
): Promise<PayoutAccountView> =>
  changeMerchant(db, merchantId, who, async (tx) => {
    const before = await youngestOf(tx, merchantId, looked)
    if (before.closing_asked_by !== null) {
      throw new RefusedChange(`${before.closing_asked_by} has asked for it already; another person must agree.`)
    }
    await assertNothingUnderWay(tx, merchantId, looked.currency)
    const after = { ...before, closing_reason: reason, closing_asked_by: who.by, closing_asked_at: who.at }
    await askToClose(tx, after)
    return { what: 'payout account to be closed', before: payoutAccountView(before), after: payoutAccountView(after) }
  })

/** Another person agrees, or not; the one who has asked may only take it back. Throws why not. */
export const decidePayoutAccountClosing = (
  db: Db,
  merchantId: MerchantId,
  { isApproved, ...looked }: Looked & { readonly isApproved: boolean },
  who: By,
): Promise<PayoutAccountView> =>
  changeMerchant(db, merchantId, who, async (tx) => {
    const before = await youngestOf(tx, merchantId, looked)
    if (before.closing_asked_by === null) {
      throw new RefusedChange(`Nobody has asked to close the payout account in ${looked.currency}.`)
    }
    if (!isApproved) {
      const after = { ...before, closing_reason: null, closing_asked_by: null, closing_asked_at: null }
      await keepPayoutAccount(tx, before)
      return { what: 'payout account not closed', before: payoutAccountView(before), after: payoutAccountView(after) }
    }
    if (before.closing_asked_by === who.by) {
      throw new RefusedChange(`${who.by} has asked for it; somebody else must agree.`, '--as')
    }
    await assertNothingUnderWay(tx, merchantId, looked.currency)
    await closePayoutAccounts(tx, before, who)
    const after = { ...before, closed_by: who.by, closed_at: who.at }
    return { what: 'payout account closed', before: payoutAccountView(before), after: payoutAccountView(after) }
  })
