import {
  type EventName,
  exceptionKinds,
  type Move,
  type Position,
  paymentTable,
  statuses,
  steps,
} from '@silkgate/domain'
import { lifeOfPayment } from './life-of-payment.ts'
import { code, page, spoken, table } from './markdown.ts'

const positions: Record<Position, string> = {
  created: 'stored and sent; no URL for the consumer yet',
  redirected: 'the order waits for its consumer',
  closing: 'we gave it up, and tell Alipay+ so until it says yes; merchants see it as before',
  past_cancel_window: 'it was too late to cancel, so Alipay+ is asked what became of it',
  captured: 'the consumer paid',
  dead: 'REJECTED or CANCELLED for the merchant',
}

const heard: Record<EventName, string> = {
  order_placed: 'pay answered with a URL',
  success_announced: 'a notification says it was paid',
  success_confirmed: 'an inquiry says it was paid',
  refused: 'Alipay+ says no',
  closed: 'Alipay+ says the order is closed or cancelled',
  order_not_found: 'Alipay+ does not know the order',
  outcome_unknown: 'no clear answer',
  cancel_window_passed: 'it is too late to cancel',
  given_up: 'our patience is spent, or pay never gave a URL',
  settled: 'its money is on our bank statement, and agrees with report and books',
}

const becomes: Record<Move, string> = {
  redirect: 'REDIRECTED',
  capture: 'CAPTURED',
  refuse: 'REJECTED',
  close: 'CANCELLED',
  begin_closing: 'begins to close',
  remember_success: 'the success is remembered, and asked about after the cancel',
  ask_whether_true: 'Alipay+ is asked whether it is true',
  late_success: 'the money is booked as a late success and given back, a person is told',
  pass_cancel_window: 'Alipay+ is asked what became of it',
  open_contradiction: 'nothing changes, a person is told',
  settle: 'PAID',
  ask_again: 'asked again',
  nothing: '–',
}

const does: Record<(typeof steps)[keyof typeof steps]['does'], string> = {
  pay: 'sends pay again',
  inquire: 'calls inquiryPayment',
  cancel: 'calls cancelPayment',
}

const statusTable = (): string =>
  table(
    ['Status', 'Category', 'Code', 'Webhook event', 'Meaning'],
    Object.entries(statuses).map(([status, { category, code: number, event, says }]) => [
      code(status),
      code(category),
      String(number),
      code(event),
      says,
    ]),
  )

const lifeTable = (): string => {
  const columns = Object.keys(positions) as Position[]
  return table(
    ['What is heard', ...columns.map((position) => `when ${spoken(position)}`)],
    (Object.keys(heard) as EventName[]).map((event) => [
      `${code(event)}: ${heard[event]}`,
      ...columns.map((position) => becomes[paymentTable[position][event]]),
    ]),
  )
}

/** The statuses of a payment, what becomes of what is heard, and what is done while it waits. */
export const statesPage = (): string =>
  page({
    from: 'packages/domain/src/payment',
    title: 'The states of a payment',
    parts: [
      'Facts decide; the status follows from them ([why](../decisions/0002-facts-and-one-door.md)).',
      '## The statuses a merchant sees',
      statusTable(),
      '## What becomes of what is heard',
      'Read a row aloud with its column: "a notification says it was paid, when created: CAPTURED". A dash changes nothing.',
      lifeTable(),
      Object.entries(positions)
        .map(([position, says]) => `- **${spoken(position)}**: ${says}`)
        .join('\n'),
      '## The same as a picture',
      'Repeats, which lead nowhere else, are left out. What is in small letters is not a status: the merchant sees the one ' +
        'before.',
      lifeOfPayment(),
      '## What a payment waits for',
      'The step and its due time are written down before the step is taken ([why](../decisions/0003-unknown-outcome.md)).',
      table(
        ['Step', 'What it does', 'Why'],
        Object.entries(steps).map(([step, row]) => [code(step), does[row.does], row.says]),
      ),
      '## What a person must look at',
      table(
        ['Exception', 'Within', 'Why'],
        Object.entries(exceptionKinds).map(([kind, { hours, says }]) => [code(kind), `${hours} h`, says]),
      ),
    ],
  })
