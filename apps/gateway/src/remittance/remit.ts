import {
  type AtCutOff,
  addBusinessDays,
  type Currency,
  decidePayout,
  isPayoutDay,
  keptForPayments,
  money,
  type PayoutAccount,
  type PayoutTerms,
  postings,
  remittanceIdOf,
  type SkipReason,
} from '@silkgate/domain'
import { dayInAmsterdam } from '../amsterdam.ts'
import { balances, postTransfers } from '../ledger/index.ts'
import { payoutAccountOf, payoutTermsAt, whyMerchantNotPaid } from '../merchant/index.ts'
import type { Db, Tx } from '../postgres/db.ts'
import { debtorOf } from './debtor.store.ts'
import { disputedOf, heldOf, insertKept, keptBackBefore } from './kept-back.store.ts'
import { carryInto, listMovements, settledWithin } from './movements.store.ts'
import { faultOf, transferOf } from './order.ts'
import { insertRemittance, insertReserve, type NewRemittance } from './remittance.store.ts'
import {
  type CutOff,
  holdCutOff,
  insertSkip,
  isHandled,
  moveCutOff,
  type Pair,
  type Run,
  releaseReserves,
} from './run.store.ts'

const dayMs = 86_400_000

/** A person's run pays whoever has something; the clock's keeps to each contract's days. */
const isByHand = (run: Run): boolean => run.day === undefined

/** What came of looking at a merchant and currency: it must be looked at again once more is published or settled. */
export type Remitted = 'done' | 'unpublished' | 'settling'

/** What the movements come to is not what the ledger says: everything of the transaction is taken back. */
class DoesNotAddUp extends Error {}

type Needs = { readonly db: Db; readonly aloneMinor: bigint }

/** Makes what is kept for a merchant available again, where its time is over. */
export const releaseDue = (db: Db, pair: Pair, at: Date): Promise<void> =>
  db.transaction('remittance.commit_release', async (tx) => {
    for (const { remittance_id: about, minor } of await releaseReserves(tx, pair, at)) {
      await postTransfers(tx, postings.reserveReleased(pair.merchantId, money(pair.currency, minor)), { about, at })
    }
  })

/**
 * Pays a merchant what is available in a currency: one remittance of a run, its movements, and its postings in one transaction;
 * or writes down why not. Runs at once wait for each other, and each sees what the other paid.
 */
export const remit = async ({ db, aloneMinor }: Needs, run: Run, pair: Pair): Promise<Remitted> => {
  try {
    return await db.transaction('remittance.commit_remittance', (tx) => remitUnderLock(tx, run, pair, aloneMinor))
  } catch (error) {
    if (!(error instanceof DoesNotAddUp)) throw error
    await db.transaction('remittance.commit_remittance', (tx) => insertSkip(tx, run, pair, 'does_not_add_up', 0n))
    return 'done'
  }
}

