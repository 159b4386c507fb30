import {
  type ContractVersion,
  type Decision,
  decide,
  decideRefund,
  feesFixedBy,
  type MerchantId,
  type Payment,
  type PaymentEvent,
  type PaymentId,
  refundOfLateSuccess,
} from '@silkgate/domain'
import type { Deed } from '../crash-points.ts'
import type { AnsweredKey, IdempotenceRow } from '../idempotence/index.ts'
import type { Db } from '../postgres/db.ts'
import { readRefundsUnderLock, type StoredRefund } from '../refund/index.ts'
import { addDecision, addMessage, addRefundDecision, emptyNews, type Message, type News } from './news.ts'
import type { StoredPayment } from './payment.row.ts'
import { type Change, lockPayments, readPayments, type SavedRow, saveStatement } from './payment.store.ts'

/** The answer to a request with an idempotence key, stored with what it answers. */
export type StoredAnswer = { readonly status: number; readonly body: string }

/** Something heard about one payment, with the message it was heard in. */
export type Heard = {
  readonly paymentId: PaymentId
  readonly event: PaymentEvent
  readonly messages?: readonly Message[]
  /** The payment as the caller has just written it: spares a read; a payment that moved on meanwhile is read again. */
  readonly known?: StoredPayment
  /** What to store under the request's idempotence key, made from the payment as it is after the event. */
  readonly answer?: { key: Pick<IdempotenceRow, 'method' | 'path' | 'key'>; of: (after: StoredPayment) => StoredAnswer }
}

type Needs = {
  readonly db: Db
  readonly newId: () => string
  readonly contractsOf: (merchantId: MerchantId) => Promise<readonly ContractVersion[]>
  /** Called after a commit that left something to do at once. */
  readonly committed: (left: { readonly steps: boolean; readonly refunds: boolean; readonly webhooks: boolean }) => void
}

export type RecordPaymentEvents = (
  deed: Deed,
  merchantId: MerchantId,
  heard: readonly Heard[],
) => Promise<StoredPayment[]>

const nothing: {
  readonly changes: readonly Change[]
  readonly saved: readonly SavedRow[]
  readonly givesBack: boolean
} = { changes: [], saved: [], givesBack: false }

/** What is heard of it may bring its price, and so our fee, of which its refunds have a part: they are read under its lock. */
const waitsForFee = ({ payment }: StoredPayment): boolean =>
  payment.captured && payment.fee === undefined && payment.refundedMinor + payment.refundingMinor > 0n

/**
 * The one door through which payments change. Decides on what is known, then saves facts, events, transfers, webhook
 * events, exceptions, messages and the next step in one statement that takes effect only where the version is still the
 * one decided on; where it is not, locks, reads and decides again. A batch of events is for distinct payments of one
 * merchant. Answers the payments as they are afterwards, unknown ids left out. No network call happens here.
 */
