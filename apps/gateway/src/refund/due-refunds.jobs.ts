import type { AlipayPlusClient } from '@silkgate/alipayplus'
import { ok, type RefundEvent } from '@silkgate/domain'
import type { Logger } from 'pino'
import { between, type Reach } from '../crash-points.ts'
import { hearRefund, hearRefusedRefund, type Message, messageOf, type RecordRefundEvent } from '../payment/index.ts'
import type { Db } from '../postgres/db.ts'
import type { Stop } from '../stop.ts'
import { takeInTurns } from '../take-in-turns.ts'
import type { World } from '../world.ts'
import type { StoredRefund } from './refund.row.ts'
import { claimDueRefunds, merchantsWithDueRefunds } from './refund.store.ts'
import { refundRequestOf } from './refund-request.ts'

type Needs = {
  readonly db: Db
  readonly world: World
  readonly log: Logger
  readonly stop: Stop
  readonly reach: Reach
  readonly alipayplus: AlipayPlusClient
  readonly recordRefund: RecordRefundEvent
}

/** How many calls are made at once. */
export const refundCallsAtOnce = 16

/**
 * Makes the refund calls that are due: for refunds that were approved, that give a late success back, whose process died,
 * or whose outcome is unknown, always under the same id. Merchants take turns. Answers how many it took up.
 */
export const dueRefunds = (needs: Needs) => {
  const { world, log, stop, recordRefund } = needs

  /** Makes the call, and believes a no only once Alipay+ does not list the refund: a call before may have been done. */
  const call = async (stored: StoredRefund): Promise<{ event: RefundEvent; messages: Message[] }> => {
    const { paymentId, refundId } = stored.refund
    const { alipayplus, reach } = needs
    const answer = await between(reach, 'refund.call_again', () => alipayplus.refund(refundRequestOf(stored)))
    const event = hearRefund(answer, { refundId, at: world.now(), isFirstCall: false })
    const messages = [messageOf(answer, event.at, event.name)]
    if (event.name !== 'refund_refused') return { event, messages }
    const inquiry = { paymentRequestId: paymentId }
    const listed = await between(reach, 'refund.call_inquiry', () => alipayplus.inquiryPayment(inquiry))
    const after = hearRefusedRefund(listed, event, world.now())
    return { event: after, messages: [...messages, messageOf(listed, after.at, after.name)] }
  }

  const take = async (stored: StoredRefund): Promise<void> => {
    const { merchantId, paymentId, refundId } = stored.refund
    try {
      const called = await stop.during(call(stored))
      if (called === undefined) return
      const { event, messages } = called
      await recordRefund('refund.commit_again', merchantId, { paymentId, event: () => ok(event), messages })
    } catch (error) {
      log.error({ err: error, refundId }, 'a refund failed; it is taken again when its lease ends')
    }
  }

  return takeInTurns(needs, {
    atOnce: refundCallsAtOnce,
    merchants: merchantsWithDueRefunds,
    claim: claimDueRefunds,
    take,
  })
}
