import type { Payment } from './facts.ts'

/** Where a payment stands when an event arrives. */
export type Position = 'created' | 'redirected' | 'closing' | 'past_cancel_window' | 'captured' | 'dead'

/** What an event says. A notification announces a success; an inquiry confirms one. */
export type EventName =
  | 'order_placed'
  | 'success_announced'
  | 'success_confirmed'
  | 'refused'
  | 'closed'
  | 'order_not_found'
  | 'outcome_unknown'
  | 'cancel_window_passed'
  | 'given_up'
  | 'settled'

/** What becomes of it. */
export type Move =
  | 'redirect'
  | 'capture'
  | 'refuse'
  | 'close'
  | 'begin_closing'
  | 'remember_success'
  | 'ask_whether_true'
  | 'late_success'
  | 'pass_cancel_window'
  | 'open_contradiction'
  | 'settle'
  | 'ask_again'
  | 'nothing'

/**
 * The life of a payment. Rows are where it stands, columns are what is heard, cells are what becomes of it. "ask_again"
 * changes no fact: the step in force decides when the next question is asked. "given_up" is our own patience: the time
 * is up and the questions are spent, or pay never gave a URL.
 */
export const paymentTable = {
  created: {
    order_placed: 'redirect',
    success_announced: 'capture',
    success_confirmed: 'capture',
    refused: 'refuse',
    closed: 'close',
    order_not_found: 'ask_again',
    outcome_unknown: 'ask_again',
    cancel_window_passed: 'nothing',
    given_up: 'begin_closing',
    settled: 'nothing',
  },
  redirected: {
    order_placed: 'nothing',
    success_announced: 'capture',
    success_confirmed: 'capture',
    refused: 'refuse',
    closed: 'close',
    order_not_found: 'ask_again',
    outcome_unknown: 'ask_again',
    cancel_window_passed: 'nothing',
    given_up: 'begin_closing',
    settled: 'nothing',
  },
  closing: {
    order_placed: 'nothing',
    success_announced: 'remember_success',
    success_confirmed: 'remember_success',
    refused: 'refuse',
    closed: 'close',
    order_not_found: 'ask_again',
    outcome_unknown: 'ask_again',
    cancel_window_passed: 'pass_cancel_window',
    given_up: 'nothing',
    settled: 'nothing',
  },
  past_cancel_window: {
    order_placed: 'nothing',
    success_announced: 'capture',
    success_confirmed: 'capture',
    refused: 'refuse',
    closed: 'close',
    order_not_found: 'ask_again',
    outcome_unknown: 'ask_again',
    cancel_window_passed: 'nothing',
    given_up: 'nothing',
    settled: 'nothing',
  },
  captured: {
    order_placed: 'nothing',
    success_announced: 'nothing',
    success_confirmed: 'nothing',
    refused: 'open_contradiction',
    closed: 'open_contradiction',
    order_not_found: 'ask_again',
    outcome_unknown: 'ask_again',
    cancel_window_passed: 'nothing',
    given_up: 'nothing',
    settled: 'settle',
  },
  dead: {
    order_placed: 'nothing',
    success_announced: 'ask_whether_true',
    success_confirmed: 'late_success',
    refused: 'nothing',
    closed: 'nothing',
    order_not_found: 'ask_again',
    outcome_unknown: 'ask_again',
    cancel_window_passed: 'nothing',
    given_up: 'nothing',
    settled: 'nothing',
  },
} as const satisfies Record<Position, Record<EventName, Move>>

export const positionOf = (payment: Payment): Position => {
  if (payment.captured) return 'captured'
  if (payment.closed || payment.refused !== undefined) return 'dead'
  if (payment.cancelWindowPassed) return 'past_cancel_window'
  if (payment.closing) return 'closing'
  return payment.redirectUrl === undefined ? 'created' : 'redirected'
}