export const recordPaymentEvents = ({ db, newId, contractsOf, committed }: Needs): RecordPaymentEvents => {
  const judge = (
    merchantId: MerchantId,
    contracts: readonly ContractVersion[],
    pairs: readonly [StoredPayment, Heard][],
    refunds: readonly StoredRefund[] = [],
  ) => {
    const news = emptyNews()
    const answers: AnsweredKey[] = []
    const changes: Change[] = pairs.map(([before, heard]) => {
      const decision = decide(before.payment, heard.event, contracts)
      addDecision(news, { newId }, decision, heard.event.at)
      const own = waitsForFee(before) ? refunds.filter(({ refund }) => refund.paymentId === heard.paymentId) : []
      const given = giveBackLateSuccess(news, before.payment, decision, heard.event.at)
      const payment = fixFees(news, given, own, contracts, heard.event.at)
      const after = { payment, request: before.request }
      for (const message of heard.messages ?? []) addMessage(news, { newId }, merchantId, heard.paymentId, message)
      if (heard.answer !== undefined) {
        const { status, body } = heard.answer.of(after)
        answers.push({ ...heard.answer.key, payment_id: heard.paymentId, answer_status: status, answer_body: body })
      }
      return { before, after }
    })
    return { changes, statement: saveStatement(merchantId, changes, news, answers), givesBack: news.refunds.length > 0 }
  }

  /** Money that came for a payment that is dead goes back: its refund is asked for with the booking. */
  const giveBackLateSuccess = (news: News, before: Payment, decision: Decision, at: Date): Payment => {
    const event = before.lateSuccess ? undefined : refundOfLateSuccess(decision.payment, at)
    if (event === undefined) return decision.payment
    const refund = decideRefund(decision.payment, undefined, event)
    addRefundDecision(news, { newId }, refund, { request: {}, at, leasedUntil: null })
    return refund.payment
  }

  /** Refunds that were asked for before the payment had a price give their part of our fee back from now on. */
  const fixFees = (
    news: News,
    priced: Payment,
    refunds: readonly StoredRefund[],
    contracts: readonly ContractVersion[],
    at: Date,
  ): Payment => {
    let payment = priced
    const stored = new Map(refunds.map((one) => [one.refund.refundId, one]))
    for (const event of feesFixedBy(
      priced,
      { contracts },
      refunds.map(({ refund }) => refund),
      at,
    )) {
      const { refund, request } = stored.get(event.refundId) ?? {}
      const decision = decideRefund(payment, refund, event)
      addRefundDecision(news, { newId }, decision, { request: request ?? {}, at, leasedUntil: null })
      payment = decision.payment
    }
    return payment
  }

  const pair = (stored: readonly StoredPayment[], heard: readonly Heard[]): [StoredPayment, Heard][] => {
    const byId = new Map(stored.map((one) => [one.payment.paymentId, one]))
    return heard.flatMap((one) => {
      const found = byId.get(one.paymentId)
      return found === undefined ? [] : [[found, one]]
    })
  }

  return async (deed, merchantId, heard) => {
    const contracts = await contractsOf(merchantId)
    const unread = heard.filter((one) => one.known === undefined).map((one) => one.paymentId)
    const read = unread.length === 0 ? [] : await readPayments(db, merchantId, unread)
    const known = heard.flatMap((one) => (one.known === undefined ? [] : [one.known]))
    const pairs = pair([...known, ...read], heard)
    if (pairs.length === 0) return []
    const first = judge(
      merchantId,
      contracts,
      pairs.filter(([stored]) => !waitsForFee(stored)),
    )
    const saved = first.changes.length === 0 ? [] : await db.write<SavedRow>(deed, first.statement)
    const ids = new Set(saved.map((row) => row.payment_id))
    const missed = heard.filter((one) => !ids.has(one.paymentId))
    const kept = first.changes.filter(({ after }) => ids.has(after.payment.paymentId))
    const late = missed.length === 0 ? nothing : await underLock(deed, merchantId, contracts, missed)
    const stored = [...kept, ...late.changes].map(({ after }) => after)
    const latest = Math.max(...heard.map(({ event }) => event.at.getTime()))
    committed({
      steps: stored.some(({ payment }) => payment.waiting !== undefined && payment.waiting.dueAt.getTime() <= latest),
      refunds: first.givesBack || late.givesBack,
      webhooks: [...saved, ...late.saved].some(({ delivers }) => delivers),
    })
    return stored
  }

  function underLock(
    deed: Deed,
    merchantId: MerchantId,
    contracts: readonly ContractVersion[],
    heard: readonly Heard[],
  ) {
    return db.transaction(deed, async (tx) => {
      const ids = heard.map((one) => one.paymentId)
      const locked = await lockPayments(tx, merchantId, ids)
      const unpriced = locked.filter(waitsForFee).map(({ payment }) => payment.paymentId)
      const refunds = unpriced.length === 0 ? [] : await readRefundsUnderLock(tx, merchantId, unpriced)
      const { changes, statement, givesBack } = judge(merchantId, contracts, pair(locked, heard), refunds)
      return { changes, givesBack, saved: changes.length === 0 ? [] : await tx.run<SavedRow>(statement) }
    })
  }
}
