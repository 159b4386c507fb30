import type { AlipayPlusClient } from '@silkgate/alipayplus'
import { type PaymentEvent, type Step, steps } from '@silkgate/domain'
import type { Logger } from 'pino'
import { between, type Deed, type Reach } from '../crash-points.ts'
import type { Directory } from '../merchant/index.ts'
import type { Db } from '../postgres/db.ts'
import type { Stop } from '../stop.ts'
import { takeInTurns } from '../take-in-turns.ts'
import type { World } from '../world.ts'
import { hearCancel, hearInquiry, hearPay } from './hear-alipayplus.ts'
import { messageOf } from './message.ts'
import type { Message } from './news.ts'
import { payRequestOf } from './pay-request.ts'
import type { StoredPayment } from './payment.row.ts'
import { claimDuePayments, merchantsWithDuePayments } from './payment.store.ts'
import type { RecordPaymentEvents } from './record-payment-events.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly stop: Stop
  readonly reach: Reach
  readonly alipayplus: AlipayPlusClient
  readonly directory: Directory
  readonly record: RecordPaymentEvents
  readonly notifyUrl: string
}

/** How many steps are taken at once. */
export const paymentStepsAtOnce = 32

type Asked = { readonly deed: Deed; readonly event: PaymentEvent; readonly message: Message }

/** Which two deeds a step consists of: its call and its commit. */
const deedsOf = (step: Step): { call: Deed; commit: Deed } => {
  if (steps[step].does === 'pay') return { call: 'resubmit.call_pay', commit: 'resubmit.commit_outcome' }
  if (steps[step].does === 'cancel') return { call: 'cancel.call_cancel', commit: 'cancel.commit_outcome' }
  return step === 'time_up'
    ? { call: 'expire.call_inquiry', commit: 'expire.commit_outcome' }
    : { call: 'inquire.call_inquiry', commit: 'inquire.commit_outcome' }
}

/**
 * Takes the steps that are due: asks Alipay+ about payments, sends cancels, repeats a pay whose process died. Answers
 * how many it took up. Merchants take turns, so that one with many waiting payments does not hold up the others.
 */
export const duePayments = (needs: Needs) => {
  const { world, log, stop, record } = needs

  const ask = async (stored: StoredPayment): Promise<Asked> => {
    const { payment } = stored
    const { paymentId: paymentRequestId, waiting } = payment
    const { call, commit } = deedsOf(waiting?.step ?? 'consumer')
    const does = steps[waiting?.step ?? 'consumer'].does
    const calling = <T>(work: () => Promise<T>) => between(needs.reach, call, work)
    if (does === 'pay') {
      const answer = await calling(async () => needs.alipayplus.pay(await repeatOf(stored)))
      const heard = hearPay(answer, world.now(), false)
      const event: PaymentEvent =
        heard.name === 'outcome_unknown' ? { name: 'given_up', at: heard.at, source: 'pay' } : heard
      return { deed: commit, event, message: messageOf(answer, event.at, event.name) }
    }
    if (does === 'cancel') {
      const answer = await calling(() => needs.alipayplus.cancelPayment({ paymentRequestId }))
      const event = hearCancel(answer, world.now())
      return { deed: commit, event, message: messageOf(answer, event.at, event.name) }
    }
    const answer = await calling(() => needs.alipayplus.inquiryPayment({ paymentRequestId }))
    const event = hearInquiry(answer, world.now())
    return { deed: commit, event, message: messageOf(answer, event.at, event.name) }
  }

  const repeatOf = async (stored: StoredPayment) => {
    const merchant = await needs.directory.merchant(stored.payment.merchantId)
    if (merchant === undefined) throw new Error(`Broken invariant: payment ${stored.payment.paymentId} has no merchant`)
    return payRequestOf(stored, merchant, needs.notifyUrl)
  }

  const take = async (stored: StoredPayment): Promise<void> => {
    const { merchantId, paymentId } = stored.payment
    try {
      const asked = await stop.during(ask(stored))
      if (asked === undefined) return
      await record(asked.deed, merchantId, [
        { paymentId, event: asked.event, messages: [asked.message], known: stored },
      ])
    } catch (error) {
      log.error({ err: error, paymentId }, 'a step failed; it is taken again when its lease ends')
    }
  }

  return takeInTurns(needs, {
    atOnce: paymentStepsAtOnce,
    merchants: merchantsWithDuePayments,
    claim: claimDuePayments,
    take,
  })
}
