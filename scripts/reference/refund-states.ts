import { type RefundMove, type RefundStatus, refundStatuses, refundTable } from '@silkgate/domain'
import { code, page, table } from './markdown.ts'

const meaning: Record<RefundStatus, string> = {
  PENDING_APPROVAL: 'asked for, counted and booked; another API key of the merchant approves it',
  REFUND_REQUESTED: 'on its way back; Alipay+ has not said yet that it went back',
  REFUNDED: 'back at the consumer',
  REJECTED: 'Alipay+ refused it; nothing went back',
  CANCELLED: 'cancelled by the merchant before it was approved',
}

type HeardLater = keyof (typeof refundTable)[RefundStatus]

const heard: Record<HeardLater, string> = {
  refund_approved: 'a second key approves it',
  refund_accepted: 'Alipay+ says S',
  refund_priced: 'Alipay+ says S again, and now what it takes',
  refund_fee_fixed: 'its payment has its price, and with it our fee',
  refund_refused: 'Alipay+ says no',
  refund_cancelled: 'the merchant cancels it',
  refund_unknown: 'no clear answer',
}

const becomes: Record<RefundMove, string> = {
  approve: 'REFUND_REQUESTED',
  accept: 'REFUNDED',
  price: 'booked at what Alipay+ takes',
  fix_fee: 'its part of the fee comes back with it',
  refuse: 'REJECTED',
  cancel: 'CANCELLED',
  ask_again: 'the same call again',
  open_contradiction: 'nothing changes, a person is told',
  nothing: '–',
}

/** The statuses of a refund, and what becomes of what is heard. */
export const refundStatesPage = (): string =>
  page({
    from: 'packages/domain/src/refund',
    title: 'The states of a refund',
    parts: [
      'A refund is asked for under one id until its outcome is known; there is never a second one ' +
        '([why](../decisions/0013-refunds.md)).',
      table(
        ['Status', 'Category', 'Code', 'Webhook event', 'Meaning'],
        Object.entries(refundStatuses).map(([status, { category, code: number, event }]) => [
          code(status),
          code(category),
          String(number),
          code(event),
          meaning[status as RefundStatus],
        ]),
      ),
      '## What becomes of what is heard',
      table(
        ['What is heard', ...Object.keys(refundTable).map((status) => `when ${status}`)],
        (Object.keys(heard) as HeardLater[]).map((event) => [
          `${code(event)}: ${heard[event]}`,
          ...Object.values(refundTable).map((row) => becomes[row[event]]),
        ]),
      ),
    ],
  })