const remitUnderLock = async (tx: Tx, run: Run, pair: Pair, aloneMinor: bigint): Promise<Remitted> => {
  const cutOff = await holdCutOff(tx, pair)
  if (await isHandled(tx, run.runId, pair)) return 'done'
  if (cutOff.isSettling) return 'settling'
  if (cutOff.isUnpublished) return 'unpublished'
  const { merchantId, currency } = pair
  const own = await balances({ read: tx.run }, { merchantId, asOf: { position: cutOff.position } })
  const availableIn = (wanted: Currency) =>
    own.reduce((sum, one) => (one.account === 'available' && one.currency === wanted ? sum - one.minor : sum), 0n)
  const available = availableIn(currency)
  if (available === 0n) return 'done'
  const skip = async (reason: SkipReason): Promise<Remitted> => {
    await insertSkip(tx, run, pair, reason, available)
    return 'done'
  }
  if ((await whyMerchantNotPaid(tx, merchantId, run.at)) !== undefined) return skip('may_not_be_paid')
  const terms = await payoutTermsAt(tx, merchantId, currency, run.at)
  if (!isByHand(run) && !isPayoutDay(terms.rhythm, run.day ?? '')) return skip('not_its_day')
  for (const other of new Set(own.map((one) => one.currency))) {
    const { negativePolicy, allowedNegative } = await payoutTermsAt(tx, merchantId, other, run.at)
    if (negativePolicy === 'hold' && availableIn(other) < -allowedNegative) return skip('owes_in_another_currency')
  }
  const account = await payoutAccountOf(tx, merchantId, currency, run.at)
  if (account === undefined) return skip('no_payout_account')
  const span = { ...pair, after: cutOff.after, upTo: cutOff.position }
  const kept = keptForPayments(await heldOf(tx, pair), await disputedOf(tx, pair))
  const books: AtCutOff = {
    currency,
    available,
    settled: await settledWithin(tx, span),
    keptBack: [...kept.values()].reduce((sum, minor) => sum + minor, 0n),
    reserveBasisPoints: terms.reserveBasisPoints,
    threshold: isByHand(run) ? undefined : terms.threshold,
  }
  const payout = decidePayout(books)
  if ('skip' in payout) return skip(payout.skip)
  const number = cutOff.number + 1n
  const row: NewRemittance = {
    merchant_id: merchantId,
    remittance_id: remittanceIdOf(merchantId, currency, number),
    run_id: run.runId,
    currency,
    minor: payout.amount.minor,
    status: payout.amount.minor > aloneMinor ? 'awaiting_approval' : 'approved',
    version: 1,
    after_position: cutOff.after,
    cutoff_position: cutOff.position,
    available_at_cutoff: available,
    allowed_negative: terms.allowedNegative,
    carried_over_minor: await keptBackBefore(tx, pair),
    movements_minor: 0n,
    reserve_minor: payout.reserve.minor,
    kept_back_minor: books.keptBack,
    account: asOf(account),
    created_at: run.at,
    started_by: run.startedBy,
    approved_at: payout.amount.minor > aloneMinor ? null : run.at,
  }
  const debtor = await debtorOf({ read: tx.run }, currency)
  if (debtor === undefined) return skip('no_bank_account')
  const fault = faultOf(transferOf(row, debtor, addBusinessDays(dayInAmsterdam(run.at), 0)), run.at)
  if (fault !== undefined) {
    return skip(/\b(initiator|debtor)\b/.test(fault.field) ? 'no_bank_account' : 'account_cannot_be_paid')
  }
  await pay(tx, row, terms, cutOff, span)
  await insertKept(tx, merchantId, row.remittance_id, kept)
  return 'done'
}

const asOf = ({ version, holder, account, bic, address }: PayoutAccount): NewRemittance['account'] => ({
  ...{ version, holder, account },
  ...(bic === undefined ? {} : { bic }),
  address: { ...address },
})

const pay = async (
  tx: Tx,
  planned: NewRemittance,
  terms: PayoutTerms,
  { number }: CutOff,
  span: Pair & { readonly after: bigint; readonly upTo: bigint },
): Promise<void> => {
  const { merchant_id: merchantId, remittance_id: about, currency, created_at: at } = planned
  const row = { ...planned, movements_minor: await listMovements(tx, span, about) }
  if (row.carried_over_minor + row.movements_minor !== row.available_at_cutoff) throw new DoesNotAddUp()
  await insertRemittance(tx, row)
  await carryInto(tx, merchantId, about)
  if (row.reserve_minor > 0n) await insertReserve(tx, row, new Date(at.getTime() + terms.reserveDays * dayMs))
  const transfers = [
    ...postings.reserved(merchantId, money(currency, row.reserve_minor)),
    ...postings.remitted(merchantId, money(currency, row.minor)),
  ]
  await postTransfers(tx, transfers, { about, at })
  await moveCutOff(tx, span, span.upTo, number + 1n)
}
